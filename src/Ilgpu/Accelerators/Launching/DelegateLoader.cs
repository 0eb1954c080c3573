using System.Linq.Expressions;
using System.Reflection;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Ilgpu.Launching;

/// <summary>Loads kernels whose types are known at run time alone: the launcher of the kernel's arity, closed over its parameters' types.</summary>
internal static class DelegateLoader
{
    /// <param name="accelerator">The accelerator.</param>
    /// <param name="method">The kernel.</param>
    /// <param name="target">What a lambda's method is called on; null for static methods.</param>
    /// <param name="specialization">What groups it is for.</param>
    /// <exception cref="ArgumentException">The delegate does not take a stream, a configuration and the kernel's arguments.</exception>
    public static (TDelegate Launch, KernelInfo Info) Explicit<TDelegate>(
        Accelerator accelerator, MethodInfo method, object? target, KernelSpecialization specialization) where TDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(method);
        var arguments = ParameterTypes(method);
        Type[] expected = [typeof(AcceleratorStream), typeof(KernelConfig), .. arguments];
        return Load<TDelegate>(accelerator, method, target, "ExplicitLauncher", arguments, expected, specialization);
    }

    /// <param name="accelerator">The accelerator.</param>
    /// <param name="method">The kernel; its first parameter is the index.</param>
    /// <param name="target">What a lambda's method is called on; null for static methods.</param>
    /// <param name="groupSize">Items of a group; 0 leaves it to the device.</param>
    /// <exception cref="ArgumentException">The delegate does not take a stream, the extent and the kernel's arguments.</exception>
    public static (TDelegate Launch, KernelInfo Info) Implicit<TDelegate>(
        Accelerator accelerator, MethodInfo method, object? target, int groupSize) where TDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(method);
        var arguments = ParameterTypes(method);
        Type[] expected = [typeof(AcceleratorStream), .. arguments];
        return Load<TDelegate>(accelerator, method, target, "ImplicitLauncher", arguments, expected, groupSize);
    }

    private static Type[] ParameterTypes(MethodInfo method) => [.. method.GetParameters().Select(parameter => parameter.ParameterType)];

    private static (TDelegate Launch, KernelInfo Info) Load<TDelegate>(Accelerator accelerator, MethodInfo method, object? target,
        string launcher, Type[] arguments, Type[] expected, object option) where TDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        var invoke = typeof(TDelegate).GetMethod("Invoke");
        if (invoke is null || invoke.ReturnType != typeof(void) || !ParameterTypes(invoke).SequenceEqual(expected))
        {
            throw new ArgumentException($"The kernel {method.DeclaringType?.Name}.{method.Name} is launched by a delegate with the parameters "
                + $"({string.Join(", ", expected.Select(type => type.ToString()))}); {typeof(TDelegate)} has others.");
        }
        var type = typeof(KernelLauncher).Assembly.GetType($"{typeof(KernelLauncher).Namespace}.{launcher}`{arguments.Length}")
            ?? throw new NotSupportedException($"The kernel {method.DeclaringType?.Name}.{method.Name} has {arguments.Length} parameters; from 1 to 14 are possible.");
        var action = Delegate.CreateDelegate(Expression.GetActionType(arguments), target, method);
        var made = (KernelLauncher)Activator.CreateInstance(
            type.MakeGenericType(arguments), BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, null, [accelerator, action, option], null)!;
        return ((TDelegate)Delegate.CreateDelegate(typeof(TDelegate), made, "Launch"), made.Info);
    }
}

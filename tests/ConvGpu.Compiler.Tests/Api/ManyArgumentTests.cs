using System.Reflection;
using ConvGpu.Compiler.Tests.OpenCl;
using ConvGpu.Ilgpu.Debugging;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>The loaders of 9 to 14 arguments, and the launches without a load: every argument arrives in its place, in every item.</summary>
public class ManyArgumentTests
{
    private const int Groups = 3, GroupSize = 8, Items = Groups * GroupSize, Row = 14;

    public static TheoryData<int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<int, bool>();
            for (int count = 9; count <= Row; count++)
            {
                cases.Add(count, false);
                cases.Add(count, true);
            }
            return cases;
        }
    }

    /// <param name="count">Arguments of the kernels.</param>
    /// <param name="debug">Whether the C# of the kernel is called instead of compiled.</param>
    [Theory]
    [MemberData(nameof(Cases))]
    public void OnTheCpu(int count, bool debug)
    {
        using var context = Context.Create(builder =>
        {
            builder.CPU();
            if (debug)
                builder.DebugKernels();
        });
        using var accelerator = context.CreateCPUAccelerator(0);
        var loaders = Loaders(count);
        // explicitly grouped with and without a specialisation, grouped by a number or by the device; each with and without stream and info
        Assert.Equal(16, loaders.Length);
        foreach (var loader in loaders)
            CheckLoader(accelerator, loader, count);
        var launches = typeof(Accelerator).GetMethods()
            .Where(method => IsOf(method, count) && method.Name.StartsWith("Launch", StringComparison.Ordinal)).ToArray();
        Assert.Equal(4, launches.Length);
        foreach (var launch in launches)
            Check(accelerator, launch, count, (method, kernel, values) => Invoke(method, accelerator, values));
    }

    /// <summary>Drivers take long to compile: one kernel of the most arguments.</summary>
    [Fact]
    public void OnOpenCl()
    {
        OpenClMachine.Require();
        using var context = Context.Create(builder => builder.OpenCL());
        using var accelerator = context.GetCLDevices()[0].CreateAccelerator(context);
        CheckLoader(accelerator, Loaders(Row).First(loader => loader.Name == nameof(KernelLoaders.LoadAutoGroupedKernel)), Row);
    }

    private static MethodInfo[] Loaders(int count) =>
        [.. typeof(KernelLoaders).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => IsOf(method, count))];

    private static void CheckLoader(Accelerator accelerator, MethodInfo loader, int count) => Check(accelerator, loader, count, (method, kernel, values) =>
    {
        var launch = (Delegate)Invoke(method, null, values)!;
        Invoke(launch.GetType().GetMethod("Invoke")!, launch, values);
    });

    /// <summary>Runs the kernel that fits a method, and compares what it left.</summary>
    private static void Check(Accelerator accelerator, MethodInfo method, int count, Action<MethodInfo, MethodInfo, Values> run)
    {
        bool indexed = IsIndexed(method);
        var kernel = typeof(ManyArgumentKernels).GetMethod((indexed ? "Indexed" : "Grouped") + count)!;
        var types = kernel.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        using var all = accelerator.Allocate1D<double>(Items * Row);
        using var last = accelerator.Allocate1D<int>(Items * Row);
        using var stream = accelerator.CreateStream();
        all.MemSetToZero();
        last.MemSetToZero();
        accelerator.Synchronize();
        object[] arguments =
            [all.View.BaseView, .. types[^(count - 1)..^1].Select((type, i) => Convert.ChangeType(Value(i + 1), type)), last.View.BaseView];
        run(method.MakeGenericMethod(types), kernel, new Values(accelerator, stream, kernel, arguments));
        stream.Synchronize();
        accelerator.Synchronize();
        var expected = new double[Items * Row];
        var expectedLast = new int[Items * Row];
        for (int i = 0; i < Items; i++)
        {
            expectedLast[i * Row] = i * Row;
            for (int k = 1; k < count - 1; k++)
                expected[i * Row + k] = Value(k);
        }
        bool right = expected.SequenceEqual(all.GetAsArray1D()) && expectedLast.SequenceEqual(last.GetAsArray1D());
        Assert.True(right, $"{method} mixes arguments up.");
    }

    /// <summary>What argument k is, in the range of every type.</summary>
    private static int Value(int k) => 9 * k + 4;

    private static bool IsIndexed(MethodInfo method) => method.GetGenericArguments() is [{ Name: "TIndex" }, ..];

    private static bool IsOf(MethodInfo method, int count) =>
        method.IsGenericMethod && method.GetGenericArguments().Length - (IsIndexed(method) ? 1 : 0) == count;

    private static object? Invoke(MethodInfo method, object? instance, Values values)
    {
        var arguments = new Queue<object>(values.Arguments);
        return method.Invoke(instance, [.. method.GetParameters().Select(parameter => values.Of(parameter) ?? Next(parameter))]);

        object? Next(ParameterInfo parameter) => parameter.IsOut ? null : arguments.Dequeue();
    }

    /// <summary>What the parameters of loaders and launches are given; the kernel's arguments follow one another.</summary>
    private sealed record Values(Accelerator Accelerator, AcceleratorStream Stream, MethodInfo Kernel, object[] Arguments)
    {
        public object? Of(ParameterInfo parameter)
        {
            var type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
            return type == typeof(Accelerator) ? Accelerator
                : type == typeof(AcceleratorStream) ? Stream
                : type == typeof(KernelConfig) ? new KernelConfig(Groups, GroupSize)
                : type == typeof(KernelSpecialization) ? new KernelSpecialization(GroupSize, 1)
                : type == typeof(Index1D) ? new Index1D(Items)
                : parameter.Name == "customGroupSize" ? GroupSize
                : type.IsSubclassOf(typeof(Delegate)) ? Kernel.CreateDelegate(type)
                : null;
        }
    }
}

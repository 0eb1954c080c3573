using System.Reflection;
using ConvGpu.Ilgpu.Launching;

namespace ILGPU.Runtime;

public abstract partial class Accelerator
{
    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <typeparam name="TDelegate">Takes a stream, a <see cref="KernelConfig"/> and the kernel's arguments.</typeparam>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public TDelegate LoadKernel<TDelegate>(MethodInfo method) where TDelegate : Delegate => LoadKernel<TDelegate>(method, default);

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <typeparam name="TDelegate">Takes a stream, a <see cref="KernelConfig"/> and the kernel's arguments.</typeparam>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public TDelegate LoadKernel<TDelegate>(MethodInfo method, KernelSpecialization specialization) where TDelegate : Delegate =>
        LoadKernel<TDelegate>(method, specialization, out _);

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <typeparam name="TDelegate">Takes a stream, a <see cref="KernelConfig"/> and the kernel's arguments.</typeparam>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public TDelegate LoadKernel<TDelegate>(MethodInfo method, KernelSpecialization specialization, out KernelInfo kernelInfo) where TDelegate : Delegate
    {
        (var launch, kernelInfo) = DelegateLoader.Explicit<TDelegate>(this, method, null, specialization);
        return launch;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <typeparam name="TDelegate">Takes a stream, a <see cref="KernelConfig"/> and the kernel's arguments.</typeparam>
    /// <typeparam name="TSourceDelegate">The kernel as a delegate.</typeparam>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public TDelegate LoadKernel<TDelegate, TSourceDelegate>(TSourceDelegate methodDelegate, out KernelInfo kernelInfo)
        where TDelegate : Delegate
        where TSourceDelegate : Delegate =>
        LoadKernel<TDelegate, TSourceDelegate>(methodDelegate, default, out kernelInfo);

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <typeparam name="TDelegate">Takes a stream, a <see cref="KernelConfig"/> and the kernel's arguments.</typeparam>
    /// <typeparam name="TSourceDelegate">The kernel as a delegate.</typeparam>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public TDelegate LoadKernel<TDelegate, TSourceDelegate>(TSourceDelegate methodDelegate, KernelSpecialization specialization, out KernelInfo kernelInfo)
        where TDelegate : Delegate
        where TSourceDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(methodDelegate);
        (var launch, kernelInfo) = DelegateLoader.Explicit<TDelegate>(this, methodDelegate.Method, methodDelegate.Target, specialization);
        return launch;
    }

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <typeparam name="TDelegate">Takes a stream, the extent and the kernel's arguments.</typeparam>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public TDelegate LoadImplicitlyGroupedKernel<TDelegate>(MethodInfo method, int customGroupSize) where TDelegate : Delegate =>
        LoadImplicitlyGroupedKernel<TDelegate>(method, customGroupSize, out _);

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <typeparam name="TDelegate">Takes a stream, the extent and the kernel's arguments.</typeparam>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public TDelegate LoadImplicitlyGroupedKernel<TDelegate>(MethodInfo method, int customGroupSize, out KernelInfo kernelInfo) where TDelegate : Delegate
    {
        (var launch, kernelInfo) = DelegateLoader.Implicit<TDelegate>(this, method, null, ImplicitGroups.Of(customGroupSize));
        return launch;
    }

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <typeparam name="TDelegate">Takes a stream, the extent and the kernel's arguments.</typeparam>
    /// <typeparam name="TSourceDelegate">The kernel as a delegate.</typeparam>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public TDelegate LoadImplicitlyGroupedKernel<TDelegate, TSourceDelegate>(TSourceDelegate methodDelegate, int customGroupSize)
        where TDelegate : Delegate
        where TSourceDelegate : Delegate =>
        LoadImplicitlyGroupedKernel<TDelegate, TSourceDelegate>(methodDelegate, customGroupSize, out _);

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <typeparam name="TDelegate">Takes a stream, the extent and the kernel's arguments.</typeparam>
    /// <typeparam name="TSourceDelegate">The kernel as a delegate.</typeparam>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public TDelegate LoadImplicitlyGroupedKernel<TDelegate, TSourceDelegate>(TSourceDelegate methodDelegate, int customGroupSize, out KernelInfo kernelInfo)
        where TDelegate : Delegate
        where TSourceDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(methodDelegate);
        (var launch, kernelInfo) = DelegateLoader.Implicit<TDelegate>(this, methodDelegate.Method, methodDelegate.Target, ImplicitGroups.Of(customGroupSize));
        return launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <typeparam name="TDelegate">Takes a stream, the extent and the kernel's arguments.</typeparam>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public TDelegate LoadAutoGroupedKernel<TDelegate>(MethodInfo method) where TDelegate : Delegate =>
        LoadAutoGroupedKernel<TDelegate>(method, out _);

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <typeparam name="TDelegate">Takes a stream, the extent and the kernel's arguments.</typeparam>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public TDelegate LoadAutoGroupedKernel<TDelegate>(MethodInfo method, out KernelInfo kernelInfo) where TDelegate : Delegate
    {
        (var launch, kernelInfo) = DelegateLoader.Implicit<TDelegate>(this, method, null, 0);
        return launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <typeparam name="TDelegate">Takes a stream, the extent and the kernel's arguments.</typeparam>
    /// <typeparam name="TSourceDelegate">The kernel as a delegate.</typeparam>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public TDelegate LoadAutoGroupedKernel<TDelegate, TSourceDelegate>(TSourceDelegate methodDelegate, out KernelInfo kernelInfo)
        where TDelegate : Delegate
        where TSourceDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(methodDelegate);
        (var launch, kernelInfo) = DelegateLoader.Implicit<TDelegate>(this, methodDelegate.Method, methodDelegate.Target, 0);
        return launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <typeparam name="TDelegate">Takes a stream, the extent and the kernel's arguments.</typeparam>
    /// <typeparam name="TSourceDelegate">The kernel as a delegate.</typeparam>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public TDelegate LoadAutoGroupedKernel<TDelegate, TSourceDelegate>(TSourceDelegate methodDelegate)
        where TDelegate : Delegate
        where TSourceDelegate : Delegate =>
        LoadAutoGroupedKernel<TDelegate, TSourceDelegate>(methodDelegate, out _);
}

// Written by tools/generate-arities.cs; change that and run it again.
#nullable enable
using ConvGpu.Ilgpu.Launching;

namespace ILGPU.Runtime;

/// <summary>Compiles kernels and gives delegates that launch them. A kernel is compiled once for an accelerator.</summary>
public static class KernelLoaders
{
    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1> LoadKernel<T1>(this Accelerator accelerator, Action<T1> action) where T1 : struct
        => new ExplicitLauncher<T1>(accelerator, action, default).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1> LoadKernel<T1>(this Accelerator accelerator, Action<T1> action, out KernelInfo kernelInfo) where T1 : struct
    {
        var launcher = new ExplicitLauncher<T1>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1> LoadStreamKernel<T1>(this Accelerator accelerator, Action<T1> action) where T1 : struct
        => new ExplicitLauncher<T1>(accelerator, action, default).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1> LoadStreamKernel<T1>(this Accelerator accelerator, Action<T1> action, out KernelInfo kernelInfo) where T1 : struct
    {
        var launcher = new ExplicitLauncher<T1>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1> LoadKernel<T1>(this Accelerator accelerator, Action<T1> action, KernelSpecialization specialization) where T1 : struct
        => new ExplicitLauncher<T1>(accelerator, action, specialization).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1> LoadKernel<T1>(this Accelerator accelerator, Action<T1> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct
    {
        var launcher = new ExplicitLauncher<T1>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1> LoadStreamKernel<T1>(this Accelerator accelerator, Action<T1> action, KernelSpecialization specialization) where T1 : struct
        => new ExplicitLauncher<T1>(accelerator, action, specialization).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1> LoadStreamKernel<T1>(this Accelerator accelerator, Action<T1> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct
    {
        var launcher = new ExplicitLauncher<T1>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1> LoadImplicitlyGroupedKernel<TIndex, T1>(this Accelerator accelerator, Action<TIndex, T1> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct
        => new ImplicitLauncher<TIndex, T1>(accelerator, action, ImplicitGroups.Of(customGroupSize)).Launch;

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1> LoadImplicitlyGroupedKernel<TIndex, T1>(this Accelerator accelerator, Action<TIndex, T1> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1> LoadImplicitlyGroupedStreamKernel<TIndex, T1>(this Accelerator accelerator, Action<TIndex, T1> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct
        => new ImplicitLauncher<TIndex, T1>(accelerator, action, ImplicitGroups.Of(customGroupSize)).LaunchDefault;

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1> LoadImplicitlyGroupedStreamKernel<TIndex, T1>(this Accelerator accelerator, Action<TIndex, T1> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1> LoadAutoGroupedKernel<TIndex, T1>(this Accelerator accelerator, Action<TIndex, T1> action) where TIndex : struct, IIndex where T1 : struct
        => new ImplicitLauncher<TIndex, T1>(accelerator, action, 0).Launch;

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1> LoadAutoGroupedKernel<TIndex, T1>(this Accelerator accelerator, Action<TIndex, T1> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1> LoadAutoGroupedStreamKernel<TIndex, T1>(this Accelerator accelerator, Action<TIndex, T1> action) where TIndex : struct, IIndex where T1 : struct
        => new ImplicitLauncher<TIndex, T1>(accelerator, action, 0).LaunchDefault;

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1> LoadAutoGroupedStreamKernel<TIndex, T1>(this Accelerator accelerator, Action<TIndex, T1> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2> LoadKernel<T1, T2>(this Accelerator accelerator, Action<T1, T2> action) where T1 : struct where T2 : struct
        => new ExplicitLauncher<T1, T2>(accelerator, action, default).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2> LoadKernel<T1, T2>(this Accelerator accelerator, Action<T1, T2> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2> LoadStreamKernel<T1, T2>(this Accelerator accelerator, Action<T1, T2> action) where T1 : struct where T2 : struct
        => new ExplicitLauncher<T1, T2>(accelerator, action, default).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2> LoadStreamKernel<T1, T2>(this Accelerator accelerator, Action<T1, T2> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2> LoadKernel<T1, T2>(this Accelerator accelerator, Action<T1, T2> action, KernelSpecialization specialization) where T1 : struct where T2 : struct
        => new ExplicitLauncher<T1, T2>(accelerator, action, specialization).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2> LoadKernel<T1, T2>(this Accelerator accelerator, Action<T1, T2> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2> LoadStreamKernel<T1, T2>(this Accelerator accelerator, Action<T1, T2> action, KernelSpecialization specialization) where T1 : struct where T2 : struct
        => new ExplicitLauncher<T1, T2>(accelerator, action, specialization).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2> LoadStreamKernel<T1, T2>(this Accelerator accelerator, Action<T1, T2> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2> LoadImplicitlyGroupedKernel<TIndex, T1, T2>(this Accelerator accelerator, Action<TIndex, T1, T2> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct
        => new ImplicitLauncher<TIndex, T1, T2>(accelerator, action, ImplicitGroups.Of(customGroupSize)).Launch;

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2> LoadImplicitlyGroupedKernel<TIndex, T1, T2>(this Accelerator accelerator, Action<TIndex, T1, T2> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2>(this Accelerator accelerator, Action<TIndex, T1, T2> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct
        => new ImplicitLauncher<TIndex, T1, T2>(accelerator, action, ImplicitGroups.Of(customGroupSize)).LaunchDefault;

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2>(this Accelerator accelerator, Action<TIndex, T1, T2> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2> LoadAutoGroupedKernel<TIndex, T1, T2>(this Accelerator accelerator, Action<TIndex, T1, T2> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct
        => new ImplicitLauncher<TIndex, T1, T2>(accelerator, action, 0).Launch;

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2> LoadAutoGroupedKernel<TIndex, T1, T2>(this Accelerator accelerator, Action<TIndex, T1, T2> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2> LoadAutoGroupedStreamKernel<TIndex, T1, T2>(this Accelerator accelerator, Action<TIndex, T1, T2> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct
        => new ImplicitLauncher<TIndex, T1, T2>(accelerator, action, 0).LaunchDefault;

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2> LoadAutoGroupedStreamKernel<TIndex, T1, T2>(this Accelerator accelerator, Action<TIndex, T1, T2> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3> LoadKernel<T1, T2, T3>(this Accelerator accelerator, Action<T1, T2, T3> action) where T1 : struct where T2 : struct where T3 : struct
        => new ExplicitLauncher<T1, T2, T3>(accelerator, action, default).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3> LoadKernel<T1, T2, T3>(this Accelerator accelerator, Action<T1, T2, T3> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3> LoadStreamKernel<T1, T2, T3>(this Accelerator accelerator, Action<T1, T2, T3> action) where T1 : struct where T2 : struct where T3 : struct
        => new ExplicitLauncher<T1, T2, T3>(accelerator, action, default).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3> LoadStreamKernel<T1, T2, T3>(this Accelerator accelerator, Action<T1, T2, T3> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3> LoadKernel<T1, T2, T3>(this Accelerator accelerator, Action<T1, T2, T3> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct
        => new ExplicitLauncher<T1, T2, T3>(accelerator, action, specialization).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3> LoadKernel<T1, T2, T3>(this Accelerator accelerator, Action<T1, T2, T3> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3> LoadStreamKernel<T1, T2, T3>(this Accelerator accelerator, Action<T1, T2, T3> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct
        => new ExplicitLauncher<T1, T2, T3>(accelerator, action, specialization).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3> LoadStreamKernel<T1, T2, T3>(this Accelerator accelerator, Action<T1, T2, T3> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3>(this Accelerator accelerator, Action<TIndex, T1, T2, T3> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3>(accelerator, action, ImplicitGroups.Of(customGroupSize)).Launch;

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3>(this Accelerator accelerator, Action<TIndex, T1, T2, T3> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3>(this Accelerator accelerator, Action<TIndex, T1, T2, T3> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3>(accelerator, action, ImplicitGroups.Of(customGroupSize)).LaunchDefault;

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3>(this Accelerator accelerator, Action<TIndex, T1, T2, T3> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3> LoadAutoGroupedKernel<TIndex, T1, T2, T3>(this Accelerator accelerator, Action<TIndex, T1, T2, T3> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3>(accelerator, action, 0).Launch;

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3> LoadAutoGroupedKernel<TIndex, T1, T2, T3>(this Accelerator accelerator, Action<TIndex, T1, T2, T3> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3>(this Accelerator accelerator, Action<TIndex, T1, T2, T3> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3>(accelerator, action, 0).LaunchDefault;

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3>(this Accelerator accelerator, Action<TIndex, T1, T2, T3> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4> LoadKernel<T1, T2, T3, T4>(this Accelerator accelerator, Action<T1, T2, T3, T4> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct
        => new ExplicitLauncher<T1, T2, T3, T4>(accelerator, action, default).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4> LoadKernel<T1, T2, T3, T4>(this Accelerator accelerator, Action<T1, T2, T3, T4> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4> LoadStreamKernel<T1, T2, T3, T4>(this Accelerator accelerator, Action<T1, T2, T3, T4> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct
        => new ExplicitLauncher<T1, T2, T3, T4>(accelerator, action, default).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4> LoadStreamKernel<T1, T2, T3, T4>(this Accelerator accelerator, Action<T1, T2, T3, T4> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4> LoadKernel<T1, T2, T3, T4>(this Accelerator accelerator, Action<T1, T2, T3, T4> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct
        => new ExplicitLauncher<T1, T2, T3, T4>(accelerator, action, specialization).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4> LoadKernel<T1, T2, T3, T4>(this Accelerator accelerator, Action<T1, T2, T3, T4> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4> LoadStreamKernel<T1, T2, T3, T4>(this Accelerator accelerator, Action<T1, T2, T3, T4> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct
        => new ExplicitLauncher<T1, T2, T3, T4>(accelerator, action, specialization).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4> LoadStreamKernel<T1, T2, T3, T4>(this Accelerator accelerator, Action<T1, T2, T3, T4> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4>(accelerator, action, ImplicitGroups.Of(customGroupSize)).Launch;

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4>(accelerator, action, ImplicitGroups.Of(customGroupSize)).LaunchDefault;

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4>(accelerator, action, 0).Launch;

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4>(accelerator, action, 0).LaunchDefault;

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5> LoadKernel<T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5>(accelerator, action, default).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5> LoadKernel<T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5> LoadStreamKernel<T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5>(accelerator, action, default).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5> LoadStreamKernel<T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5> LoadKernel<T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5>(accelerator, action, specialization).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5> LoadKernel<T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5> LoadStreamKernel<T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5>(accelerator, action, specialization).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5> LoadStreamKernel<T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5>(accelerator, action, ImplicitGroups.Of(customGroupSize)).Launch;

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5>(accelerator, action, ImplicitGroups.Of(customGroupSize)).LaunchDefault;

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5>(accelerator, action, 0).Launch;

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5>(accelerator, action, 0).LaunchDefault;

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6> LoadKernel<T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6>(accelerator, action, default).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6> LoadKernel<T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6> LoadStreamKernel<T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6>(accelerator, action, default).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6> LoadStreamKernel<T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6> LoadKernel<T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6>(accelerator, action, specialization).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6> LoadKernel<T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6> LoadStreamKernel<T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6>(accelerator, action, specialization).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6> LoadStreamKernel<T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6>(accelerator, action, ImplicitGroups.Of(customGroupSize)).Launch;

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6>(accelerator, action, ImplicitGroups.Of(customGroupSize)).LaunchDefault;

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6>(accelerator, action, 0).Launch;

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6>(accelerator, action, 0).LaunchDefault;

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7> LoadKernel<T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7>(accelerator, action, default).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7> LoadKernel<T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7>(accelerator, action, default).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7> LoadKernel<T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7>(accelerator, action, specialization).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7> LoadKernel<T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7>(accelerator, action, specialization).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7>(accelerator, action, ImplicitGroups.Of(customGroupSize)).Launch;

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7>(accelerator, action, ImplicitGroups.Of(customGroupSize)).LaunchDefault;

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7>(accelerator, action, 0).Launch;

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7>(accelerator, action, 0).LaunchDefault;

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8>(accelerator, action, default).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8>(accelerator, action, default).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8>(accelerator, action, specialization).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8>(accelerator, action, specialization).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(accelerator, action, ImplicitGroups.Of(customGroupSize)).Launch;

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(accelerator, action, ImplicitGroups.Of(customGroupSize)).LaunchDefault;

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(accelerator, action, 0).Launch;

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(accelerator, action, 0).LaunchDefault;

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9>(accelerator, action, default).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9>(accelerator, action, default).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9>(accelerator, action, specialization).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9>(accelerator, action, specialization).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(accelerator, action, ImplicitGroups.Of(customGroupSize)).Launch;

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(accelerator, action, ImplicitGroups.Of(customGroupSize)).LaunchDefault;

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(accelerator, action, 0).Launch;

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(accelerator, action, 0).LaunchDefault;

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(accelerator, action, default).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(accelerator, action, default).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(accelerator, action, specialization).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(accelerator, action, specialization).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(accelerator, action, ImplicitGroups.Of(customGroupSize)).Launch;

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(accelerator, action, ImplicitGroups.Of(customGroupSize)).LaunchDefault;

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(accelerator, action, 0).Launch;

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(accelerator, action, 0).LaunchDefault;

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(accelerator, action, default).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(accelerator, action, default).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(accelerator, action, specialization).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(accelerator, action, specialization).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(accelerator, action, ImplicitGroups.Of(customGroupSize)).Launch;

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(accelerator, action, ImplicitGroups.Of(customGroupSize)).LaunchDefault;

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(accelerator, action, 0).Launch;

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(accelerator, action, 0).LaunchDefault;

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(accelerator, action, default).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(accelerator, action, default).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(accelerator, action, specialization).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(accelerator, action, specialization).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(accelerator, action, ImplicitGroups.Of(customGroupSize)).Launch;

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(accelerator, action, ImplicitGroups.Of(customGroupSize)).LaunchDefault;

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(accelerator, action, 0).Launch;

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(accelerator, action, 0).LaunchDefault;

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(accelerator, action, default).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(accelerator, action, default).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(accelerator, action, specialization).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(accelerator, action, specialization).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(accelerator, action, ImplicitGroups.Of(customGroupSize)).Launch;

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(accelerator, action, ImplicitGroups.Of(customGroupSize)).LaunchDefault;

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(accelerator, action, 0).Launch;

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(accelerator, action, 0).LaunchDefault;

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(accelerator, action, default).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(accelerator, action, default).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(accelerator, action, default);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(accelerator, action, specialization).Launch;

    /// <summary>Loads an explicitly grouped kernel.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, KernelSpecialization specialization) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
        => new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(accelerator, action, specialization).LaunchDefault;

    /// <summary>Loads an explicitly grouped kernel that runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadStreamKernel<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, KernelSpecialization specialization, out KernelInfo kernelInfo) where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
    {
        var launcher = new ExplicitLauncher<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(accelerator, action, specialization);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(accelerator, action, ImplicitGroups.Of(customGroupSize)).Launch;

    /// <summary>Loads a kernel with an index; groups have a given size.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadImplicitlyGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, int customGroupSize) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(accelerator, action, ImplicitGroups.Of(customGroupSize)).LaunchDefault;

    /// <summary>Loads a kernel with an index; groups have a given size. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadImplicitlyGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, int customGroupSize, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(accelerator, action, ImplicitGroups.Of(customGroupSize));
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(accelerator, action, 0).Launch;

    /// <summary>Loads a kernel with an index; the device chooses the groups.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadAutoGroupedKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.Launch;
    }

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
        => new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(accelerator, action, 0).LaunchDefault;

    /// <summary>Loads a kernel with an index; the device chooses the groups. It runs in the default stream.</summary>
    /// <exception cref="InternalCompilerException">The kernel cannot be compiled; the message says why.</exception>
    public static Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> LoadAutoGroupedStreamKernel<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(this Accelerator accelerator, Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14> action, out KernelInfo kernelInfo) where TIndex : struct, IIndex where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct where T9 : struct where T10 : struct where T11 : struct where T12 : struct where T13 : struct where T14 : struct
    {
        var launcher = new ImplicitLauncher<TIndex, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(accelerator, action, 0);
        kernelInfo = launcher.Info;
        return launcher.LaunchDefault;
    }
}

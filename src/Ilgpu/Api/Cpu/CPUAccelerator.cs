using ConvGpu.Ilgpu.Devices;
using ConvGpu.Ilgpu.Launching;

namespace ILGPU.Runtime.CPU;

/// <summary>Runs kernels on the processor, in the threads of the process's pool.</summary>
public sealed class CPUAccelerator : Accelerator
{
    internal CPUAccelerator(Context context, CPUDevice device, CPUAcceleratorMode mode, ThreadPriority threadPriority)
        : base(context, device)
    {
        Mode = mode;
        ThreadPriority = threadPriority;
        DebugKernels = context.Properties.DebugKernels || !device.IsNative || CpuKernelCompilers.Create is null;
    }

    /// <summary>How kernels use the threads of the processor.</summary>
    public CPUAcceleratorMode Mode { get; }

    /// <summary>The priority that was asked for. The threads are shared by the whole process, so it has no effect.</summary>
    public ThreadPriority ThreadPriority { get; }

    /// <summary>Whether one group runs after the other.</summary>
    public bool UsesSequentialExecution => Mode == CPUAcceleratorMode.Sequential || DebugKernels;

    /// <summary>Items that run at the same time.</summary>
    public int NumThreads => ((CPUDevice)Device).NumThreads;

    internal override bool DebugKernels { get; }

    internal override KernelCompiler CreateCompiler() => CpuKernelCompilers.Create!(this);

    /// <inheritdoc/>
    protected override MemoryBuffer AllocateCore(long length, int elementSize) => new CpuBuffer(this, length, elementSize);

    /// <inheritdoc/>
    protected override AcceleratorStream CreateStreamCore() => new CpuStream(this);

    /// <inheritdoc/>
    protected override void SynchronizeCore()
    {
    }

    /// <inheritdoc/>
    protected override void DisposeAccelerator()
    {
    }
}

/// <summary>How the CPU accelerator uses the threads of the processor.</summary>
public enum CPUAcceleratorMode
{
    /// <summary>Groups run in parallel.</summary>
    Auto = 0,
    /// <summary>One group runs after the other.</summary>
    Sequential = 1,
    /// <summary>Groups run in parallel.</summary>
    Parallel = 2,
}

/// <summary>The processors that a CPU device imitates.</summary>
public enum CPUDeviceKind
{
    /// <summary>The processor itself, with its own vector width.</summary>
    Default = 0,
    /// <summary>Warps of 32.</summary>
    Nvidia = 1,
    /// <summary>Warps of 32.</summary>
    AMD = 2,
    /// <summary>Warps of 64.</summary>
    LegacyAMD = 3,
    /// <summary>Warps of 16.</summary>
    Intel = 4,
}

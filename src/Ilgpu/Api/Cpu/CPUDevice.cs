using System.Collections.Immutable;
using ConvGpu.Threading;

namespace ILGPU.Runtime.CPU;

/// <summary>The processor as a device.</summary>
/// <remarks>
/// <see cref="Default"/> has the vector width of the processor as its warp size and runs compiled kernels. Devices with a warp size
/// of their own imitate others: their kernels run in the debug mode, as C#.
/// </remarks>
public sealed class CPUDevice : Device
{
    private const int GroupItems = 1024;

    /// <summary>The processor itself.</summary>
    public static readonly CPUDevice Default =
        new(VectorWidth.FloatLanes, GroupItems / VectorWidth.FloatLanes, Environment.ProcessorCount) { IsNative = true };

    /// <summary>Imitates the warps of NVIDIA's devices.</summary>
    public static readonly CPUDevice Nvidia = new(32, 32, 1);

    /// <summary>Imitates the warps of AMD's devices.</summary>
    public static readonly CPUDevice AMD = new(32, 8, 1);

    /// <summary>Imitates the warps of AMD's older devices.</summary>
    public static readonly CPUDevice LegacyAMD = new(64, 4, 1);

    /// <summary>Imitates the warps of Intel's devices.</summary>
    public static readonly CPUDevice Intel = new(16, 8, 1);

    /// <summary>All predefined devices.</summary>
    public static readonly ImmutableArray<CPUDevice> All = [Default, Nvidia, AMD, LegacyAMD, Intel];

    /// <summary>Makes a device that imitates another; its kernels run in the debug mode.</summary>
    /// <param name="numThreadsPerWarp">Items of a warp, a power of two from 1 to 64.</param>
    /// <param name="numWarpsPerMultiprocessor">Warps of a group at most.</param>
    /// <param name="numMultiprocessors">How many groups run at the same time.</param>
    public CPUDevice(int numThreadsPerWarp, int numWarpsPerMultiprocessor, int numMultiprocessors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numThreadsPerWarp, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numThreadsPerWarp, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(numWarpsPerMultiprocessor, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numMultiprocessors, 1);
        if (!int.IsPow2(numThreadsPerWarp))
            throw new ArgumentException($"{numThreadsPerWarp} items of a warp are not a power of two.", nameof(numThreadsPerWarp));
        AcceleratorType = AcceleratorType.CPU;
        WarpSize = numThreadsPerWarp;
        MaxNumThreadsPerGroup = numThreadsPerWarp * numWarpsPerMultiprocessor;
        MaxNumThreadsPerMultiprocessor = MaxNumThreadsPerGroup;
        NumMultiprocessors = numMultiprocessors;
        MaxGroupSize = new(MaxNumThreadsPerGroup);
        MaxGridSize = new(int.MaxValue);
        MaxSharedMemoryPerGroup = 1 << 20;
        MaxConstantMemory = 1 << 20;
        MemorySize = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        Capabilities = new CpuCapabilities();
        Name = $"CPU, {VectorWidth.Name}, {Environment.ProcessorCount} cores";
    }

    /// <summary>Items that run at the same time.</summary>
    public int NumThreads => MaxNumThreads;

    internal bool IsNative { get; private init; }

    internal override int Preference => 30;

    /// <summary>A predefined device.</summary>
    public static CPUDevice GetDevice(CPUDeviceKind kind) => kind switch
    {
        CPUDeviceKind.Default => Default,
        CPUDeviceKind.Nvidia => Nvidia,
        CPUDeviceKind.AMD => AMD,
        CPUDeviceKind.LegacyAMD => LegacyAMD,
        CPUDeviceKind.Intel => Intel,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The predefined devices that the predicate takes.</summary>
    public static ImmutableArray<Device> GetDevices(Predicate<CPUDevice> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return [.. All.Where(device => predicate(device))];
    }

    /// <summary>Makes an accelerator of the context.</summary>
    public override Accelerator CreateAccelerator(Context context) => CreateCPUAccelerator(context);

    /// <summary>Makes an accelerator of the context.</summary>
    public CPUAccelerator CreateCPUAccelerator(Context context) => CreateCPUAccelerator(context, CPUAcceleratorMode.Auto);

    /// <summary>Makes an accelerator of the context.</summary>
    public CPUAccelerator CreateCPUAccelerator(Context context, CPUAcceleratorMode mode) =>
        CreateCPUAccelerator(context, mode, ThreadPriority.Normal);

    /// <summary>Makes an accelerator of the context.</summary>
    public CPUAccelerator CreateCPUAccelerator(Context context, CPUAcceleratorMode mode, ThreadPriority threadPriority) =>
        new(context, this, mode, threadPriority);

    private sealed class CpuCapabilities : CapabilityContext
    {
    }
}

using System.Numerics;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>What launchers ask of a device before they cut the work.</summary>
internal static class DeviceTraits
{
    private const int SmallGroup = 128, LargeGroup = 1024;

    /// <summary>Whether many groups of many items keep the device busy; else groups are run one after the other by a few cores.</summary>
    public static bool IsGpu(ComputeDevice device) => device.Info.IsGpu;

    /// <summary>Items of a group that reduces: enough to hide memory on a GPU, a few vectors on a CPU.</summary>
    public static int ReduceGroup(ComputeDevice device) => Math.Min(IsGpu(device) ? SmallGroup : 16, device.Accelerator.MaxNumThreadsPerGroup);

    /// <summary>As <see cref="ReduceGroup(ComputeDevice)"/> where a group reduces <paramref name="length"/> elements at a time: four or more an item.</summary>
    public static int ReduceGroup(ComputeDevice device, int length) => !IsGpu(device) ? ReduceGroup(device)
        : Math.Min(Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)length / 4), SmallGroup, LargeGroup), device.Accelerator.MaxNumThreadsPerGroup);

    /// <summary>The quotient rounded up.</summary>
    public static int CeilDivide(int value, int divisor) => (int)(((long)value + divisor - 1) / divisor);
}

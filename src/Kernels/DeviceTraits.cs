using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>What launchers ask of a device before they cut the work.</summary>
internal static class DeviceTraits
{
    /// <summary>Whether many groups of many items keep the device busy; else groups are run one after the other by a few cores.</summary>
    public static bool IsGpu(ComputeDevice device) => device.Info.IsGpu;

    /// <summary>Items of a group that reduces: enough to hide memory on a GPU, a few vectors on a CPU.</summary>
    public static int ReduceGroup(ComputeDevice device) => Math.Min(IsGpu(device) ? 128 : 16, device.Accelerator.MaxNumThreadsPerGroup);

    /// <summary>The quotient rounded up.</summary>
    public static int CeilDivide(int value, int divisor) => (int)(((long)value + divisor - 1) / divisor);
}

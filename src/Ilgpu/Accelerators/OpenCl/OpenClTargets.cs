using System.Runtime.InteropServices;
using ConvGpu.Ilgpu.Backends.OpenCl;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>What the printer is told of a device.</summary>
internal static class OpenClTargets
{
    private const int MostLanes = 16;

    public static OpenClTarget Of(OpenClDeviceInfo device) => new()
    {
        HasDouble = device.HasDouble,
        HasAtomics64 = device.Has("cl_khr_int64_base_atomics"),
        Mapping = device.IsCpu ? OpenClGroupMapping.WorkItem : OpenClGroupMapping.WorkGroup,
        WarpSize = device.IsCpu ? VectorLanes(device) : SubGroupSize(device),
        DeviceName = $"OpenCL device '{device.Name}'",
    };

    /// <summary>Floats of a register, as far as OpenCL C has vectors of them.</summary>
    private static int VectorLanes(OpenClDeviceInfo device) =>
        device.NativeFloatLanes >= 4 ? Math.Min(1 << int.Log2(device.NativeFloatLanes), MostLanes) : 4;

    /// <summary>
    /// Shuffles are used where every sub-group has one known size: the smallest that the device offers, which the kernel then asks for.
    /// </summary>
    private static int SubGroupSize(OpenClDeviceInfo device)
    {
        if (!device.Has("cl_intel_subgroups") || !device.Has("cl_intel_required_subgroup_size"))
            return 1;
        var sizes = MemoryMarshal.Cast<byte, ulong>(device.Api.GetDeviceBytes(device.Device, OpenClConstants.DeviceSubGroupSizesIntel)).ToArray();
        return sizes.Length == 0 ? 1 : (int)sizes.Min();
    }
}

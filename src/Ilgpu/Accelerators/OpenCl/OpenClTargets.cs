using ConvGpu.Ilgpu.Backends.OpenCl;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>What the printer is told of a device.</summary>
internal static class OpenClTargets
{
    public static OpenClTarget Of(OpenClDeviceInfo device)
    {
        var (kind, size) = SubGroups(device);
        return new OpenClTarget
        {
            HasDouble = device.HasDouble,
            HasAtomics64 = device.Has("cl_khr_int64_base_atomics"),
            SubGroups = kind,
            WarpSize = size,
            DeviceName = $"OpenCL device '{device.Name}'",
        };
    }

    /// <summary>
    /// Shuffles are used where every sub-group has one known size: the smallest that the device offers, which the kernel then asks for.
    /// </summary>
    private static (SubGroupKind Kind, int Size) SubGroups(OpenClDeviceInfo device)
    {
        if (!device.Has("cl_intel_subgroups") || !device.Has("cl_intel_required_subgroup_size"))
            return (SubGroupKind.None, 1);
        var sizes = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(
            device.Api.GetDeviceBytes(device.Device, OpenClConstants.DeviceSubGroupSizesIntel)).ToArray();
        return sizes.Length == 0 ? (SubGroupKind.None, 1) : (SubGroupKind.Intel, (int)sizes.Min());
    }
}

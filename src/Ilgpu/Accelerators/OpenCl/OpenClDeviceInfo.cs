using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using static ConvGpu.Ilgpu.Accelerators.OpenCl.OpenClConstants;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>What a device says of itself, read once. Sizes are in bytes, clocks in MHz.</summary>
internal sealed class OpenClDeviceInfo
{
    /// <exception cref="ILGPU.Runtime.OpenCL.CLException">The driver refuses a question every OpenCL 1.2 device answers.</exception>
    public OpenClDeviceInfo(OpenClApi api, nint platform, nint device)
    {
        Api = api;
        Platform = platform;
        Device = device;
        PlatformName = api.GetPlatformString(platform, OpenClConstants.PlatformName);
        PlatformVersion = api.GetPlatformString(platform, OpenClConstants.PlatformVersion);
        Name = api.GetDeviceString(device, DeviceName);
        Vendor = api.GetDeviceString(device, DeviceVendor);
        Driver = api.GetDeviceString(device, DriverVersion);
        Version = api.GetDeviceString(device, DeviceVersion);
        LanguageVersion = api.GetDeviceString(device, DeviceLanguageVersion);
        Type = api.GetDeviceInfo<ulong>(device, DeviceTypeInfo);
        Extensions = [.. api.GetDeviceString(device, DeviceExtensions).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        ClockRate = (int)api.GetDeviceInfo<uint>(device, DeviceMaxClockFrequency);
        ComputeUnits = (int)api.GetDeviceInfo<uint>(device, DeviceMaxComputeUnits);
        MaxGroupSize = (int)Math.Min(api.GetDeviceInfo<nuint>(device, DeviceMaxWorkGroupSize), int.MaxValue);
        MaxItemSizes = ItemSizes(api.GetDeviceBytes(device, DeviceMaxWorkItemSizes));
        MemorySize = (long)Math.Min(api.GetDeviceInfo<ulong>(device, DeviceGlobalMemorySize), long.MaxValue);
        MaxAllocation = (long)Math.Min(api.GetDeviceInfo<ulong>(device, DeviceMaxMemoryAllocation), long.MaxValue);
        LocalMemorySize = (long)Math.Min(api.GetDeviceInfo<ulong>(device, DeviceLocalMemorySize), int.MaxValue);
        MaxConstantMemory = (long)Math.Min(api.GetDeviceInfo<ulong>(device, DeviceMaxConstantBufferSize), int.MaxValue);
        AddressBits = (int)api.GetDeviceInfo<uint>(device, DeviceAddressBits);
        NativeFloatLanes = (int)Optional<uint>(DeviceNativeVectorWidthFloat);
        SingleFloat = api.GetDeviceInfo<ulong>(device, DeviceSingleFloatConfiguration);
        IsAvailable = api.GetDeviceInfo<uint>(device, DeviceAvailable) != 0;
        HasCompiler = api.GetDeviceInfo<uint>(device, DeviceCompilerAvailable) != 0;
        IsLittleEndian = api.GetDeviceInfo<uint>(device, DeviceEndianLittle) != 0;
        HasUnifiedMemory = Optional<uint>(DeviceHostUnifiedMemory) != 0;
    }

    public OpenClApi Api { get; }
    public nint Platform { get; }
    public nint Device { get; }
    public string PlatformName { get; }
    public string PlatformVersion { get; }
    public string Name { get; }
    public string Vendor { get; }
    public string Driver { get; }
    public string Version { get; }
    public string LanguageVersion { get; }
    public ulong Type { get; }
    public ImmutableArray<string> Extensions { get; }
    public int ClockRate { get; }
    public int ComputeUnits { get; }
    public int MaxGroupSize { get; }
    public (int X, int Y, int Z) MaxItemSizes { get; }
    public long MemorySize { get; }
    /// <summary>The largest single buffer.</summary>
    public long MaxAllocation { get; }
    public long LocalMemorySize { get; }
    public long MaxConstantMemory { get; }
    public int AddressBits { get; }
    /// <summary>Floats in a register of the device; 0 where it does not say.</summary>
    public int NativeFloatLanes { get; }
    public ulong SingleFloat { get; }
    public bool IsAvailable { get; }
    public bool HasCompiler { get; }
    public bool IsLittleEndian { get; }
    /// <summary>The device computes in the host's memory.</summary>
    public bool HasUnifiedMemory { get; }

    public bool IsCpu => (Type & TypeCpu) != 0;
    public bool IsGpu => (Type & TypeGpu) != 0;
    public bool HasDouble => Has("cl_khr_fp64");

    public bool Has(string extension) => Extensions.Contains(extension);

    /// <summary>Why kernels cannot run here; null when they can.</summary>
    public string? Problem()
    {
        if (!TryParseVersion(Version, out int major, out int minor) || major < 1 || (major == 1 && minor < 2))
            return $"it offers '{Version}'; OpenCL 1.2 is needed.";
        if (!IsAvailable)
            return "its driver says that it is not available.";
        if (!HasCompiler)
            return "its driver has no compiler for OpenCL C.";
        if (AddressBits != 64)
            return $"its addresses have {AddressBits} bits; 64 are needed.";
        return IsLittleEndian ? null : "it is big-endian.";
    }

    /// <summary>Reads the numbers of "OpenCL MAJOR.MINOR ..." or "OpenCL C MAJOR.MINOR ...".</summary>
    public static bool TryParseVersion(string text, out int major, out int minor)
    {
        major = minor = 0;
        foreach (string word in text.Split(' '))
        {
            string[] parts = word.Split('.');
            if (parts.Length >= 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out major)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out minor))
                return true;
        }
        return false;
    }

    private T Optional<T>(uint parameter) where T : unmanaged =>
        Api.TryGetDeviceInfo(Device, parameter, out T value) == 0 ? value : default;

    private static (int, int, int) ItemSizes(byte[] bytes)
    {
        var sizes = MemoryMarshal.Cast<byte, ulong>(bytes);
        int At(ReadOnlySpan<ulong> all, int i) => i < all.Length ? (int)Math.Min(all[i], int.MaxValue) : 1;
        return (At(sizes, 0), At(sizes, 1), At(sizes, 2));
    }
}

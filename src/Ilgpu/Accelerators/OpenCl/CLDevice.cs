using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ConvGpu.Ilgpu.Accelerators.OpenCl;

namespace ILGPU.Runtime.OpenCL;

/// <summary>A device of an OpenCL platform, of OpenCL 1.2 or later.</summary>
public sealed class CLDevice : Device
{
    /// <summary>Describes a device by the driver's handles.</summary>
    /// <param name="platformId">The cl_platform_id.</param>
    /// <param name="deviceId">The cl_device_id.</param>
    /// <exception cref="NotSupportedException">There is no OpenCL here, or the device cannot run kernels.</exception>
    public CLDevice(IntPtr platformId, IntPtr deviceId)
        : this(new OpenClDeviceInfo(OpenClLibrary.Api ?? throw new NotSupportedException(OpenClLibrary.Problem), platformId, deviceId))
    {
        if (Info.Problem() is { } problem)
            throw new NotSupportedException($"OpenCL device '{Info.Name}' cannot be used: {problem}");
    }

    internal CLDevice(OpenClDeviceInfo info)
    {
        Info = info;
        AcceleratorType = AcceleratorType.OpenCL;
        Name = info.Name;
        MemorySize = info.MemorySize;
        MaxNumThreadsPerGroup = info.MaxGroupSize;
        MaxGroupSize = new(
            Math.Min(info.MaxItemSizes.X, info.MaxGroupSize), Math.Min(info.MaxItemSizes.Y, info.MaxGroupSize),
            Math.Min(info.MaxItemSizes.Z, info.MaxGroupSize));
        MaxGridSize = new(int.MaxValue);
        MaxSharedMemoryPerGroup = (int)info.LocalMemorySize;
        MaxConstantMemory = (int)info.MaxConstantMemory;
        NumMultiprocessors = Math.Max(1, info.ComputeUnits);
        MaxNumThreadsPerMultiprocessor = info.MaxGroupSize;
        WarpSize = OpenClTargets.Of(info).WarpSize;
        Capabilities = new OpenClCapabilities();
    }

    /// <summary>The cl_platform_id.</summary>
    public IntPtr PlatformId => Info.Platform;

    /// <summary>The cl_device_id.</summary>
    public IntPtr DeviceId => Info.Device;

    /// <summary>The platform's name.</summary>
    public string PlatformName => Info.PlatformName;

    /// <summary>The device's vendor.</summary>
    public string VendorName => Info.Vendor;

    /// <summary>The highest clock in MHz.</summary>
    public int ClockRate => Info.ClockRate;

    /// <summary>The extensions the device offers.</summary>
    public ImmutableArray<string> Extensions => Info.Extensions;

    internal OpenClDeviceInfo Info { get; }

    /// <summary>GPUs before the CPU, other devices behind it: PoCL is never taken unasked.</summary>
    internal override int Preference => Info.IsGpu ? 20 : 40;

    /// <summary>The usable devices that the predicate takes; none where there is no OpenCL.</summary>
    public static ImmutableArray<Device> GetDevices(Predicate<CLDevice> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return [.. All().Where(device => predicate(device))];
    }

    /// <summary>Makes an accelerator of the context.</summary>
    /// <exception cref="CLException">The driver refuses it.</exception>
    public override Accelerator CreateAccelerator(Context context) => CreateCLAccelerator(context);

    /// <summary>Makes an accelerator of the context.</summary>
    /// <exception cref="CLException">The driver refuses it.</exception>
    public CLAccelerator CreateCLAccelerator(Context context)
    {
        nint native = Info.Api.CreateContext(Info.Device);
        try
        {
            return new CLAccelerator(context, this, native);
        }
        catch
        {
            Info.Api.ReleaseContext(native);
            throw;
        }
    }

    /// <summary>Whether the device offers an extension.</summary>
    public bool HasExtension(string extension) => Info.Has(extension);

    /// <summary>Whether the device offers all of the extensions.</summary>
    public bool HasAllExtensions<TCollection>(TCollection extensions) where TCollection : IEnumerable<string> => extensions.All(Info.Has);

    /// <summary>Whether the device offers one of the extensions.</summary>
    public bool HasAnyExtension<TCollection>(TCollection extensions) where TCollection : IEnumerable<string> => extensions.Any(Info.Has);

    /// <summary>The same device of the same platform.</summary>
    public override bool Equals([NotNullWhen(true)] object? obj) =>
        obj is CLDevice other && other.PlatformId == PlatformId && other.DeviceId == DeviceId;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(PlatformId, DeviceId);

    /// <summary>The usable devices of this machine.</summary>
    internal static IEnumerable<CLDevice> All() => OpenClPlatforms.Current.Devices.Select(info => new CLDevice(info));

    private sealed class OpenClCapabilities : CapabilityContext;
}

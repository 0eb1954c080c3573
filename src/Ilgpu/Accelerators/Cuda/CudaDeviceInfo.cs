using System.Text;
using ILGPU.Runtime.Cuda;
using static ConvGpu.Ilgpu.Accelerators.Cuda.CudaDeviceAttribute;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>What a device says of itself, read once. Sizes are in bytes, clocks in kHz.</summary>
internal sealed unsafe class CudaDeviceInfo
{
    private const int NameLength = 256;
    private const int OldestMajor = 7;

    private readonly Dictionary<CudaDeviceAttribute, int> _attributes = [];

    /// <exception cref="CudaException">The driver refuses a question.</exception>
    public CudaDeviceInfo(ICudaDriver driver, int driverVersion, int ordinal)
    {
        Driver = driver;
        DriverVersion = driverVersion;
        Ordinal = ordinal;
        Check(driver.DeviceGet(out int device, ordinal), "cuDeviceGet");
        Handle = device;
        byte* name = stackalloc byte[NameLength];
        Check(driver.DeviceGetName(name, NameLength, device), "cuDeviceGetName");
        Name = Encoding.UTF8.GetString(new ReadOnlySpan<byte>(name, NameLength)).Split('\0')[0];
        Check(driver.DeviceTotalMem(out nuint memory, device), "cuDeviceTotalMem");
        MemorySize = (long)memory;
        foreach (var attribute in Enum.GetValues<CudaDeviceAttribute>())
        {
            var error = driver.DeviceGetAttribute(out int value, attribute, device);
            // Drivers do not know attributes newer than themselves, and some devices lack what others have.
            if (error is not (CudaError.CUDA_ERROR_INVALID_VALUE or CudaError.CUDA_ERROR_NOT_SUPPORTED))
                Check(error, "cuDeviceGetAttribute");
            _attributes[attribute] = error == CudaError.CUDA_SUCCESS ? value : 0;
        }
    }

    public ICudaDriver Driver { get; }

    /// <summary>Major * 1000 + minor * 10.</summary>
    public int DriverVersion { get; }

    /// <summary>The place among the devices that the driver shows to this process.</summary>
    public int Ordinal { get; }

    public int Handle { get; }

    public string Name { get; }

    public long MemorySize { get; }

    public int Major => this[ComputeCapabilityMajor];

    public int Minor => this[ComputeCapabilityMinor];

    /// <summary>An attribute; 0 where the driver does not know it.</summary>
    public int this[CudaDeviceAttribute attribute] => _attributes[attribute];

    /// <summary>Why kernels cannot run here; null when they can.</summary>
    public string? Problem() => Major < OldestMajor
        ? $"its compute capability is {Major}.{Minor}; {OldestMajor}.0 (Volta) or later is needed."
        : null;

    private static void Check(CudaError error, string call)
    {
        if (error != CudaError.CUDA_SUCCESS)
            throw new CudaException(error, call);
    }
}

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ConvGpu.Ilgpu.Accelerators.Cuda;
using ConvGpu.Ilgpu.Backends.Ptx;
using static ConvGpu.Ilgpu.Accelerators.Cuda.CudaDeviceAttribute;

namespace ILGPU.Runtime.Cuda;

/// <summary>A GPU of NVIDIA, of compute capability 7.0 or later.</summary>
public sealed class CudaDevice : Device
{
    internal CudaDevice(CudaDeviceInfo info)
    {
        Info = info;
        PtxTarget = PtxTarget.For(info.Major, info.Minor, info.DriverVersion);
        AcceleratorType = AcceleratorType.Cuda;
        Name = info.Name;
        MemorySize = info.MemorySize;
        MaxNumThreadsPerGroup = info[MaxThreadsPerBlock];
        MaxGroupSize = new(info[MaxBlockDimX], info[MaxBlockDimY], info[MaxBlockDimZ]);
        MaxGridSize = new(info[MaxGridDimX], info[MaxGridDimY], info[MaxGridDimZ]);
        MaxSharedMemoryPerGroup = info[MaxSharedMemoryPerBlock];
        MaxConstantMemory = info[TotalConstantMemory];
        NumMultiprocessors = info[MultiprocessorCount];
        MaxNumThreadsPerMultiprocessor = info[MaxThreadsPerMultiprocessor];
        WarpSize = info[CudaDeviceAttribute.WarpSize];
        Capabilities = new CudaCapabilities();
    }

    /// <summary>The number of the device among those the driver shows to this process.</summary>
    public int DeviceId => Info.Ordinal;

    /// <summary>The version of CUDA that the driver offers.</summary>
    public CudaDriverVersion DriverVersion => CudaDriverVersion.FromValue(Info.DriverVersion);

    /// <summary>The device's compute capability.</summary>
    public CudaArchitecture? Architecture => new CudaArchitecture(Info.Major, Info.Minor);

    /// <summary>The clock in kHz; 0 where the driver does not say.</summary>
    public int ClockRate => Info[CudaDeviceAttribute.ClockRate];

    /// <summary>The memory's clock in kHz; 0 where the driver does not say.</summary>
    public int MemoryClockRate => Info[CudaDeviceAttribute.MemoryClockRate];

    /// <summary>Bits of the memory's bus.</summary>
    public int MemoryBusWidth => Info[GlobalMemoryBusWidth];

    /// <summary>Bytes of the second-level cache.</summary>
    public int L2CacheSize => Info[CudaDeviceAttribute.L2CacheSize];

    /// <summary>Bytes of shared memory that the groups of a multiprocessor share.</summary>
    public int MaxSharedMemoryPerMultiprocessor => Info[CudaDeviceAttribute.MaxSharedMemoryPerMultiprocessor];

    /// <summary>32-bit registers of a multiprocessor.</summary>
    public int TotalNumRegistersPerMultiprocessor => Info[MaxRegistersPerMultiprocessor];

    /// <summary>32-bit registers that a group may use.</summary>
    public int TotalNumRegistersPerGroup => Info[MaxRegistersPerBlock];

    /// <summary>The longest row of a pitched copy in bytes.</summary>
    public long MaxMemoryPitch => Info[MaxPitch];

    /// <summary>How many copies run beside kernels.</summary>
    public int NumConcurrentCopyEngines => Info[AsyncEngineCount];

    /// <summary>Whether errors of the memory are corrected.</summary>
    public bool HasECCSupport => Info[EccEnabled] != 0;

    /// <summary>Whether host and device can share memory that moves by itself.</summary>
    public bool SupportsManagedMemory => Info[ManagedMemory] != 0;

    /// <summary>Whether kernels can be interrupted anywhere.</summary>
    public bool SupportsComputePreemption => Info[ComputePreemptionSupported] != 0;

    /// <summary>Whether the device reads the host's memory.</summary>
    public bool SupportsMappingHostMemory => Info[CanMapHostMemory] != 0;

    /// <summary>Whether page-locked memory has one address on host and device.</summary>
    public bool SupportsUsingHostPointerForRegisteredMemory => Info[CanUseHostPointerForRegisteredMemory] != 0;

    /// <summary>The PCI domain.</summary>
    public int PCIDomainId => Info[PciDomainId];

    /// <summary>The PCI bus.</summary>
    public int PCIBusId => Info[PciBusId];

    /// <summary>The PCI slot.</summary>
    public int PCIDeviceId => Info[PciDeviceId];

    /// <summary>The PCI address as NVIDIA's tools write it.</summary>
    public string NVMLPCIBusId => $"{PCIDomainId:X8}:{PCIBusId:X2}:{PCIDeviceId:X2}.0";

    internal CudaDeviceInfo Info { get; }

    /// <summary>What its PTX looks like.</summary>
    internal PtxTarget PtxTarget { get; }

    /// <summary>Before all others.</summary>
    internal override int Preference => 10;

    /// <summary>The usable devices that the predicate takes; none where there is no CUDA.</summary>
    public static ImmutableArray<Device> GetDevices(Predicate<CudaDevice> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return [.. All().Where(device => predicate(device))];
    }

    /// <summary>Makes an accelerator of the context.</summary>
    /// <exception cref="CudaException">The driver refuses it.</exception>
    public override Accelerator CreateAccelerator(Context context) => CreateCudaAccelerator(context);

    /// <summary>Makes an accelerator of the context.</summary>
    /// <exception cref="CudaException">The driver refuses it.</exception>
    public CudaAccelerator CreateCudaAccelerator(Context context) => CudaAccelerator.Create(context, this);

    /// <summary>The same device of the same driver.</summary>
    public override bool Equals([NotNullWhen(true)] object? obj) =>
        obj is CudaDevice other && other.Info.Driver == Info.Driver && other.DeviceId == DeviceId;

    /// <inheritdoc/>
    public override int GetHashCode() => DeviceId;

    /// <summary>The usable devices of this machine.</summary>
    internal static IEnumerable<CudaDevice> All() => CudaDevices.Current.Devices.Select(info => new CudaDevice(info));

    private sealed class CudaCapabilities : CapabilityContext;
}

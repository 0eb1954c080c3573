namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>CUdevice_attribute: what can be asked of a device.</summary>
internal enum CudaDeviceAttribute
{
    MaxThreadsPerBlock = 1,
    MaxBlockDimX = 2,
    MaxBlockDimY = 3,
    MaxBlockDimZ = 4,
    MaxGridDimX = 5,
    MaxGridDimY = 6,
    MaxGridDimZ = 7,
    MaxSharedMemoryPerBlock = 8,
    TotalConstantMemory = 9,
    WarpSize = 10,
    MaxPitch = 11,
    MaxRegistersPerBlock = 12,
    ClockRate = 13,
    MultiprocessorCount = 16,
    CanMapHostMemory = 19,
    EccEnabled = 32,
    PciBusId = 33,
    PciDeviceId = 34,
    MemoryClockRate = 36,
    GlobalMemoryBusWidth = 37,
    L2CacheSize = 38,
    MaxThreadsPerMultiprocessor = 39,
    AsyncEngineCount = 40,
    PciDomainId = 50,
    ComputeCapabilityMajor = 75,
    ComputeCapabilityMinor = 76,
    MaxSharedMemoryPerMultiprocessor = 81,
    MaxRegistersPerMultiprocessor = 82,
    ManagedMemory = 83,
    ComputePreemptionSupported = 90,
    CanUseHostPointerForRegisteredMemory = 91,
    MaxSharedMemoryPerBlockOptIn = 97,
    MemoryPoolsSupported = 115,
}

/// <summary>CUfunction_attribute: what can be asked of, and set for, a kernel.</summary>
internal enum CudaFunctionAttribute
{
    MaxThreadsPerBlock = 0,
    SharedSizeBytes = 1,
    LocalSizeBytes = 3,
    RegisterCount = 4,
    MaxDynamicSharedSizeBytes = 8,
}

/// <summary>CUmemPool_attribute; the value is 64 bits wide.</summary>
internal enum CudaPoolAttribute { ReleaseThreshold = 4 }

/// <summary>CUstream_flags.</summary>
internal enum CudaStreamFlags : uint
{
    /// <summary>Waits for no work of the process-wide default stream.</summary>
    NonBlocking = 1,
}

/// <summary>CUevent_flags.</summary>
internal enum CudaEventFlags : uint
{
    Default = 0,
    DisableTiming = 2,
}

/// <summary>CUstreamCaptureMode.</summary>
internal enum CudaCaptureMode : uint
{
    /// <summary>Calls of this thread that cannot be captured fail; other threads are left alone.</summary>
    ThreadLocal = 1,
}

/// <summary>CUjit_option. A value is 8 bytes: a pointer, or a number in the low 32 bits.</summary>
internal enum CudaJitOption
{
    InfoLogBuffer = 3,
    InfoLogBufferSize = 4,
    ErrorLogBuffer = 5,
    ErrorLogBufferSize = 6,
    LogVerbose = 12,
}

/// <summary>CUjitInputType.</summary>
internal enum CudaJitInput { Ptx = 1 }

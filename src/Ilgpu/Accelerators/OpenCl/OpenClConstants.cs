namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>The numbers of the OpenCL 1.2 specification (cl.h) that this driver layer uses, under the specification's names.</summary>
internal static class OpenClConstants
{
    public const int PlatformNotFound = -1001;

    // clGetPlatformInfo
    public const uint PlatformVersion = 0x0901, PlatformName = 0x0902, PlatformVendor = 0x0903;

    // clGetDeviceInfo
    public const uint DeviceTypeInfo = 0x1000, DeviceMaxComputeUnits = 0x1002, DeviceMaxWorkGroupSize = 0x1004,
        DeviceMaxWorkItemSizes = 0x1005, DeviceNativeVectorWidthFloat = 0x103A, DeviceMaxClockFrequency = 0x100C, DeviceMaxMemoryAllocation = 0x1010,
        DeviceSingleFloatConfiguration = 0x101B, DeviceGlobalMemorySize = 0x101F, DeviceMaxConstantBufferSize = 0x1020,
        DeviceLocalMemorySize = 0x1023, DeviceAvailable = 0x1027, DeviceCompilerAvailable = 0x1028, DeviceName = 0x102B,
        DeviceVendor = 0x102C, DriverVersion = 0x102D, DeviceVersion = 0x102F, DeviceExtensions = 0x1030,
        DeviceDoubleFloatConfiguration = 0x1032, DeviceHostUnifiedMemory = 0x1035, DeviceLanguageVersion = 0x103D, DeviceAddressBits = 0x100D,
        DeviceEndianLittle = 0x1026, DeviceSubGroupSizesIntel = 0x4108;

    // cl_device_type
    public const ulong TypeCpu = 2, TypeGpu = 4, TypeAccelerator = 8, TypeAll = 0xFFFFFFFF;

    // cl_device_fp_config
    public const ulong FloatCorrectlyRoundedDivideSqrt = 1 << 7, FloatDenormals = 1 << 0, FloatFma = 1 << 5;

    // cl_mem_flags
    public const ulong MemoryReadWrite = 1, MemoryAllocateHostPointer = 1 << 4;

    // cl_map_flags
    public const ulong MapReadWrite = 3;

    // cl_command_queue_properties
    public const ulong QueueProfiling = 2;

    // clGetProgramInfo, clGetProgramBuildInfo
    public const uint ProgramBinarySizes = 0x1165, ProgramBinaries = 0x1166, ProgramBuildLog = 0x1183;

    // clGetKernelWorkGroupInfo
    public const uint KernelWorkGroupSize = 0x11B0, KernelLocalMemorySize = 0x11B2, KernelPrivateMemorySize = 0x11B4;

    // clGetEventProfilingInfo
    public const uint ProfilingCommandEnd = 0x1283;
}

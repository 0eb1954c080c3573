namespace ILGPU.Runtime.Cuda;

/// <summary>Results of the CUDA driver API, with the numbers of its header.</summary>
public enum CudaError
{
    /// <summary>Success.</summary>
    CUDA_SUCCESS = 0,
    /// <summary>An argument is out of range.</summary>
    CUDA_ERROR_INVALID_VALUE = 1,
    /// <summary>The device or the host has no room.</summary>
    CUDA_ERROR_OUT_OF_MEMORY = 2,
    /// <summary>The driver was not initialised.</summary>
    CUDA_ERROR_NOT_INITIALIZED = 3,
    /// <summary>The driver is shutting down.</summary>
    CUDA_ERROR_DEINITIALIZED = 4,
    /// <summary>The library is the stub of the toolkit, which cannot run anything.</summary>
    CUDA_ERROR_STUB_LIBRARY = 34,
    /// <summary>Another process has the device for itself.</summary>
    CUDA_ERROR_DEVICE_UNAVAILABLE = 46,
    /// <summary>There is no device.</summary>
    CUDA_ERROR_NO_DEVICE = 100,
    /// <summary>The number of a device is wrong.</summary>
    CUDA_ERROR_INVALID_DEVICE = 101,
    /// <summary>The virtual device has no licence.</summary>
    CUDA_ERROR_DEVICE_NOT_LICENSED = 102,
    /// <summary>A module is damaged.</summary>
    CUDA_ERROR_INVALID_IMAGE = 200,
    /// <summary>No context, or a destroyed one, is current.</summary>
    CUDA_ERROR_INVALID_CONTEXT = 201,
    /// <summary>Memory could not be mapped.</summary>
    CUDA_ERROR_MAP_FAILED = 205,
    /// <summary>A module has no code for the device.</summary>
    CUDA_ERROR_NO_BINARY_FOR_GPU = 209,
    /// <summary>The device's memory has an error that cannot be corrected.</summary>
    CUDA_ERROR_ECC_UNCORRECTABLE = 214,
    /// <summary>The device does not know a limit.</summary>
    CUDA_ERROR_UNSUPPORTED_LIMIT = 215,
    /// <summary>The compiler of PTX refused a program.</summary>
    CUDA_ERROR_INVALID_PTX = 218,
    /// <summary>A link between devices failed.</summary>
    CUDA_ERROR_NVLINK_UNCORRECTABLE = 220,
    /// <summary>The library that compiles PTX is missing.</summary>
    CUDA_ERROR_JIT_COMPILER_NOT_FOUND = 221,
    /// <summary>The PTX is newer than the driver.</summary>
    CUDA_ERROR_UNSUPPORTED_PTX_VERSION = 222,
    /// <summary>Compiling PTX is switched off.</summary>
    CUDA_ERROR_JIT_COMPILATION_DISABLED = 223,
    /// <summary>The device's memory has an error that was contained.</summary>
    CUDA_ERROR_CONTAINED = 226,
    /// <summary>A program's text is invalid.</summary>
    CUDA_ERROR_INVALID_SOURCE = 300,
    /// <summary>A file is missing.</summary>
    CUDA_ERROR_FILE_NOT_FOUND = 301,
    /// <summary>A library of the driver could not be initialised.</summary>
    CUDA_ERROR_SHARED_OBJECT_INIT_FAILED = 303,
    /// <summary>The operating system refused a call.</summary>
    CUDA_ERROR_OPERATING_SYSTEM = 304,
    /// <summary>A handle is invalid.</summary>
    CUDA_ERROR_INVALID_HANDLE = 400,
    /// <summary>A resource is in the wrong state.</summary>
    CUDA_ERROR_ILLEGAL_STATE = 401,
    /// <summary>A name was not found.</summary>
    CUDA_ERROR_NOT_FOUND = 500,
    /// <summary>Work is still being done.</summary>
    CUDA_ERROR_NOT_READY = 600,
    /// <summary>A kernel accessed memory that is not there.</summary>
    CUDA_ERROR_ILLEGAL_ADDRESS = 700,
    /// <summary>A group needs more registers or shared memory than there are.</summary>
    CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES = 701,
    /// <summary>A kernel ran longer than the system allows.</summary>
    CUDA_ERROR_LAUNCH_TIMEOUT = 702,
    /// <summary>The primary context is in use.</summary>
    CUDA_ERROR_PRIMARY_CONTEXT_ACTIVE = 708,
    /// <summary>The context was destroyed.</summary>
    CUDA_ERROR_CONTEXT_IS_DESTROYED = 709,
    /// <summary>An assertion of a kernel failed.</summary>
    CUDA_ERROR_ASSERT = 710,
    /// <summary>The host's memory is page-locked already.</summary>
    CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED = 712,
    /// <summary>The host's memory is not page-locked.</summary>
    CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED = 713,
    /// <summary>A kernel's stack is damaged.</summary>
    CUDA_ERROR_HARDWARE_STACK_ERROR = 714,
    /// <summary>A kernel met an instruction the device lacks.</summary>
    CUDA_ERROR_ILLEGAL_INSTRUCTION = 715,
    /// <summary>A kernel accessed memory at an address that is not a multiple of the size.</summary>
    CUDA_ERROR_MISALIGNED_ADDRESS = 716,
    /// <summary>A kernel used an address in the wrong space.</summary>
    CUDA_ERROR_INVALID_ADDRESS_SPACE = 717,
    /// <summary>A kernel left its code.</summary>
    CUDA_ERROR_INVALID_PC = 718,
    /// <summary>A kernel failed.</summary>
    CUDA_ERROR_LAUNCH_FAILED = 719,
    /// <summary>The call is not permitted.</summary>
    CUDA_ERROR_NOT_PERMITTED = 800,
    /// <summary>The device or driver lacks the function.</summary>
    CUDA_ERROR_NOT_SUPPORTED = 801,
    /// <summary>A service of the system is not running.</summary>
    CUDA_ERROR_SYSTEM_NOT_READY = 802,
    /// <summary>The library and the kernel module of the driver are of different versions.</summary>
    CUDA_ERROR_SYSTEM_DRIVER_MISMATCH = 803,
    /// <summary>The compatibility library does not support the device.</summary>
    CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE = 804,
    /// <summary>The call cannot be captured.</summary>
    CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED = 900,
    /// <summary>The capture failed before.</summary>
    CUDA_ERROR_STREAM_CAPTURE_INVALIDATED = 901,
    /// <summary>The call would join two captures.</summary>
    CUDA_ERROR_STREAM_CAPTURE_MERGE = 902,
    /// <summary>The capture was not begun in this stream.</summary>
    CUDA_ERROR_STREAM_CAPTURE_UNMATCHED = 903,
    /// <summary>A stream that joined the capture was not joined back to where it began.</summary>
    CUDA_ERROR_STREAM_CAPTURE_UNJOINED = 904,
    /// <summary>A dependency would cross the border of the capture.</summary>
    CUDA_ERROR_STREAM_CAPTURE_ISOLATION = 905,
    /// <summary>The call depends on a capture by way of the default stream.</summary>
    CUDA_ERROR_STREAM_CAPTURE_IMPLICIT = 906,
    /// <summary>The event was last recorded in a stream that is captured.</summary>
    CUDA_ERROR_CAPTURED_EVENT = 907,
    /// <summary>The capture was begun by another thread.</summary>
    CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD = 908,
    /// <summary>The wait took longer than was allowed.</summary>
    CUDA_ERROR_TIMEOUT = 909,
    /// <summary>The driver does not say what failed.</summary>
    CUDA_ERROR_UNKNOWN = 999,
}

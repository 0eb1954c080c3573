namespace ILGPU.Runtime.OpenCL;

/// <summary>Error codes of the OpenCL 1.2 specification.</summary>
public enum CLError
{
    /// <summary>Success.</summary>
    CL_SUCCESS = 0,
    /// <summary>No device of the wanted type exists.</summary>
    CL_DEVICE_NOT_FOUND = -1,
    /// <summary>The device is not available now.</summary>
    CL_DEVICE_NOT_AVAILABLE = -2,
    /// <summary>The driver has no compiler.</summary>
    CL_COMPILER_NOT_AVAILABLE = -3,
    /// <summary>The device's memory does not suffice for a buffer.</summary>
    CL_MEM_OBJECT_ALLOCATION_FAILURE = -4,
    /// <summary>The device's resources do not suffice.</summary>
    CL_OUT_OF_RESOURCES = -5,
    /// <summary>The host's memory does not suffice.</summary>
    CL_OUT_OF_HOST_MEMORY = -6,
    /// <summary>The queue was made without profiling or the command has not ended.</summary>
    CL_PROFILING_INFO_NOT_AVAILABLE = -7,
    /// <summary>The ranges of a copy overlap.</summary>
    CL_MEM_COPY_OVERLAP = -8,
    /// <summary>The images' formats differ.</summary>
    CL_IMAGE_FORMAT_MISMATCH = -9,
    /// <summary>The image format is not supported.</summary>
    CL_IMAGE_FORMAT_NOT_SUPPORTED = -10,
    /// <summary>The program does not compile.</summary>
    CL_BUILD_PROGRAM_FAILURE = -11,
    /// <summary>The buffer could not be mapped.</summary>
    CL_MAP_FAILURE = -12,
    /// <summary>The sub-buffer's offset is not aligned.</summary>
    CL_MISALIGNED_SUB_BUFFER_OFFSET = -13,
    /// <summary>A command waited for has failed.</summary>
    CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST = -14,
    /// <summary>The program does not compile.</summary>
    CL_COMPILE_PROGRAM_FAILURE = -15,
    /// <summary>The driver has no linker.</summary>
    CL_LINKER_NOT_AVAILABLE = -16,
    /// <summary>The program does not link.</summary>
    CL_LINK_PROGRAM_FAILURE = -17,
    /// <summary>The device could not be partitioned.</summary>
    CL_DEVICE_PARTITION_FAILED = -18,
    /// <summary>There is no information on kernel arguments.</summary>
    CL_KERNEL_ARG_INFO_NOT_AVAILABLE = -19,
    /// <summary>A value is out of its range.</summary>
    CL_INVALID_VALUE = -30,
    /// <summary>The device type is not valid.</summary>
    CL_INVALID_DEVICE_TYPE = -31,
    /// <summary>The platform is not valid.</summary>
    CL_INVALID_PLATFORM = -32,
    /// <summary>The device is not valid.</summary>
    CL_INVALID_DEVICE = -33,
    /// <summary>The context is not valid.</summary>
    CL_INVALID_CONTEXT = -34,
    /// <summary>The queue's properties are not valid.</summary>
    CL_INVALID_QUEUE_PROPERTIES = -35,
    /// <summary>The queue is not valid.</summary>
    CL_INVALID_COMMAND_QUEUE = -36,
    /// <summary>The host pointer is not valid.</summary>
    CL_INVALID_HOST_PTR = -37,
    /// <summary>The buffer is not valid.</summary>
    CL_INVALID_MEM_OBJECT = -38,
    /// <summary>The image format is not valid.</summary>
    CL_INVALID_IMAGE_FORMAT_DESCRIPTOR = -39,
    /// <summary>The image size is not valid.</summary>
    CL_INVALID_IMAGE_SIZE = -40,
    /// <summary>The sampler is not valid.</summary>
    CL_INVALID_SAMPLER = -41,
    /// <summary>The program's binary is not valid for the device.</summary>
    CL_INVALID_BINARY = -42,
    /// <summary>A build option is not known.</summary>
    CL_INVALID_BUILD_OPTIONS = -43,
    /// <summary>The program is not valid.</summary>
    CL_INVALID_PROGRAM = -44,
    /// <summary>The program was not built.</summary>
    CL_INVALID_PROGRAM_EXECUTABLE = -45,
    /// <summary>The program has no such kernel.</summary>
    CL_INVALID_KERNEL_NAME = -46,
    /// <summary>The kernel's definition differs between devices.</summary>
    CL_INVALID_KERNEL_DEFINITION = -47,
    /// <summary>The kernel is not valid.</summary>
    CL_INVALID_KERNEL = -48,
    /// <summary>The kernel has no such argument.</summary>
    CL_INVALID_ARG_INDEX = -49,
    /// <summary>An argument's value is not valid.</summary>
    CL_INVALID_ARG_VALUE = -50,
    /// <summary>An argument's size is not that of its type.</summary>
    CL_INVALID_ARG_SIZE = -51,
    /// <summary>An argument was not set.</summary>
    CL_INVALID_KERNEL_ARGS = -52,
    /// <summary>The number of dimensions is not valid.</summary>
    CL_INVALID_WORK_DIMENSION = -53,
    /// <summary>The group's size does not fit the kernel or the device.</summary>
    CL_INVALID_WORK_GROUP_SIZE = -54,
    /// <summary>The group is too large in one dimension.</summary>
    CL_INVALID_WORK_ITEM_SIZE = -55,
    /// <summary>The global offset is not valid.</summary>
    CL_INVALID_GLOBAL_OFFSET = -56,
    /// <summary>The list of events is not valid.</summary>
    CL_INVALID_EVENT_WAIT_LIST = -57,
    /// <summary>The event is not valid.</summary>
    CL_INVALID_EVENT = -58,
    /// <summary>The operation is not valid here.</summary>
    CL_INVALID_OPERATION = -59,
    /// <summary>The graphics object is not valid.</summary>
    CL_INVALID_GL_OBJECT = -60,
    /// <summary>The buffer's size is 0 or over the device's limit.</summary>
    CL_INVALID_BUFFER_SIZE = -61,
    /// <summary>The level is not valid.</summary>
    CL_INVALID_MIP_LEVEL = -62,
    /// <summary>The launch has no items or too many.</summary>
    CL_INVALID_GLOBAL_WORK_SIZE = -63,
    /// <summary>A property is not valid.</summary>
    CL_INVALID_PROPERTY = -64,
    /// <summary>The image descriptor is not valid.</summary>
    CL_INVALID_IMAGE_DESCRIPTOR = -65,
    /// <summary>A compiler option is not known.</summary>
    CL_INVALID_COMPILER_OPTIONS = -66,
    /// <summary>A linker option is not known.</summary>
    CL_INVALID_LINKER_OPTIONS = -67,
    /// <summary>The number of parts is not valid.</summary>
    CL_INVALID_DEVICE_PARTITION_COUNT = -68,
}

using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>What is known of the driver's codes beyond their names.</summary>
internal static class CudaErrors
{
    /// <summary>After one of these the driver answers every call on the context with the same code.</summary>
    private static readonly HashSet<CudaError> Sticky =
    [
        CudaError.CUDA_ERROR_DEINITIALIZED, CudaError.CUDA_ERROR_ECC_UNCORRECTABLE, CudaError.CUDA_ERROR_NVLINK_UNCORRECTABLE,
        CudaError.CUDA_ERROR_CONTAINED, CudaError.CUDA_ERROR_ILLEGAL_ADDRESS, CudaError.CUDA_ERROR_LAUNCH_TIMEOUT,
        CudaError.CUDA_ERROR_CONTEXT_IS_DESTROYED, CudaError.CUDA_ERROR_ASSERT, CudaError.CUDA_ERROR_HARDWARE_STACK_ERROR,
        CudaError.CUDA_ERROR_ILLEGAL_INSTRUCTION, CudaError.CUDA_ERROR_MISALIGNED_ADDRESS, CudaError.CUDA_ERROR_INVALID_ADDRESS_SPACE,
        CudaError.CUDA_ERROR_INVALID_PC, CudaError.CUDA_ERROR_LAUNCH_FAILED,
    ];

    /// <summary>What to do where the driver cannot start.</summary>
    private static readonly Dictionary<CudaError, string> Remedies = new()
    {
        [CudaError.CUDA_ERROR_NO_DEVICE] =
            "The driver is installed, but it shows no GPU to this process: see whether nvidia-smi lists one, and what CUDA_VISIBLE_DEVICES says",
        [CudaError.CUDA_ERROR_STUB_LIBRARY] =
            "The library is the stub that the CUDA toolkit links against: take its stubs folder out of LD_LIBRARY_PATH, or install the driver",
        [CudaError.CUDA_ERROR_SYSTEM_DRIVER_MISMATCH] =
            "The driver was updated while the old one is still loaded: restart the machine, or load the kernel module again",
        [CudaError.CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE] =
            "A CUDA compatibility package stands before the driver's own library: take it out of LD_LIBRARY_PATH",
        [CudaError.CUDA_ERROR_SYSTEM_NOT_READY] = "A service that the GPU needs (nvidia-fabricmanager) is not running: start it",
        [CudaError.CUDA_ERROR_OPERATING_SYSTEM] = "The process may not open the GPU: see the rights of /dev/nvidia*, or give the container the GPU",
        [CudaError.CUDA_ERROR_UNKNOWN] = "Restart the driver's kernel module or the machine, and look into the system's log",
        [CudaError.CUDA_ERROR_DEVICE_UNAVAILABLE] = "Another process has the GPU for itself (compute mode exclusive): end it",
    };

    public static bool IsSticky(CudaError error) => Sticky.Contains(error);

    /// <summary>After a failure of a kernel, CUDA gives the same code to every later context of the process too.</summary>
    public static bool EndsProcess(CudaError error) => error is >= CudaError.CUDA_ERROR_ILLEGAL_ADDRESS and <= CudaError.CUDA_ERROR_LAUNCH_FAILED
        and not CudaError.CUDA_ERROR_CONTEXT_IS_DESTROYED or CudaError.CUDA_ERROR_CONTAINED;

    public static string Describe(CudaError error) =>
        Enum.IsDefined(error) ? $"{error} ({(int)error})" : $"the unknown code {(int)error}";

    /// <summary>A sentence on what to do, without its full stop; null where nothing special is known.</summary>
    public static string? Remedy(CudaError error) => Remedies.GetValueOrDefault(error);
}

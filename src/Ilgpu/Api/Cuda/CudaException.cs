using ConvGpu.Ilgpu.Accelerators.Cuda;

namespace ILGPU.Runtime.Cuda;

/// <summary>The CUDA driver refused a call, or a program did not compile.</summary>
public sealed class CudaException : AcceleratorException
{
    /// <summary>An error without a code.</summary>
    public CudaException()
        : this("CUDA failed.")
    {
    }

    /// <summary>The error behind a driver's code.</summary>
    public CudaException(CudaError error)
        : this(error, "CUDA")
    {
    }

    /// <summary>An error in words.</summary>
    public CudaException(string message)
        : this(message, null!)
    {
    }

    /// <summary>An error in words, with its cause.</summary>
    public CudaException(string message, Exception innerException)
        : base(message, innerException) => Code = (innerException as CudaException)?.Code ?? CudaError.CUDA_ERROR_UNKNOWN;

    /// <summary>A call and the code it returned.</summary>
    internal CudaException(CudaError error, string call, string detail = "")
        : base($"{call} failed with {CudaErrors.Describe(error)}.{(detail.Length == 0 ? "" : " " + detail)}") => Code = error;

    private CudaException(string message, CudaError error)
        : base(message) => Code = error;

    /// <summary>The name of the driver's code.</summary>
    public string Error => Code.ToString();

    /// <inheritdoc/>
    public override AcceleratorType AcceleratorType => AcceleratorType.Cuda;

    internal CudaError Code { get; }

    /// <summary>The error of a context that died.</summary>
    internal static CudaException Lost(string message, CudaError error) => new(message, error);

    /// <summary>Throws when the code is not success.</summary>
    /// <exception cref="CudaException">It is not.</exception>
    public static void ThrowIfFailed(CudaError cudaStatus)
    {
        if (cudaStatus != CudaError.CUDA_SUCCESS)
            throw new CudaException(cudaStatus);
    }
}

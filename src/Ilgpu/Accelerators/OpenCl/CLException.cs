namespace ILGPU.Runtime.OpenCL;

/// <summary>An OpenCL driver refused a call, or a program did not compile.</summary>
public sealed class CLException : AcceleratorException
{
    /// <summary>An error without a code.</summary>
    public CLException()
        : this("OpenCL failed.")
    {
    }

    /// <summary>The error behind a driver's code.</summary>
    public CLException(CLError errorCode)
        : this(errorCode, "OpenCL")
    {
    }

    /// <summary>An error in words.</summary>
    public CLException(string message)
        : base(message) => Error = CLError.CL_INVALID_OPERATION;

    /// <summary>An error in words, with its cause.</summary>
    public CLException(string message, Exception innerException)
        : base(message, innerException) => Error = (innerException as CLException)?.Error ?? CLError.CL_INVALID_OPERATION;

    /// <summary>A call and the code it returned.</summary>
    internal CLException(CLError error, string call, string detail = "")
        : base($"{call} failed with {Describe(error)}.{(detail.Length == 0 ? "" : " " + detail)}") => Error = error;

    /// <summary>The driver's code.</summary>
    public CLError Error { get; }

    /// <inheritdoc/>
    public override AcceleratorType AcceleratorType => AcceleratorType.OpenCL;

    /// <summary>Throws when the code is not success.</summary>
    /// <exception cref="CLException">It is not.</exception>
    public static void ThrowIfFailed(CLError clStatus)
    {
        if (clStatus != CLError.CL_SUCCESS)
            throw new CLException(clStatus);
    }

    private static string Describe(CLError error) =>
        Enum.IsDefined(error) ? $"{error} ({(int)error})" : $"the unknown code {(int)error}";
}

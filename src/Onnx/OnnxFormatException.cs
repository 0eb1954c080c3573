namespace ConvGpu.Onnx;

/// <summary>An ONNX file that is damaged, or asks for what is not supported; the message names the node or tensor.</summary>
public class OnnxFormatException : ConvGpuException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">Which node or tensor, what is wrong with it, and what to do.</param>
    /// <param name="innerException">The cause, where another failure is behind it.</param>
    public OnnxFormatException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}

/// <summary>A model that does not keep the items of a batch apart.</summary>
internal sealed class MixedBatchException(string message) : OnnxFormatException(message);

/// <summary>A model that would take more memory than its file, values and nodes account for.</summary>
internal sealed class TooMuchMemoryException(string message) : OnnxFormatException(message);

namespace ConvGpu;

/// <summary>A data file that is missing, damaged or does not fit.</summary>
public sealed class DataException : ConvGpuException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">Which file or image, what is wrong with it, and what to do.</param>
    /// <param name="innerException">The cause, where another failure is behind it.</param>
    public DataException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}

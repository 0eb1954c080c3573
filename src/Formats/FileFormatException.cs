namespace ConvGpu;

/// <summary>A file that is damaged, or of a format that is not read.</summary>
public sealed class FileFormatException : ConvGpuException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">Which file, what is wrong with it, and what to do.</param>
    /// <param name="innerException">The cause, where another failure is behind it.</param>
    public FileFormatException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}

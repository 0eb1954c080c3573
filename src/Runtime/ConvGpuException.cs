namespace ConvGpu;

/// <summary>A failure that one line explains: what went wrong, where, and what to do about it.</summary>
public class ConvGpuException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">What went wrong, where, and what to do.</param>
    /// <param name="innerException">The cause, where another failure is behind it.</param>
    public ConvGpuException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}

/// <summary>A device that does not exist, cannot be used, or failed.</summary>
public sealed class DeviceException : ConvGpuException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">What went wrong, on which device, and what to do.</param>
    /// <param name="innerException">The driver's or compiler's failure, where there is one.</param>
    public DeviceException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}

/// <summary>Shapes that do not fit together.</summary>
public sealed class ShapeException : ConvGpuException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">The layer, the shapes, and what to change.</param>
    public ShapeException(string message) : base(message)
    {
    }
}

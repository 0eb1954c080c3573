namespace ILGPU.Runtime;

/// <summary>A point in a stream that remembers when the device came to it.</summary>
public abstract class ProfilingMarker : AcceleratorObject
{
    /// <summary>Makes a marker of an accelerator.</summary>
    protected ProfilingMarker(Accelerator accelerator) : base(accelerator)
    {
    }

    /// <summary>Waits until the device has come to the marker.</summary>
    public abstract void Synchronize();

    /// <summary>The time from an earlier marker to this one. Waits for both.</summary>
    public abstract TimeSpan MeasureFrom(ProfilingMarker marker);

    /// <summary>The time from <paramref name="start"/> to <paramref name="end"/>. Waits for both.</summary>
    public static TimeSpan operator -(ProfilingMarker end, ProfilingMarker start)
    {
        ArgumentNullException.ThrowIfNull(end);
        return end.MeasureFrom(start);
    }
}

/// <summary>Markers in the default stream.</summary>
public static class ProfilingMarkers
{
    /// <summary>Puts a marker into the accelerator's default stream.</summary>
    /// <exception cref="NotSupportedException">The context was made without <see cref="Context.Builder.Profiling"/>.</exception>
    public static ProfilingMarker AddProfilingMarker(this Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return accelerator.DefaultStream.AddProfilingMarker();
    }
}

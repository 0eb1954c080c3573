namespace ILGPU.Runtime;

/// <summary>A queue of launches and copies that a device works off in order.</summary>
public abstract class AcceleratorStream : AcceleratorObject
{
    /// <summary>Makes a stream of an accelerator.</summary>
    protected AcceleratorStream(Accelerator accelerator) : base(accelerator)
    {
    }

    /// <summary>Waits until the device has done everything that was put into the stream.</summary>
    public abstract void Synchronize();

    /// <summary>Waits, on another thread, until the device has done everything that was put into the stream.</summary>
    public Task SynchronizeAsync() => Task.Run(Synchronize);

    /// <summary>Makes the stream's accelerator the current one of this thread until the result is disposed.</summary>
    public ScopedAcceleratorBinding BindScoped() => new(Accelerator);

    /// <summary>Puts a marker into the stream that remembers when the device came to it.</summary>
    /// <exception cref="NotSupportedException">The context was made without <see cref="Context.Builder.Profiling"/>.</exception>
    public ProfilingMarker AddProfilingMarker()
    {
        ThrowIfDisposed();
        if (!Accelerator.Context.Properties.EnableProfiling)
            throw new NotSupportedException("Profiling markers need a context made with Context.Create(builder => builder.Default().Profiling()).");
        return CreateProfilingMarker();
    }

    /// <summary>Puts a marker of the device's own kind into the stream.</summary>
    protected abstract ProfilingMarker CreateProfilingMarker();
}

/// <summary>Restores the thread's current accelerator when it is disposed.</summary>
public readonly struct ScopedAcceleratorBinding : IDisposable
{
    private readonly Accelerator? _previous;

    internal ScopedAcceleratorBinding(Accelerator accelerator)
    {
        _previous = Accelerator.CurrentOrNull;
        accelerator.Bind();
    }

    /// <summary>Makes the accelerator current again that was so before.</summary>
    public void Dispose() => Accelerator.CurrentOrNull = _previous;
}

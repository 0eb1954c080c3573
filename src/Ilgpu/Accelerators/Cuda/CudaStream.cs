using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>A stream of a CUDA device, which waits for no other unless it is told to.</summary>
internal sealed class CudaStream : AcceleratorStream
{
    private readonly CudaAccelerator _owner;
    private readonly CudaSession _session;
    private nint _stream;
    private nint _tail;

    public CudaStream(CudaAccelerator accelerator)
        : base(accelerator)
    {
        _owner = accelerator;
        _session = accelerator.Session;
        _session.Enter();
        _session.Check(_session.Driver.StreamCreate(out _stream, CudaStreamFlags.NonBlocking), "cuStreamCreate");
        try
        {
            _session.Check(_session.Driver.EventCreate(out _tail, CudaEventFlags.DisableTiming), "cuEventCreate");
        }
        catch
        {
            _ = _session.Driver.StreamDestroy(_stream);
            throw;
        }
        accelerator.Streams.Add(this);
    }

    public nint Handle => _stream;

    /// <summary>An event of this stream for those who wait for it.</summary>
    public nint Tail => _tail;

    /// <summary>The native stream of an accelerator's stream, with the context made current.</summary>
    /// <exception cref="ArgumentException">The stream belongs to another accelerator.</exception>
    /// <exception cref="CudaException">The context is dead.</exception>
    public static nint Enter(AcceleratorStream stream, CudaAccelerator accelerator)
    {
        if (stream is not CudaStream own || own._owner != accelerator)
            throw new ArgumentException($"The stream belongs to another accelerator than {accelerator.Name}.", nameof(stream));
        own.ThrowIfDisposed();
        own._session.Enter();
        return own._stream;
    }

    public override void Synchronize()
    {
        ThrowIfDisposed();
        _session.Enter();
        _session.Check(_session.Driver.StreamSynchronize(_stream), "cuStreamSynchronize");
        _owner.Asserts.Check();
    }

    /// <summary>Makes what is put into this stream from now on wait for what is in another now. The host does not wait.</summary>
    public void WaitFor(CudaStream other)
    {
        ThrowIfDisposed();
        other.ThrowIfDisposed();
        other._session.Enter();
        other._session.Check(other._session.Driver.EventRecord(other._tail, other._stream), "cuEventRecord");
        _session.Enter();
        _session.Check(_session.Driver.StreamWaitEvent(_stream, other._tail, 0), "cuStreamWaitEvent");
    }

    protected override ProfilingMarker CreateProfilingMarker() => Accelerator.Track(new CudaProfilingMarker(_owner, _stream));

    protected override void Dispose(bool disposing)
    {
        if (_stream != 0)
        {
            _session.EnterToRelease();
            // What the stream still does may use memory that is freed after it is gone. Until it is done, others wait for this stream too.
            _ = _session.Driver.StreamSynchronize(_stream);
            _owner.Streams.Remove(this);
            nint stream = Interlocked.Exchange(ref _stream, 0);
            _ = _session.Driver.EventDestroy(_tail);
            _ = _session.Driver.StreamDestroy(stream);
        }
        base.Dispose(disposing);
    }
}

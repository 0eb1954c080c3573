using ConvGpu.Ilgpu.Launching;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>
/// The memory of one accelerator. It comes from the driver's pool where there is one, which keeps what is freed, else from blocks that are
/// kept here. Memory that is freed may still be used by work in the streams: it is given away again only behind that work.
/// </summary>
internal abstract class CudaMemory(CudaSession session, DeviceCounters counters) : IDisposable
{
    private readonly List<(ulong Address, nuint Bytes)> _waiting = [];

    // A capture neither begins nor ends between a look whether there is one and the wait for the streams that depends on it.
    private readonly Lock _captureGate = new();

    protected CudaSession Session { get; } = session;

    protected ICudaDriver Driver => Session.Driver;

    public static CudaMemory Create(CudaSession session, CudaStreams streams, DeviceCounters counters)
    {
        if (session.Device[CudaDeviceAttribute.MemoryPoolsSupported] != 0
            && session.Driver.DeviceGetDefaultMemPool(out nint pool, session.Device.Handle) == CudaError.CUDA_SUCCESS)
            return new CudaPooledMemory(session, streams, counters, pool);
        return new CudaBlockMemory(session, streams, counters);
    }

    /// <summary>Memory that every stream may use at once.</summary>
    /// <exception cref="OutOfMemoryException">There is no room, even after everything that was kept is given back.</exception>
    /// <exception cref="CudaException">Work is being captured, or the driver refuses.</exception>
    public ulong Allocate(long bytes)
    {
        Session.Enter();
        CudaError error;
        ulong address;
        lock (_captureGate)
        {
            if (Session.IsCapturing)
            {
                throw new CudaException(CudaError.CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, $"Allocating {bytes} bytes of '{Session.Device.Name}'",
                    "There is no new memory while its work is captured: allocate before.");
            }
            error = TryAllocate((nuint)bytes, out address);
            if (error == CudaError.CUDA_ERROR_OUT_OF_MEMORY)
            {
                GiveBack();
                error = TryAllocate((nuint)bytes, out address);
            }
        }
        if (error == CudaError.CUDA_ERROR_OUT_OF_MEMORY)
            throw NoRoom(bytes);
        Session.Check(error, "Allocating memory");
        return address;
    }

    public void Free(ulong address, long bytes)
    {
        Session.EnterToRelease();
        lock (_captureGate)
        {
            // Freeing waits for the streams, which cannot wait while they are captured.
            if (Session.IsCapturing)
                _waiting.Add((address, (nuint)bytes));
            else
                Release(address, (nuint)bytes);
        }
    }

    public CudaError TryBeginCapture(nint stream)
    {
        lock (_captureGate)
        {
            Session.CaptureBegins();
            var error = Driver.StreamBeginCapture(stream, CudaCaptureMode.ThreadLocal);
            if (error != CudaError.CUDA_SUCCESS)
                Session.CaptureEnds();
            return error;
        }
    }

    /// <summary>Also frees what could not be freed during the capture.</summary>
    public CudaError TryEndCapture(nint stream, out nint graph)
    {
        lock (_captureGate)
        {
            var error = Driver.StreamEndCapture(stream, out graph);
            Session.CaptureEnds();
            if (Session.IsCapturing)
                return error;
            foreach (var (address, bytes) in _waiting)
                Release(address, bytes);
            _waiting.Clear();
            return error;
        }
    }

    public abstract void Dispose();

    protected abstract CudaError TryAllocate(nuint bytes, out ulong address);

    protected abstract void Release(ulong address, nuint bytes);

    /// <summary>Gives kept memory back to the device.</summary>
    protected abstract void GiveBack();

    private OutOfMemoryException NoRoom(long bytes)
    {
        string room = Driver.MemGetInfo(out nuint free, out nuint total) == CudaError.CUDA_SUCCESS
            ? $"{free:N0} of {total:N0} bytes are free" : $"it has {Session.Device.MemorySize:N0} bytes";
        return new OutOfMemoryException($"'{Session.Device.Name}' has no room for {bytes:N0} bytes: {room}, and {counters.LiveBytes:N0} bytes "
            + $"in {counters.LiveBuffers:N0} buffers are this accelerator's. Free some of them, or use a smaller batch.");
    }
}

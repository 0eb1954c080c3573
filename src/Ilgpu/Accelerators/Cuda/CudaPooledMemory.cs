using ConvGpu.Ilgpu.Launching;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>Memory from the device's default pool, allocated and freed in the order of a stream of its own.</summary>
internal sealed class CudaPooledMemory : CudaMemory
{
    private readonly CudaStreams _streams;
    private readonly nint _pool;
    private nint _stream;

    public CudaPooledMemory(CudaSession session, CudaStreams streams, DeviceCounters counters, nint pool)
        : base(session, counters)
    {
        (_streams, _pool) = (streams, pool);
        session.Enter();
        session.Check(Driver.StreamCreate(out _stream, CudaStreamFlags.NonBlocking), "cuStreamCreate");
        // Without a threshold every wait of the host would give all free memory back to the system. Where it cannot be set, it is slower.
        _ = Driver.MemPoolSetAttribute(pool, CudaPoolAttribute.ReleaseThreshold, ulong.MaxValue);
    }

    public override void Dispose()
    {
        Session.EnterToRelease();
        nint stream = Interlocked.Exchange(ref _stream, 0);
        if (stream == 0)
            return;
        _ = Driver.StreamSynchronize(stream);
        _ = Driver.MemPoolTrimTo(_pool, 0);
        _ = Driver.StreamDestroy(stream);
    }

    protected override CudaError TryAllocate(nuint bytes, out ulong address)
    {
        var error = Driver.MemAllocAsync(out address, bytes, _stream);
        if (error != CudaError.CUDA_SUCCESS)
            return error;
        // Other streams may use the memory once the allocation is done.
        error = Driver.StreamSynchronize(_stream);
        if (error != CudaError.CUDA_SUCCESS)
            _ = Driver.MemFreeAsync(address, _stream);
        return error;
    }

    protected override void Release(ulong address, nuint bytes)
    {
        if (_streams.TryOrderBefore(_stream) != CudaError.CUDA_SUCCESS)
            _ = _streams.TrySynchronize();
        _ = Driver.MemFreeAsync(address, _stream);
    }

    protected override void GiveBack()
    {
        // What was freed is free once the work before it is done, for which this stream waits.
        _ = Driver.StreamSynchronize(_stream);
        _ = Driver.MemPoolTrimTo(_pool, 0);
    }
}

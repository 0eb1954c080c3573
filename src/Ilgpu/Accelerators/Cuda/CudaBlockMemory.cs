using ConvGpu.Ilgpu.Launching;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>Blocks of the driver's plain allocator, kept when they are freed and given to requests of about their size.</summary>
internal sealed class CudaBlockMemory(CudaSession session, CudaStreams streams, DeviceCounters counters) : CudaMemory(session, counters)
{
    private const nuint Granule = 512;
    private const nuint LargeGranule = 2 << 20;

    private readonly Dictionary<nuint, Stack<ulong>> _kept = [];
    private readonly Lock _lock = new();

    public override void Dispose()
    {
        Session.EnterToRelease();
        FreeKept();
    }

    protected override CudaError TryAllocate(nuint bytes, out ulong address)
    {
        nuint size = SizeOfBlock(bytes);
        lock (_lock)
        {
            if (_kept.TryGetValue(size, out var blocks) && blocks.TryPop(out address))
            {
                // Work that was put into a stream before the block was freed may still use it.
                var error = streams.TrySynchronize();
                if (error != CudaError.CUDA_SUCCESS)
                    blocks.Push(address);
                return error;
            }
        }
        return Driver.MemAlloc(out address, size);
    }

    protected override void Release(ulong address, nuint bytes)
    {
        nuint size = SizeOfBlock(bytes);
        lock (_lock)
        {
            if (!_kept.TryGetValue(size, out var blocks))
                _kept.Add(size, blocks = []);
            blocks.Push(address);
        }
    }

    protected override void GiveBack() => FreeKept();

    private static nuint SizeOfBlock(nuint bytes)
    {
        nuint granule = bytes < LargeGranule ? Granule : LargeGranule;
        return (bytes + granule - 1) / granule * granule;
    }

    private void FreeKept()
    {
        lock (_lock)
        {
            foreach (ulong address in _kept.Values.SelectMany(blocks => blocks))
                _ = Driver.MemFree(address);
            _kept.Clear();
        }
    }
}

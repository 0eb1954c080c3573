using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Threading;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// One launch as a job of the worker pool: groups in order of their number (X fastest), cut into chunks. Made once for each variant of a
/// kernel and reused.
/// </summary>
internal sealed unsafe class CpuLaunch(CpuCode code, CpuScratch scratch) : ParallelJob
{
    private const int MostChunks = 512;
    private LaunchDimensions _dimensions;
    private ChunkedRange _groups;
    private long _arguments;
    private int _fault;

    /// <summary>Runs all groups; returns the number of the first failed assertion, or 0.</summary>
    /// <param name="dimensions">The sizes of the launch.</param>
    /// <param name="arguments">Address of the function's parameters, 8 bytes each.</param>
    /// <param name="workers">The most threads.</param>
    public int Run(in LaunchDimensions dimensions, long* arguments, int workers)
    {
        _dimensions = dimensions;
        _arguments = (long)arguments;
        _fault = 0;
        _groups = ChunkedRange.AtMost(dimensions.Groups, MostChunks);
        scratch.Reserve(workers, FrameBytes + code.ScratchBytes + dimensions.DynamicSharedBytes);
        WorkerPool.Run(this, _groups.Count, workers);
        return _fault;
    }

    private static long FrameBytes => (CpuWriter.FrameEntries * 8 + 63) & ~63;

    public override void Run(int chunk, int worker)
    {
        long memory = scratch.AddressOf(worker);
        long* frame = (long*)memory;
        frame[CpuWriter.FrameGrid] = _dimensions.GridX;
        frame[CpuWriter.FrameGrid + 1] = _dimensions.GridY;
        frame[CpuWriter.FrameGrid + 2] = _dimensions.GridZ;
        frame[CpuWriter.FrameDynamicShared] = memory + FrameBytes + code.ScratchBytes;
        int fault = 0;
        frame[CpuWriter.FrameFault] = (long)&fault;
        var run = code.Run;
        for (long group = _groups.Start(chunk), end = _groups.End(chunk); group < end; group++)
        {
            frame[CpuWriter.FrameGroup] = group % _dimensions.GridX;
            frame[CpuWriter.FrameGroup + 1] = group / _dimensions.GridX % _dimensions.GridY;
            frame[CpuWriter.FrameGroup + 2] = group / _dimensions.GridX / _dimensions.GridY;
            run(_arguments, memory, memory + FrameBytes);
        }
        if (fault != 0)
            Interlocked.CompareExchange(ref _fault, fault, 0);
    }
}

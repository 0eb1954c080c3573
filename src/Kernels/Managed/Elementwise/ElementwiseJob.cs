using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>Work on a run of elements, each on its own. A chunk is a fixed number of elements.</summary>
internal abstract unsafe class ElementwiseJob : ParallelJob
{
    /// <summary>Elements of a chunk, a multiple of every vector and of four: work below it stays on the calling thread.</summary>
    protected const int Grain = 16 * 1024;

    private long _length;

    /// <summary>Runs over 0 .. length - 1.</summary>
    protected void RunOver(long length)
    {
        _length = length;
        WorkerPool.Run(this, new ChunkedRange(length, Grain).Count);
    }

    public sealed override void Run(int chunk, int worker)
    {
        var range = new ChunkedRange(_length, Grain);
        Range(range.Start(chunk), (int)(range.End(chunk) - range.Start(chunk)));
    }

    /// <summary>Computes <paramref name="count"/> elements from <paramref name="first"/> on.</summary>
    protected abstract void Range(long first, int count);
}

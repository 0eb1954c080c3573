using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>Work on the planes (channels of batch items) of a pooling, each on its own. A chunk is a group of planes.</summary>
internal abstract class PlaneJob(PoolGeometry geometry) : ParallelJob
{
    private const int WantedLength = 16 * 1024;

    private readonly int _grain = Math.Max(WantedLength / (geometry.InHeight * geometry.InWidth), 1);
    private long _planes;

    // Fields, not properties: the axes are read per output, and a property would copy them each time.
    protected readonly PoolAxis Rows = PoolAxis.Rows(geometry);
    protected readonly PoolAxis Columns = PoolAxis.Columns(geometry);
    protected readonly long InCount = geometry.InCount;
    protected readonly long OutCount = geometry.OutCount;
    protected readonly int InWidth = geometry.InWidth;
    protected readonly int KernelWidth = geometry.Window.KernelWidth;
    protected readonly int InPlane = geometry.InHeight * geometry.InWidth;
    protected readonly int OutPlane = geometry.OutHeight * geometry.OutWidth;

    protected void RunOver(int n)
    {
        _planes = (long)n * geometry.Channels;
        WorkerPool.Run(this, new ChunkedRange(_planes, _grain).Count);
    }

    public sealed override void Run(int chunk, int worker)
    {
        var range = new ChunkedRange(_planes, _grain);
        for (var plane = range.Start(chunk); plane < range.End(chunk); plane++) Plane(plane);
    }

    protected abstract void Plane(long plane);
}

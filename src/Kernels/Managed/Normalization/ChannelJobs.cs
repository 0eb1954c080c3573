using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>Sums over the batch, each channel on its own: a chunk is a channel, whose planes are summed in order.</summary>
internal abstract class ChannelJob(ChannelSizes sizes) : ParallelJob
{
    // Below this many values a second thread costs more than it saves.
    private const long Small = 16 * 1024;

    protected readonly ChannelSizes Sizes = sizes;

    protected int Batch { get; private set; }

    public void Run(int n)
    {
        Batch = n;
        WorkerPool.Run(this, Sizes.Channels, (long)n * Sizes.Count < Small ? 1 : 0);
    }

    protected long Plane(int item, int channel) => ((long)item * Sizes.Channels + channel) * Sizes.Plane;
}

/// <summary>Work on the planes (channels of batch items), each on its own. A chunk is a group of planes.</summary>
internal abstract class ChannelPlaneJob(ChannelSizes sizes) : ParallelJob
{
    private const int WantedLength = 16 * 1024;

    private readonly int _grain = Math.Max(WantedLength / sizes.Plane, 1);
    private long _planes;

    protected readonly ChannelSizes Sizes = sizes;

    protected int Batch { get; private set; }

    public void Run(int n)
    {
        Batch = n;
        _planes = (long)n * Sizes.Channels;
        WorkerPool.Run(this, new ChunkedRange(_planes, _grain).Count);
    }

    public sealed override void Run(int chunk, int worker)
    {
        var range = new ChunkedRange(_planes, _grain);
        for (var plane = range.Start(chunk); plane < range.End(chunk); plane++) Plane(plane * Sizes.Plane, (int)(plane % Sizes.Channels));
    }

    protected abstract void Plane(long first, int channel);
}

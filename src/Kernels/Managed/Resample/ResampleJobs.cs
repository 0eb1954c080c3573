using System.Numerics;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Resampling of planes, a chunk some of them: rows are blended by vectors into a row of scratch memory, of which columns then take their two
/// pixels, and the other way round in the backward pass. Where columns lie is found once.
/// </summary>
internal abstract unsafe class ResampleJob : ParallelJob
{
    private const int WantedLength = 16 * 1024;

    private readonly ResampleSizes _sizes;
    private readonly int _grain, _workers;
    private readonly float* _memory;
    private readonly long _workerLength;
    private long _planes;

    protected ResampleJob(ResampleSizes sizes, in HostBinding binding)
    {
        (_sizes, _workers, _workerLength) = (sizes, binding.Workers, WorkspaceOf(sizes).WorkerBytes / sizeof(float));
        _memory = (float*)binding.Memory;
        _grain = Math.Max(WantedLength / Math.Max(sizes.OutHeight * sizes.OutWidth, sizes.InHeight * sizes.InWidth), 1);
        Rows = new(sizes.InHeight, sizes.OutHeight, sizes.Mode);
        var columns = new ResampleAxis(sizes.InWidth, sizes.OutWidth, sizes.Mode);
        First = [.. Enumerable.Range(0, sizes.OutWidth).Select(columns.First)];
        Next = Array.ConvertAll(First, columns.Next);
        Shares = [.. First.Select((first, output) => columns.Share(output, first))];
    }

    protected ResampleAxis Rows { get; }

    /// <summary>The two pixels of each output column.</summary>
    protected int[] First { get; }

    protected int[] Next { get; }

    /// <summary>The share of the second.</summary>
    protected float[] Shares { get; }

    protected bool Blends => _sizes.Mode != ResampleMode.Nearest;

    protected int InWidth => _sizes.InWidth;

    protected int InPlane => _sizes.InHeight * _sizes.InWidth;

    protected int OutHeight => _sizes.OutHeight;

    protected int OutWidth => _sizes.OutWidth;

    /// <summary>A row of the input for each worker.</summary>
    public static Workspace WorkspaceOf(ResampleSizes sizes) => new(0, Workspace.Align(sizes.InWidth * (long)sizeof(float)));

    public void Run(int n)
    {
        _planes = (long)n * _sizes.Channels;
        WorkerPool.Run(this, new ChunkedRange(_planes, _grain).Count, _workers);
    }

    public sealed override void Run(int chunk, int worker)
    {
        var range = new ChunkedRange(_planes, _grain);
        for (var plane = range.Start(chunk); plane < range.End(chunk); plane++) Plane(plane, _memory + worker * _workerLength);
    }

    protected abstract void Plane(long plane, float* scratch);
}

/// <summary>y = the samples.</summary>
internal sealed unsafe class ResampleForwardJob(ResampleSizes sizes, in HostBinding binding) : ResampleJob(sizes, binding)
{
    public required float* X { get; init; }

    public required float* Y { get; init; }

    protected override void Plane(long plane, float* scratch)
    {
        var x = X + plane * InPlane;
        var y = Y + plane * OutHeight * OutWidth;
        for (var row = 0; row < OutHeight; row++, y += OutWidth)
        {
            var first = Rows.First(row);
            float* up = x + first * InWidth, down = x + Rows.Next(first) * InWidth;
            if (!Blends)
            {
                for (var column = 0; column < OutWidth; column++) y[column] = up[First[column]];
                continue;
            }
            var share = Rows.Share(row, first);
            for (var i = 0; i < InWidth; i += Vector<float>.Count)
            {
                var upper = VectorLane.LoadUpTo(up + i, InWidth - i);
                (upper + (VectorLane.LoadUpTo(down + i, InWidth - i) - upper) * share).StoreUpTo(scratch + i, InWidth - i);
            }
            for (var column = 0; column < OutWidth; column++)
            {
                var left = scratch[First[column]];
                y[column] = left + (scratch[Next[column]] - left) * Shares[column];
            }
        }
    }
}

/// <summary>dx: each row of dy is spread over columns, then added to the two rows it was made of.</summary>
internal sealed unsafe class ResampleBackwardJob(ResampleSizes sizes, in HostBinding binding) : ResampleJob(sizes, binding)
{
    public required float* Dy { get; init; }

    public required float* Dx { get; init; }

    protected override void Plane(long plane, float* scratch)
    {
        var dx = Dx + plane * InPlane;
        var dy = Dy + plane * OutHeight * OutWidth;
        new Span<float>(dx, InPlane).Clear();
        for (var row = 0; row < OutHeight; row++, dy += OutWidth)
        {
            Spread(dy, scratch);
            var first = Rows.First(row);
            var share = Rows.Share(row, first);
            Add(dx + first * InWidth, scratch, 1 - share);
            if (share != 0) Add(dx + Rows.Next(first) * InWidth, scratch, share);
        }
    }

    private void Spread(float* dy, float* scratch)
    {
        new Span<float>(scratch, InWidth).Clear();
        for (var column = 0; column < OutWidth; column++)
        {
            var share = Shares[column];
            scratch[First[column]] += dy[column] * (1 - share);
            if (share != 0) scratch[Next[column]] += dy[column] * share;
        }
    }

    private void Add(float* target, float* row, float weight)
    {
        for (var i = 0; i < InWidth; i += Vector<float>.Count)
            (VectorLane.LoadUpTo(target + i, InWidth - i) + VectorLane.LoadUpTo(row + i, InWidth - i) * weight).StoreUpTo(target + i, InWidth - i);
    }
}

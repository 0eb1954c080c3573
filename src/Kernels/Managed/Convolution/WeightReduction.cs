using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Adds the partial sums of a weight gradient in order and writes them as weights. A chunk is a few rows of the sums of a tile of filters.
/// </summary>
/// <param name="part">The convolution whose weights they are, or that which it is transposed: its target channels are called filters here.</param>
/// <param name="tiles">Tiles of a group's filters.</param>
/// <param name="rows">Rows of a tile, at least the convolution's sum positions.</param>
/// <param name="columns">Filters of a tile.</param>
internal sealed unsafe class WeightReduction(LoweredPart part, int tiles, int rows, int columns) : ParallelJob
{
    private const int ChunkRows = 64;

    // Below this many terms a second thread costs more than it saves.
    private const long Small = 32 * 1024;

    private readonly bool _inOrder = part.IsInOrder;
    private float* _partials, _weights;
    private int _shares;

    private int RowChunks => (part.Depth + ChunkRows - 1) / ChunkRows;

    private long PartialCount => (long)part.Groups * tiles * rows * columns;

    /// <param name="partials">Per share, group and tile of filters the rows of sums, each with the tile's filters side by side. Overwritten.</param>
    /// <param name="shares">How many shares.</param>
    /// <param name="weights">dw.</param>
    public void Reduce(float* partials, int shares, float* weights)
    {
        _partials = partials;
        _shares = shares;
        _weights = weights;
        WorkerPool.Run(this, part.Groups * tiles * RowChunks, shares * PartialCount < Small ? 1 : 0);
    }

    public override void Run(int chunk, int worker)
    {
        int first = chunk % RowChunks * ChunkRows, tile = chunk / RowChunks % tiles, group = chunk / RowChunks / tiles;
        int count = Math.Min(ChunkRows, part.Depth - first), filter = tile * columns, filters = Math.Min(columns, part.Rows - filter);
        var sums = _partials + (((long)group * tiles + tile) * rows + first) * columns;
        for (var share = 1; share < _shares; share++) VectorSum.Add(sums, sums + share * PartialCount, count * columns);

        var weights = _weights + (long)group * part.FilterGroup + (long)filter * part.FilterRow;
        if (_inOrder)
        {
            Transpose.Copy(sums, columns, count, filters, weights + first, part.FilterRow);
            return;
        }
        for (var row = first; row < first + count; row++, sums += columns)
        {
            var place = weights + (long)(row / part.Taps) * part.FilterChannel + part.TapWeight[row % part.Taps];
            for (var i = 0; i < filters; i++) place[(long)i * part.FilterRow] = sums[i];
        }
    }
}

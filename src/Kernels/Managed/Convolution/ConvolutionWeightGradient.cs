using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// The gradient of a convolution's weights: per group, dw^T[channels x taps, filters] = lowered image * dy^T, summed over all pixels of
/// the batch. A chunk is a block of sum positions (rows of dw^T) over a share of the pixels. It lowers strips of pixels as rows, packs
/// dy^T beside them, and adds tile by tile to its partial result; the partials of the shares are then added in order.
/// </summary>
internal sealed unsafe class ConvolutionWeightGradient : ParallelJob
{
    private const int MaxDepth = 384;
    private const int WantedChunks = 32;

    private readonly LoweredPart _part;
    private readonly int _filters, _filterColumns, _height, _depthBlocks, _maxDepthBlock;
    private readonly Reduction _reduction;
    private float* _image, _gradient, _partials;
    private byte* _scratch;
    private long _pixels;
    private int _shares;

    public ConvolutionWeightGradient(Conv2DGeometry geometry)
    {
        _part = LoweredPart.Forward(geometry);
        _filters = geometry.GroupOutChannels;
        _filterColumns = MicroKernel.RoundUp(_filters, MicroKernel.Columns);
        _height = MicroKernel.HeightFor(Math.Min(_part.Depth, MaxDepth));
        _depthBlocks = (_part.Depth + MaxDepth - 1) / MaxDepth;
        _maxDepthBlock = MicroKernel.RoundUp((_part.Depth + _depthBlocks - 1) / _depthBlocks + 1, _height);
        _reduction = new Reduction(this);
    }

    /// <summary>Bytes of scratch memory per worker: a strip of the lowered image, its segments, a strip of dy^T.</summary>
    public long ScratchBytes =>
        StripLayout.Length * sizeof(Segment) + ((long)_maxDepthBlock * StripLayout.RowStride + (long)StripLayout.Length * _filterColumns) * sizeof(float);

    /// <summary>Floats of the partial results for batches of up to <paramref name="maxBatch"/> items.</summary>
    public long PartialLength(int maxBatch) => Shares(maxBatch) * PartialStride;

    private long PartialStride => (long)_part.Groups * _depthBlocks * _maxDepthBlock * _filterColumns;

    /// <summary>dw from x and dy.</summary>
    /// <param name="n">Batch items.</param>
    /// <param name="image">x.</param>
    /// <param name="gradient">dy.</param>
    /// <param name="weights">dw, overwritten.</param>
    /// <param name="partials">Memory of <see cref="PartialLength"/> floats.</param>
    /// <param name="scratch">Scratch memory of all workers.</param>
    /// <param name="workers">How many workers it is for.</param>
    public void Compute(int n, float* image, float* gradient, float* weights, float* partials, byte* scratch, int workers)
    {
        _image = image;
        _gradient = gradient;
        _partials = partials;
        _scratch = scratch;
        _pixels = (long)n * _part.Pixels;
        _shares = Shares(n);
        WorkerPool.Run(this, _part.Groups * _depthBlocks * _shares, workers);
        _reduction.Reduce(weights);
    }

    public override void Run(int chunk, int worker)
    {
        int share = chunk % _shares, block = chunk / _shares % _depthBlocks, group = chunk / _shares / _depthBlocks;
        var (firstDepth, depth) = Block(block);
        var memory = _scratch + worker * ScratchBytes;
        var segments = (Segment*)memory;
        var strip = (float*)(memory + StripLayout.Length * sizeof(Segment));
        var transposed = strip + (long)_maxDepthBlock * StripLayout.RowStride;
        var partial = Partial(share, group, block);
        var image = _image + (long)group * _part.Channels * _part.ImageHeight * _part.ImageWidth;

        // Rows that only fill up the last tile are multiplied too; zero keeps them cheap.
        for (var row = depth; row < MicroKernel.RoundUp(depth, _height); row++)
            new Span<float>(strip + (long)row * StripLayout.RowStride, StripLayout.RowStride).Clear();

        var strips = (_pixels + StripLayout.Length - 1) / StripLayout.Length;
        long stripFirst = strips * share / _shares, stripEnd = strips * (share + 1) / _shares;
        for (var s = stripFirst; s < stripEnd; s++)
        {
            var first = s * StripLayout.Length;
            var count = (int)Math.Min(StripLayout.Length, _pixels - first);
            var segmentCount = Segment.Cut(_part, first, count, StripLayout.Length, 0, segments);
            Lowering.Pack(_part, image, firstDepth, depth, segments, segmentCount, strip, StripLayout.RowStride);
            PackGradient(group, first, count, transposed);
            var start = new TileStart(null, s > stripFirst, false);
            for (var column = 0; column < _filterColumns; column += MicroKernel.Columns)
            for (var row = 0; row < depth; row += _height)
                MicroKernel.Run<StripLayout, SteppedRight>(
                    _height, count, strip + (long)row * StripLayout.RowStride, 1,
                    new SteppedRight(transposed + (long)column * StripLayout.Length, MicroKernel.Columns),
                    partial + (long)row * _filterColumns + column, _filterColumns, start);
        }
    }

    private int Shares(int n)
    {
        var strips = ((long)n * _part.Pixels + StripLayout.Length - 1) / StripLayout.Length;
        var wanted = (WantedChunks + _depthBlocks * _part.Groups - 1) / (_depthBlocks * _part.Groups);
        return (int)Math.Clamp(wanted, 1, strips);
    }

    private (int First, int Count) Block(int block)
    {
        var first = (int)((long)_part.Depth * block / _depthBlocks);
        return (first, (int)((long)_part.Depth * (block + 1) / _depthBlocks) - first);
    }

    private float* Partial(int share, int group, int block) =>
        _partials + share * PartialStride + ((long)group * _depthBlocks + block) * _maxDepthBlock * _filterColumns;

    // Panels of tile width: the filters of one pixel side by side.
    private void PackGradient(int group, long first, int count, float* transposed)
    {
        var plane = _part.Pixels;
        for (var column = 0; column < _filterColumns; column += MicroKernel.Columns)
        {
            var columns = Math.Min(MicroKernel.Columns, _filters - column);
            for (var done = 0; done < count;)
            {
                var item = (first + done) / plane;
                var pixel = (int)((first + done) % plane);
                var run = Math.Min(count - done, plane - pixel);
                var source = _gradient + item * _part.TargetItem + (long)(group * _filters + column) * plane + pixel;
                Transpose.Pack(source, plane, columns, run, transposed + (long)column * StripLayout.Length + done * MicroKernel.Columns, MicroKernel.Columns);
                done += run;
            }
        }
    }

    /// <summary>Adds the partials in order and writes them as weights: filter by filter, taps at their place in the kernel.</summary>
    private sealed class Reduction(ConvolutionWeightGradient owner) : ParallelJob
    {
        private const int FilterBlock = 16;

        private float* _weights;

        private int FilterBlocks => (owner._filters + FilterBlock - 1) / FilterBlock;

        public void Reduce(float* weights)
        {
            _weights = weights;
            WorkerPool.Run(this, owner._part.Groups * FilterBlocks);
        }

        public override void Run(int chunk, int worker)
        {
            int group = chunk / FilterBlocks, first = chunk % FilterBlocks * FilterBlock;
            var count = Math.Min(FilterBlock, owner._filters - first);
            var part = owner._part;
            var sums = stackalloc float[FilterBlock];
            for (var block = 0; block < owner._depthBlocks; block++)
            {
                var (firstDepth, depth) = owner.Block(block);
                for (var k = 0; k < depth; k++)
                {
                    var offset = (long)k * owner._filterColumns + first;
                    var partial = owner.Partial(0, group, block) + offset;
                    for (var i = 0; i < FilterBlock; i++) sums[i] = partial[i];
                    for (var share = 1; share < owner._shares; share++)
                    {
                        partial += owner.PartialStride;
                        for (var i = 0; i < FilterBlock; i++) sums[i] += partial[i];
                    }
                    int channel = (firstDepth + k) / part.Taps, tap = (firstDepth + k) % part.Taps;
                    var target = _weights + (long)group * part.FilterGroup + (long)first * part.FilterRow
                        + (long)channel * part.FilterChannel + part.TapWeight[tap];
                    for (var i = 0; i < count; i++) target[(long)i * part.FilterRow] = sums[i];
                }
            }
        }
    }
}

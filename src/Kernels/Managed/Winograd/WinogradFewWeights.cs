using System.Numerics;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// The gradient of the weights where weights are few and tiles many. A chunk takes a range of tile rows through all steps, some tiles at a
/// time, so that transformed tiles and sums stay in its core's caches, and ends with weights of its own; those of the ranges are added in
/// order. The ranges follow from the shape and the batch alone.
/// </summary>
internal sealed unsafe class WinogradFewWeights : ParallelJob
{
    // So many that a product's sums are worth loading, few enough to stay in the cache.
    private const int MaxTiles = 32;

    // A range ends with a transform that costs about as much as ten tiles.
    private const int MinRangeTiles = 96, MinRanges = 4, MaxRanges = 16;

    // More, which each core would have for itself, are better shared by all.
    private const int MaxSumFloats = 640 * 1024;

    private readonly WinogradTiles _tiles;
    private readonly LoweredPart _part;
    private readonly WinogradGradientStages _stages;
    private readonly WeightSumJob _sum;
    private readonly int _maxBatch, _maxTiles, _imageStep, _gradientStep, _sumStep;
    private readonly long _scratchFloats;
    private float* _image, _gradient, _weights, _others, _scratch;
    private int _tileRows, _ranges;

    public WinogradFewWeights(WinogradTiles tiles, int maxBatch)
    {
        (_tiles, _part, _stages, _sum, _maxBatch) = (tiles, tiles.Part, new WinogradGradientStages(tiles), new WeightSumJob(), maxBatch);
        var lanes = VectorWidth.FloatLanes;
        _maxTiles = TilesAtOnce(tiles.Columns);
        // One vector more, so that the 36 values do not share a set of the cache.
        _imageStep = _maxTiles * _stages.ImageRow + lanes;
        _gradientStep = _maxTiles * _stages.GradientRow + lanes;
        _sumStep = _stages.ImageRow * _stages.GradientRow + lanes;
        _scratchFloats = (long)WinogradTransforms.Area * (_imageStep + _gradientStep + _sumStep) + _stages.BandFloats(_maxTiles);
    }

    /// <summary>Whether it is faster than <see cref="WinogradWeightGradient"/>.</summary>
    public static bool Pays(WinogradTiles tiles, int maxBatch)
    {
        var stages = new WinogradGradientStages(tiles);
        return (long)WinogradTransforms.Area * stages.ImageRow * stages.GradientRow <= MaxSumFloats
            && (long)maxBatch * tiles.PerItem >= MinRanges * MinRangeTiles;
    }

    /// <summary>The scratch memory: weights of all ranges but the first, and per worker tiles and sums.</summary>
    public Workspace Workspace => new((Ranges(_maxBatch) - 1) * Weights * sizeof(float), _scratchFloats * sizeof(float));

    private long Weights => (long)_part.Groups * _part.Rows * _part.FilterRow;

    // Whole rows of tiles, or equal shares of one.
    private static int TilesAtOnce(int columns)
    {
        var shares = (columns + MaxTiles - 1) / MaxTiles;
        return shares == 1 ? MaxTiles / columns * columns : (columns + shares - 1) / shares;
    }

    // A power of two, which most numbers of cores share evenly.
    private int Ranges(int n)
    {
        var most = Math.Min(Math.Min((long)n * _tiles.PerItem / MinRangeTiles, MaxRanges), (long)n * _tiles.Rows);
        return (int)BitOperations.RoundUpToPowerOf2((uint)most / 2 + 1);
    }

    /// <summary>dw from x and dy.</summary>
    /// <param name="n">Batch items.</param>
    /// <param name="image">x.</param>
    /// <param name="gradient">dy.</param>
    /// <param name="weights">dw, overwritten.</param>
    /// <param name="memory">Memory of <see cref="Workspace"/>.</param>
    /// <param name="workers">How many workers it is for.</param>
    public void Compute(int n, float* image, float* gradient, float* weights, byte* memory, int workers)
    {
        _image = image;
        _gradient = gradient;
        _weights = weights;
        _others = (float*)memory;
        _scratch = (float*)(memory + Workspace.SharedBytes);
        _tileRows = n * _tiles.Rows;
        _ranges = Ranges(n);
        WorkerPool.Run(this, _part.Groups * _ranges, workers);
        _sum.Run(weights, _others, Weights, _ranges - 1);
    }

    public override void Run(int chunk, int worker)
    {
        if (VectorWidth.Has512) Run<FloatVector512>(chunk, worker);
        else if (VectorWidth.Has256) Run<FloatVector256>(chunk, worker);
        else Run<FloatVector128>(chunk, worker);
    }

    private void Run<TVector>(int chunk, int worker) where TVector : struct, IFloatVector<TVector>
    {
        int range = chunk % _ranges, group = chunk / _ranges;
        int first = (int)((long)_tileRows * range / _ranges) * _tiles.Columns, end = (int)((long)_tileRows * (range + 1) / _ranges) * _tiles.Columns;
        var images = _scratch + worker * _scratchFloats;
        float* gradients = images + WinogradTransforms.Area * _imageStep, sums = gradients + WinogradTransforms.Area * _gradientStep;
        var band = sums + WinogradTransforms.Area * _sumStep;
        for (var tile = first; tile < end; tile += _maxTiles)
        {
            var count = Math.Min(_maxTiles, end - tile);
            Transform<TVector>(group, tile, count, images, gradients, band);
            Multiply(group, tile + count, Math.Min(_maxTiles, end - tile - count), count, tile > first, images, gradients, sums);
        }
        var weights = range == 0 ? _weights : _others + (range - 1) * Weights;
        for (var row = 0; row < _part.Rows; row++)
        {
            _stages.Back<TVector>(
                sums + (long)row * _stages.ImageRow, _sumStep, _part.Channels, weights + ((long)group * _part.Rows + row) * _part.FilterRow);
        }
    }

    private void Transform<TVector>(int group, int first, int count, float* images, float* gradients, float* band)
        where TVector : struct, IFloatVector<TVector>
    {
        for (var done = 0; done < count;)
        {
            var run = _tiles.RunAt(first + done, first + count);
            _stages.Images<TVector>(
                _image, group, run, band, images + done * MicroKernel.Columns, _imageStep, (long)_maxTiles * MicroKernel.Columns);
            _stages.Gradients<TVector>(_gradient, group, run, band, gradients + done * TVector.Count, _gradientStep, (long)_maxTiles * TVector.Count);
            done += run.Count;
        }
    }

    // Meanwhile the image and dy of the next tiles are fetched.
    private void Multiply(int group, int next, int nextCount, int count, bool accumulate, float* images, float* gradients, float* sums)
    {
        int columns = MicroKernel.Columns, panels = _stages.ImageRow / columns, half = WinogradTransforms.Area / 2;
        var start = new TileStart(null, accumulate, false);
        PlanesAhead ahead = default;
        for (var value = 0; value < WinogradTransforms.Area; value++)
        {
            if (nextCount > 0 && value % half == 0) ahead = value == 0 ? ImageAhead(group, next, nextCount) : GradientAhead(group, next, nextCount);
            for (var panel = 0; panel < panels; panel++)
            {
                WinogradGradientStages.Multiply(
                    images + value * _imageStep + panel * _maxTiles * columns, gradients + value * _gradientStep, (long)_maxTiles * VectorWidth.FloatLanes,
                    _stages.GradientRow, count, sums + value * _sumStep + panel * columns, _stages.ImageRow, start, ref ahead);
            }
        }
    }

    private int Calls => WinogradTransforms.Area / 2 * _stages.ImageRow / MicroKernel.Columns * _stages.GradientRow / (VectorWidth.Has512 ? 8 : 4);

    private PlanesAhead ImageAhead(int group, int tile, int count)
    {
        var run = _tiles.RunAt(tile, tile + count);
        return new PlanesAhead(
            _image + run.Item * _part.ImageItem + (long)group * _part.Channels * _part.ImageHeight * _part.ImageWidth, _part.Channels, _part.ImageHeight,
            _part.ImageWidth, run.Row * WinogradTransforms.Outputs + _tiles.Top, run.Column * WinogradTransforms.Outputs + _tiles.Left,
            count / run.Count * WinogradTransforms.Outputs + 2, run.Count * WinogradTransforms.Outputs + 2, Calls);
    }

    private PlanesAhead GradientAhead(int group, int tile, int count)
    {
        var run = _tiles.RunAt(tile, tile + count);
        return new PlanesAhead(
            _gradient + run.Item * _part.TargetItem + (long)group * _part.Rows * _part.TargetPlane, _part.Rows, _part.OutRows, _part.OutColumns,
            run.Row * WinogradTransforms.Outputs, run.Column * WinogradTransforms.Outputs, count / run.Count * WinogradTransforms.Outputs,
            run.Count * WinogradTransforms.Outputs, Calls);
    }

    /// <summary>Adds arrays of weights in order. A chunk is a slice of them.</summary>
    private sealed class WeightSumJob : ParallelJob
    {
        private const int Slice = 4096;

        private float* _weights, _others;
        private long _count;
        private int _arrays;

        public void Run(float* weights, float* others, long count, int arrays)
        {
            (_count, _arrays) = (count, arrays);
            _weights = weights;
            _others = others;
            if (arrays > 0) WorkerPool.Run(this, (int)((count + Slice - 1) / Slice));
        }

        public override void Run(int chunk, int worker)
        {
            var first = (long)chunk * Slice;
            for (var i = 0; i < _arrays; i++) VectorSum.Add(_weights + first, _others + i * _count + first, (int)Math.Min(Slice, _count - first));
        }
    }
}

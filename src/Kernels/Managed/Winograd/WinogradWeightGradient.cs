using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// The gradient of the weights of a 3x3 convolution as F(3x3, 4x4): transformed tiles of the image times transformed tiles of dy, summed
/// over the tiles in order, then transformed back.
/// </summary>
internal sealed unsafe partial class WinogradWeightGradient
{
    // Transformed tiles of a pass are read by other cores than those that wrote them: they stay near the second-level caches.
    private const long MaxPassFloats = 1 << 20;
    private const int MinPassTiles = 64;

    private readonly WinogradTiles _tiles;
    private readonly LoweredPart _part;
    private readonly WinogradGradientStages _stages;
    private readonly TransformJob _transform;
    private readonly ProductJob _product;
    private readonly BackJob _back;
    private readonly BlockJob _blocks;
    private readonly int _passTiles;
    private readonly bool _isOnePass;

    public WinogradWeightGradient(WinogradTiles tiles, int maxBatch)
    {
        _tiles = tiles;
        _part = tiles.Part;
        _stages = new WinogradGradientStages(tiles);
        var perTile = (long)_part.Groups * WinogradTransforms.Area * (ImageRow + GradientRow);
        // Where sums are many, more tiles cost less than sums that pass through memory once for some tiles each.
        var passTiles = Math.Max(Math.Max(MaxPassFloats, SumFloats) / perTile, MinPassTiles);
        _isOnePass = (long)maxBatch * tiles.PerItem <= passTiles;
        _passTiles = (int)Math.Min((long)maxBatch * tiles.PerItem, passTiles);
        (_transform, _product, _back, _blocks) = (new(this), new(this), new(this), new(this));
    }

    private int ImageRow => _stages.ImageRow;

    private int GradientRow => _stages.GradientRow;

    // In one pass panels of channels hold their values one after the other, else values hold their panels. One vector more, so that the 36
    // values of a tile do not share a set of the cache.
    private long ImageStep => (long)_passTiles * (_isOnePass ? MicroKernel.Columns : ImageRow) + VectorWidth.FloatLanes;

    private long ImagePanel => _isOnePass ? WinogradTransforms.Area * ImageStep : (long)_passTiles * MicroKernel.Columns;

    private long ImageGroup => WinogradTransforms.Area * ImageStep * (_isOnePass ? ImageRow / MicroKernel.Columns : 1);

    private long GradientStep => (long)_passTiles * (_isOnePass ? VectorWidth.FloatLanes : GradientRow) + VectorWidth.FloatLanes;

    private long GradientBlock => _isOnePass ? WinogradTransforms.Area * GradientStep : (long)_passTiles * VectorWidth.FloatLanes;

    private long GradientGroup => WinogradTransforms.Area * GradientStep * (_isOnePass ? _tiles.RowBlocks : 1);

    private long SumStep => (long)GradientRow * ImageRow + VectorWidth.FloatLanes;

    private long ImageFloats => _part.Groups * ImageGroup;

    private long GradientFloats => _part.Groups * GradientGroup;

    private long SumFloats => _part.Groups * WinogradTransforms.Area * SumStep;

    /// <summary>The scratch memory.</summary>
    public Workspace Workspace => _isOnePass
        ? new((ImageFloats + GradientFloats) * sizeof(float), Math.Max(_transform.BandFloats, _blocks.ScratchFloats) * sizeof(float))
        : new((ImageFloats + GradientFloats + SumFloats) * sizeof(float), _transform.BandFloats * sizeof(float));

    /// <summary>dw from x and dy.</summary>
    /// <param name="n">Batch items.</param>
    /// <param name="image">x.</param>
    /// <param name="gradient">dy.</param>
    /// <param name="weights">dw, overwritten.</param>
    /// <param name="memory">Memory of <see cref="Workspace"/>.</param>
    /// <param name="workers">How many workers it is for.</param>
    public void Compute(int n, float* image, float* gradient, float* weights, byte* memory, int workers)
    {
        var images = (float*)memory;
        float* gradients = images + ImageFloats, sums = gradients + GradientFloats;
        var count = n * _tiles.PerItem;
        var scratch = (float*)(memory + Workspace.SharedBytes);
        if (_isOnePass)
        {
            _transform.Run(0, count, image, gradient, images, gradients, scratch, Workspace.WorkerBytes / sizeof(float), workers);
            _blocks.Run(count, images, gradients, weights, scratch, workers);
            return;
        }
        for (var first = 0; first < count; first += _passTiles)
        {
            var end = Math.Min(first + _passTiles, count);
            _transform.Run(first, end, image, gradient, images, gradients, scratch, _transform.BandFloats, workers);
            _product.Run(end - first, images, gradients, sums, first > 0);
        }
        _back.Run(sums, weights);
    }

    /// <summary>Transforms tiles of the image and of dy. A chunk is a run of tiles.</summary>
    private sealed class TransformJob(WinogradWeightGradient owner) : ParallelJob
    {
        private const int WantedChunks = 32, MaxTiles = 64;

        private float* _image, _gradient, _images, _gradients, _bands;
        private long _bandStep;
        private int _first, _count, _chunks;

        /// <summary>Floats of a worker's band.</summary>
        public long BandFloats => owner._stages.BandFloats(MaxTiles);

        public void Run(int first, int end, float* image, float* gradient, float* images, float* gradients, float* bands, long bandStep, int workers)
        {
            (_first, _count) = (first, end - first);
            _image = image;
            _gradient = gradient;
            _images = images;
            _gradients = gradients;
            _bands = bands;
            _bandStep = bandStep;
            _chunks = Math.Clamp(_count / 2, 1, Math.Max(WantedChunks, (_count + MaxTiles - 1) / MaxTiles));
            WorkerPool.Run(this, _chunks, workers);
        }

        public override void Run(int chunk, int worker)
        {
            if (VectorWidth.Has512) Run<FloatVector512>(chunk, worker);
            else if (VectorWidth.Has256) Run<FloatVector256>(chunk, worker);
            else Run<FloatVector128>(chunk, worker);
        }

        private void Run<TVector>(int chunk, int worker) where TVector : struct, IFloatVector<TVector>
        {
            int begin = (int)((long)_count * chunk / _chunks), end = (int)((long)_count * (chunk + 1) / _chunks);
            var band = _bands + worker * _bandStep;
            for (var tile = begin; tile < end;)
            {
                var run = owner._tiles.RunAt(_first + tile, _first + end);
                for (var group = 0; group < owner._part.Groups; group++)
                {
                    var images = _images + group * owner.ImageGroup + (long)tile * MicroKernel.Columns;
                    owner._stages.Images<TVector>(_image, group, run, band, images, (nint)owner.ImageStep, owner.ImagePanel);
                    var gradients = _gradients + group * owner.GradientGroup + (long)tile * TVector.Count;
                    owner._stages.Gradients<TVector>(_gradient, group, run, band, gradients, (nint)owner.GradientStep, owner.GradientBlock);
                }
                tile += run.Count;
            }
        }
    }

    /// <summary>Sums products over the tiles. A chunk is a share of the target channels, for one value of the tile in one group.</summary>
    private sealed class ProductJob(WinogradWeightGradient owner) : ParallelJob
    {
        // Panels of this many tiles stay in the first-level cache.
        private const int MaxDepth = 192;

        private float* _images, _gradients, _sums;
        private int _count;
        private bool _accumulate;

        public void Run(int count, float* images, float* gradients, float* sums, bool accumulate)
        {
            _count = count;
            _images = images;
            _gradients = gradients;
            _sums = sums;
            _accumulate = accumulate;
            WorkerPool.Run(this, owner._part.Groups * WinogradTransforms.Area);
        }

        public override void Run(int chunk, int worker)
        {
            int lanes = VectorWidth.FloatLanes, columns = MicroKernel.Columns;
            PlanesAhead ahead = default;
            float* images = _images + chunk * owner.ImageStep, gradients = _gradients + chunk * owner.GradientStep, sums = _sums + chunk * owner.SumStep;
            for (var first = 0; first < _count; first += MaxDepth)
            {
                var depth = Math.Min(MaxDepth, _count - first);
                var start = new TileStart(null, _accumulate || first > 0, false);
                for (var channel = 0; channel < owner.ImageRow; channel += columns)
                {
                    WinogradGradientStages.Multiply(
                        images + (long)channel * owner._passTiles + (long)first * columns, gradients + (long)first * lanes, owner.GradientBlock,
                        owner.GradientRow, depth, sums + channel, owner.ImageRow, start, ref ahead);
                }
            }
        }
    }

    /// <summary>Transforms the sums back to weights. A chunk is a target channel.</summary>
    private sealed class BackJob(WinogradWeightGradient owner) : ParallelJob
    {
        private float* _sums, _weights;

        public void Run(float* sums, float* weights)
        {
            _sums = sums;
            _weights = weights;
            WorkerPool.Run(this, owner._part.Groups * owner._part.Rows);
        }

        public override void Run(int chunk, int worker)
        {
            if (VectorWidth.Has512) Run<FloatVector512>(chunk);
            else if (VectorWidth.Has256) Run<FloatVector256>(chunk);
            else Run<FloatVector128>(chunk);
        }

        private void Run<TVector>(int chunk) where TVector : struct, IFloatVector<TVector>
        {
            var part = owner._part;
            owner._stages.Back<TVector>(
                _sums + chunk / part.Rows * WinogradTransforms.Area * owner.SumStep + (long)(chunk % part.Rows) * owner.ImageRow, (nint)owner.SumStep,
                part.Channels, _weights + (long)chunk * part.FilterRow);
        }
    }
}

using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// The convolution where filters are many and tiles few. All tiles are transformed first; then a chunk takes some target channels, transforms
/// their filters a few image channels at a time and uses them for every tile while they are in the second-level cache: they never go
/// through memory. Every output is summed over the channels in order, so the cut does not touch its bits.
/// </summary>
internal sealed unsafe class WinogradManyFilters
{
    // Sums of so many tiles and a panel of target channels leave room for filters in the cache.
    private const int MaxTiles = 128;

    // Above this many passes over the filters it is cheaper to store them.
    private const int MaxPasses = 2;

    // Image channels whose filters are transformed together.
    private const int Channels = 64;

    private readonly WinogradTiles _tiles;
    private readonly WinogradFilters _filters;
    private readonly LoweredPart _part;
    private readonly WinogradStages _stages;
    private readonly ImageJob _images;
    private readonly ProductJob _product;
    private readonly int _maxTiles, _blocks, _steps, _imageStep;

    public WinogradManyFilters(WinogradTiles tiles, WinogradFilters filters, bool rectify, int maxBatch)
    {
        (_tiles, _filters, _part, _stages) = (tiles, filters, tiles.Part, new WinogradStages(tiles, rectify));
        _maxTiles = (int)Math.Min((long)maxBatch * tiles.PerItem, MaxTiles);
        var rows = MicroKernel.RoundUp(_maxTiles, MicroKernel.MaxRows);
        _blocks = Channels / VectorWidth.FloatLanes;
        _steps = (tiles.ChannelBlocks + _blocks - 1) / _blocks;
        // One vector more, so that the 36 values of a tile do not share a set of the cache.
        _imageStep = (rows * _blocks + 1) * VectorWidth.FloatLanes;
        (_images, _product) = (new(this), new(this));
    }

    public static bool Pays(WinogradTiles tiles, WinogradFilters filters, int maxBatch) =>
        filters.AreMany && (long)maxBatch * tiles.PerItem <= MaxPasses * MaxTiles;

    public Workspace Workspace =>
        new((long)_part.Groups * _steps * WinogradTransforms.Area * _imageStep * sizeof(float), _product.ScratchFloats * sizeof(float));

    // Per group and step over the channels: 36 values of all tiles.
    private float* Images(float* images, int group, int step) => images + (group * (long)_steps + step) * WinogradTransforms.Area * _imageStep;

    public void Run(int n, float* image, float* filter, float* bias, float* target, byte* memory, int workers)
    {
        var images = (float*)memory;
        var scratch = (float*)(memory + Workspace.SharedBytes);
        var count = n * _tiles.PerItem;
        var passes = (count + _maxTiles - 1) / _maxTiles;
        for (var pass = 0; pass < passes; pass++)
        {
            int first = (int)((long)count * pass / passes), end = (int)((long)count * (pass + 1) / passes);
            _images.Run(first, end, image, images, scratch, workers);
            _product.Run(first, end, images, filter, bias, target, scratch, workers);
        }
    }

    /// <summary>Transforms tiles. A chunk is a block of channels.</summary>
    private sealed class ImageJob(WinogradManyFilters owner) : ParallelJob
    {
        private float* _image, _images, _scratch;
        private int _first, _end;

        public void Run(int first, int end, float* image, float* images, float* scratch, int workers)
        {
            (_first, _end) = (first, end);
            _image = image;
            _images = images;
            _scratch = scratch;
            WorkerPool.Run(this, owner._part.Groups * owner._tiles.ChannelBlocks, workers);
        }

        public override void Run(int chunk, int worker)
        {
            if (VectorWidth.Has512) Run<FloatVector512>(chunk, worker);
            else if (VectorWidth.Has256) Run<FloatVector256>(chunk, worker);
            else Run<FloatVector128>(chunk, worker);
        }

        private void Run<TVector>(int chunk, int worker) where TVector : struct, IFloatVector<TVector>
        {
            int blocks = owner._tiles.ChannelBlocks, group = chunk / blocks, block = chunk % blocks;
            owner._stages.Images<TVector>(
                _image, group, _first, _end, block, block + 1, owner._blocks, MicroKernel.HeightFor(_end - _first),
                owner.Images(_images, group, block / owner._blocks), owner._imageStep, _scratch + worker * owner._product.ScratchFloats);
        }
    }

    /// <summary>Products and outputs. A chunk is a panel of target channels.</summary>
    private sealed class ProductJob(WinogradManyFilters owner) : ParallelJob
    {
        // One vector more, so that the 36 values do not share a set of the cache.
        private readonly int _filterStep = Channels * MicroKernel.Columns + VectorWidth.FloatLanes;
        private readonly int _productStep = MicroKernel.RoundUp(owner._maxTiles, MicroKernel.MaxRows) * MicroKernel.Columns + VectorWidth.FloatLanes;
        private float* _images, _filter, _bias, _target, _scratch;
        private int _first, _end;

        /// <summary>Floats of a worker's scratch memory: filters, sums and a band.</summary>
        public long ScratchFloats => (long)WinogradTransforms.Area * (_filterStep + _productStep) + owner._stages.BandFloats(owner._maxTiles);

        public void Run(int first, int end, float* images, float* filter, float* bias, float* target, float* scratch, int workers)
        {
            (_first, _end) = (first, end);
            _images = images;
            _filter = filter;
            _bias = bias;
            _target = target;
            _scratch = scratch;
            WorkerPool.Run(this, owner._part.Groups * owner._filters.Panels, workers);
        }

        public override void Run(int chunk, int worker)
        {
            if (VectorWidth.Has512) Run<FloatVector512>(chunk, worker);
            else if (VectorWidth.Has256) Run<FloatVector256>(chunk, worker);
            else Run<FloatVector128>(chunk, worker);
        }

        private void Run<TVector>(int chunk, int worker) where TVector : struct, IFloatVector<TVector>
        {
            int group = chunk / owner._filters.Panels, panel = chunk % owner._filters.Panels, channels = owner._part.Channels;
            var filters = _scratch + worker * ScratchFloats;
            float* products = filters + WinogradTransforms.Area * _filterStep, band = products + WinogradTransforms.Area * _productStep;
            for (var channel = 0; channel < channels; channel += Channels)
            {
                var depth = Math.Min(Channels, channels - channel);
                owner._filters.Block<TVector>(_filter, group, panel, channel, depth, filters, _filterStep);
                Multiply<TVector>(owner.Images(_images, group, channel / Channels), depth, channel > 0, filters, products);
            }
            owner._stages.Outputs<TVector>(products, _productStep, group, _first, _end, panel, panel + 1, _bias, _target, band);
        }

        private void Multiply<TVector>(float* images, int depth, bool accumulate, float* filters, float* products)
            where TVector : struct, IFloatVector<TVector>
        {
            int columns = MicroKernel.Columns, count = _end - _first, height = MicroKernel.HeightFor(count);
            var start = new TileStart(null, accumulate, false);
            for (var value = 0; value < WinogradTransforms.Area; value++)
            {
                var right = new SteppedRight(filters + value * _filterStep, columns);
                for (var tile = 0; tile < count; tile += height)
                {
                    var left = new BlockedLeft<TVector>(images + value * owner._imageStep + tile * Channels, height);
                    MicroKernel.Run(height, depth, left, right, products + value * _productStep + tile * columns, columns, start);
                }
            }
        }
    }
}

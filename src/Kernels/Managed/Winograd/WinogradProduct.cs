using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// The products of transformed filters and images, and their transforms back. A chunk takes some tiles through all three steps, for a share
/// of the target channels of a group, so that what it computes stays in the second-level cache; every output is summed over the
/// channels in order, so the cut does not touch its bits.
/// </summary>
internal sealed unsafe class WinogradProduct : ParallelJob
{
    // Transformed tiles and products of a chunk, where that leaves tiles enough to use each panel of filters again; else there are so many
    // filters that reading them costs more than what does not stay in the cache.
    private const int CacheFloats = 160 * 1024;
    private const int MinTiles = 24, MaxTiles = 48, TilesOfLarge = 96;

    private const int WantedChunks = 32;

    // Target channels from which it pays to transform the same tiles for another share of them.
    private const int MinShare = 128;

    private readonly WinogradTiles _tiles;
    private readonly WinogradFilters _filters;
    private readonly LoweredPart _part;
    private readonly WinogradStages _stages;
    private readonly int _lanes = VectorWidth.FloatLanes, _maxTiles, _imageStep, _productStep, _band;
    private float* _image, _packed, _bias, _target;
    private byte* _scratch;
    private int _count, _blocks, _shares;

    public WinogradProduct(WinogradTiles tiles, WinogradFilters filters, bool rectify)
    {
        (_tiles, _filters, _part, _stages) = (tiles, filters, tiles.Part, new WinogradStages(tiles, rectify));
        var perTile = WinogradTransforms.Area * (tiles.ChannelBlocks * _lanes + filters.Panels * MicroKernel.Columns);
        var cached = CacheFloats / perTile / MicroKernel.MaxRows * MicroKernel.MaxRows;
        _maxTiles = cached < MinTiles ? TilesOfLarge : Math.Min(cached, MaxTiles);
        // One vector more, so that the 36 values of a tile do not share a set of the cache.
        _imageStep = _maxTiles * tiles.ChannelBlocks * _lanes + _lanes;
        _productStep = _maxTiles * filters.Panels * MicroKernel.Columns + _lanes;
        _band = _stages.BandFloats(_maxTiles);
    }

    /// <summary>Bytes of scratch memory per worker.</summary>
    public long ScratchBytes => ((long)WinogradTransforms.Area * (_imageStep + _productStep) + _band) * sizeof(float);

    /// <summary>target = filter * image + bias, for the first <paramref name="n"/> items.</summary>
    /// <param name="n">Batch items.</param>
    /// <param name="image">The image, item 0.</param>
    /// <param name="packed">Transformed filters.</param>
    /// <param name="bias">A value per target channel, or null.</param>
    /// <param name="target">The result, item 0.</param>
    /// <param name="scratch">Scratch memory of all workers.</param>
    /// <param name="workers">How many workers it is for.</param>
    public void Multiply(int n, float* image, float* packed, float* bias, float* target, byte* scratch, int workers)
    {
        _image = image;
        _packed = packed;
        _bias = bias;
        _target = target;
        _scratch = scratch;
        _count = n * _tiles.PerItem;
        _blocks = (_count + _maxTiles - 1) / _maxTiles;
        var chunks = _blocks * _part.Groups;
        _shares = Math.Clamp(WantedChunks / chunks, 1, Math.Clamp(_part.Rows / MinShare, 1, _filters.Panels));
        WorkerPool.Run(this, chunks * _shares, workers);
    }

    public override void Run(int chunk, int worker)
    {
        if (VectorWidth.Has512) Run<FloatVector512>(chunk, worker);
        else if (VectorWidth.Has256) Run<FloatVector256>(chunk, worker);
        else Run<FloatVector128>(chunk, worker);
    }

    private void Run<TVector>(int chunk, int worker) where TVector : struct, IFloatVector<TVector>
    {
        int share = chunk % _shares, block = chunk / _shares % _blocks, group = chunk / _shares / _blocks;
        int first = block * _maxTiles, end = Math.Min(first + _maxTiles, _count);
        int firstPanel = _filters.Panels * share / _shares, endPanel = _filters.Panels * (share + 1) / _shares;
        var images = (float*)(_scratch + worker * ScratchBytes);
        float* products = images + WinogradTransforms.Area * (long)_imageStep, band = products + WinogradTransforms.Area * (long)_productStep;
        var height = MicroKernel.HeightFor(end - first);
        _stages.Images<TVector>(_image, group, first, end, 0, _tiles.ChannelBlocks, _tiles.ChannelBlocks, height, images, _imageStep, band);
        Multiply<TVector>(group, end - first, height, firstPanel, endPanel, images, products);
        _stages.Outputs<TVector>(products, _productStep, group, first, end, firstPanel, endPanel, _bias, _target, band);
    }

    private void Multiply<TVector>(int group, int count, int height, int firstPanel, int endPanel, float* images, float* products)
        where TVector : struct, IFloatVector<TVector>
    {
        int columns = MicroKernel.Columns, row = (endPanel - firstPanel) * columns, panel = _tiles.ChannelBlocks * _lanes * height;
        for (var value = 0; value < WinogradTransforms.Area; value++)
        {
            var filters = _packed + group * _filters.Group + value * _filters.ValueStep;
            for (var p = firstPanel; p < endPanel; p++)
            {
                var right = new SteppedRight(filters + p * _filters.Panel, columns);
                for (var tile = 0; tile < count; tile += height)
                {
                    var left = new BlockedLeft<TVector>(images + (long)value * _imageStep + (long)tile / height * panel, height);
                    MicroKernel.Run(
                        height, _part.Channels, left, right, products + (long)value * _productStep + (long)tile * row + (p - firstPanel) * columns,
                        row, default);
                }
            }
        }
    }
}

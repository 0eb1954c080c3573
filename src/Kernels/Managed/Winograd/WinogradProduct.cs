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
    private readonly bool _rectify;
    private readonly int _lanes = VectorWidth.FloatLanes, _maxTiles, _imageStep, _productStep, _band;
    private float* _image, _packed, _bias, _target;
    private byte* _scratch;
    private int _count, _blocks, _shares;

    public WinogradProduct(WinogradTiles tiles, WinogradFilters filters, bool rectify)
    {
        (_tiles, _filters, _part, _rectify) = (tiles, filters, tiles.Part, rectify);
        var perTile = WinogradTransforms.Area * (tiles.ChannelBlocks * _lanes + filters.Panels * MicroKernel.Columns);
        var cached = CacheFloats / perTile / MicroKernel.MaxRows * MicroKernel.MaxRows;
        _maxTiles = cached < MinTiles ? TilesOfLarge : Math.Min(cached, MaxTiles);
        // One vector more, so that the 36 values of a tile do not share a set of the cache.
        _imageStep = _maxTiles * tiles.ChannelBlocks * _lanes + _lanes;
        _productStep = _maxTiles * filters.Panels * MicroKernel.Columns + _lanes;
        _band = WinogradTransforms.Side * (Math.Min(_maxTiles, tiles.Columns) * WinogradTransforms.Outputs + 2) * _lanes;
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
        TransformImages<TVector>(group, first, end, height, images, band);
        Multiply<TVector>(group, end - first, height, firstPanel, endPanel, images, products);
        TransformOutputs<TVector>(group, first, end, firstPanel, endPanel, products, band);
    }

    // Tiles in panels of a register tile's height; in a panel, blocks of channels; in a block, the panel's tiles.
    private void TransformImages<TVector>(int group, int first, int end, int height, float* images, float* band)
        where TVector : struct, IFloatVector<TVector>
    {
        int lanes = TVector.Count, blocks = _tiles.ChannelBlocks;
        for (var tile = first; tile < end;)
        {
            var run = _tiles.RunAt(tile, end);
            var columns = run.Count * WinogradTransforms.Outputs + 2;
            for (var block = 0; block < blocks; block++)
            {
                var channel = group * _part.Channels + block * lanes;
                ChannelBand.Read(
                    _image + run.Item * _part.ImageItem + (long)channel * _part.ImageHeight * _part.ImageWidth, _part.ImageHeight, _part.ImageWidth,
                    Math.Min(lanes, _part.Channels - block * lanes), run.Row * WinogradTransforms.Outputs + _tiles.Top,
                    run.Column * WinogradTransforms.Outputs + _tiles.Left, WinogradTransforms.Side, columns, lanes, band);
                for (var i = 0; i < run.Count; i++)
                {
                    var index = tile - first + i;
                    var target = images + ((index / height * blocks + block) * height + index % height) * lanes;
                    WinogradTransforms.Image<TVector>(band + i * WinogradTransforms.Outputs * lanes, columns * lanes, target, _imageStep);
                }
            }
            tile += run.Count;
        }
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

    private void TransformOutputs<TVector>(int group, int first, int end, int firstPanel, int endPanel, float* products, float* band)
        where TVector : struct, IFloatVector<TVector>
    {
        int lanes = TVector.Count, row = (endPanel - firstPanel) * MicroKernel.Columns;
        int firstChannel = firstPanel * MicroKernel.Columns, endChannel = Math.Min(endPanel * MicroKernel.Columns, _part.Rows);
        var bias = stackalloc float[lanes];
        new Span<float>(bias, lanes).Clear();
        for (var tile = first; tile < end;)
        {
            var run = _tiles.RunAt(tile, end);
            int columns = run.Count * WinogradTransforms.Outputs, top = run.Row * WinogradTransforms.Outputs, left = run.Column * WinogradTransforms.Outputs;
            for (var channel = firstChannel; channel < endChannel; channel += lanes)
            {
                var count = Math.Min(lanes, endChannel - channel);
                if (_bias != null) new ReadOnlySpan<float>(_bias + group * _part.Rows + channel, count).CopyTo(new Span<float>(bias, lanes));
                var start = TVector.Load(bias);
                for (var i = 0; i < run.Count; i++)
                {
                    WinogradTransforms.Output(
                        products + (long)(tile - first + i) * row + channel - firstChannel, _productStep, start, _rectify,
                        band + i * WinogradTransforms.Outputs * lanes, columns * lanes);
                }
                var target = _target + run.Item * _part.TargetItem + (long)(group * _part.Rows + channel) * _part.TargetPlane
                    + (long)top * _part.TargetRow + left;
                ChannelBand.Write(
                    band, columns, lanes, Math.Min(WinogradTransforms.Outputs, _part.OutRows - top), Math.Min(columns, _part.OutColumns - left), count,
                    target, _part.TargetRow, _part.TargetPlane);
            }
            tile += run.Count;
        }
    }
}

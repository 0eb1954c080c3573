using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// The gradient of a convolution's weights: dw[filter, tap] is the dot product, over all output positions of the batch, of dy with the
/// image at the tap's distance. Image and dy are laid out in frames (<see cref="ImageFrame"/>), dy with zeros between its rows, so
/// that both run along memory. A chunk is a block of filters of one group over a share of the positions; the shares' partial sums are
/// then added in order.
/// </summary>
internal sealed unsafe class ConvolutionWeightGradient : WeightGradient
{
    // dy of a tile's filters, for the positions of a block, stays in the first-level cache while all taps pass over it, and the image
    // in the second-level cache while all filters do, unless its taps use it often enough anyway; blocks below the least length would spend
    // their time on adding up lanes.
    private const int MaxBlockFloats = 6 * 1024;
    private const int MaxImageFloats = 128 * 1024;
    private const int MinBlockPositions = 512;

    private const int WantedChunks = 32;
    private const long MaxPartialBytes = 8 << 20;
    private const long MaxFrameBytes = 16 << 20;

    private readonly LoweredPart _part;
    private readonly ImageFrame _frame;
    private readonly FrameCopy _imageCopy;
    private readonly GradientFrame _gradientFrame;
    private readonly Reduction _reduction;
    private readonly int[] _offsets;
    private readonly int _height, _panels, _depth, _blockPositions, _blocksPerItem, _blockItems;
    private float* _images, _gradients, _partials;
    private WeightSum _exact;
    private int _items, _shares, _panelBlocks;
    private bool _accumulate;

    public ConvolutionWeightGradient(Conv2DGeometry geometry)
    {
        _part = LoweredPart.Forward(geometry);
        _frame = new ImageFrame([_part], copy: true);
        _imageCopy = new FrameCopy(_part, _frame);
        _height = GradientTile.HeightFor(_part.Rows);
        _panels = (_part.Rows + _height - 1) / _height;
        _gradientFrame = new GradientFrame(_part, _frame, _panels * _height);
        _reduction = new Reduction(this);
        // The last tile of a filter repeats its last tap.
        var offsets = _frame.Offsets(_part);
        _depth = MicroKernel.RoundUp(offsets.Length, GradientTile.Taps);
        _offsets = GC.AllocateUninitializedArray<int>(_depth, pinned: true);
        offsets.CopyTo(_offsets, 0);
        _offsets.AsSpan(offsets.Length).Fill(offsets[^1]);

        // Either a part of an item, or several small items.
        var limit = Math.Min(MaxBlockFloats / _height, Math.Max(MaxImageFloats / _part.Channels * _part.Taps, MinBlockPositions));
        limit = limit / GradientFrame.Lanes * GradientFrame.Lanes;
        _blocksPerItem = (_gradientFrame.Plane + limit - 1) / limit;
        _blockPositions = MicroKernel.RoundUp((_gradientFrame.Plane + _blocksPerItem - 1) / _blocksPerItem, GradientFrame.Lanes);
        _blocksPerItem = (_gradientFrame.Plane + _blockPositions - 1) / _blockPositions;
        _blockItems = Math.Max(limit / _gradientFrame.Plane, 1);
    }

    private int ItemsPerPass => (int)Math.Clamp(MaxFrameBytes / ((_frame.Item + _gradientFrame.Item) * sizeof(float)), 1, int.MaxValue);

    // Filters and sum positions are filled up to whole tiles.
    private long PartialCount => (long)_part.Groups * _panels * _height * _depth;

    public override Workspace Workspace(int maxBatch)
    {
        var items = Math.Min(maxBatch, ItemsPerPass);
        return new(
            Managed.Workspace.Align(ImageBytes(items)) + Managed.Workspace.Align(items * _gradientFrame.Item * sizeof(float))
                + Shares(items) * PartialCount * sizeof(float),
            0);
    }

    public override void Compute(int n, float* image, float* gradient, float* weights, byte* memory, int workers)
    {
        var pass = Math.Min(n, ItemsPerPass);
        _images = (float*)memory;
        _gradients = (float*)(memory + Managed.Workspace.Align(ImageBytes(pass)));
        _partials = (float*)((byte*)_gradients + Managed.Workspace.Align(pass * _gradientFrame.Item * sizeof(float)));
        _shares = Shares(pass);
        _panelBlocks = Math.Clamp(WantedChunks / (_shares * _part.Groups), 1, _panels);
        for (var item = 0; item < n; item += pass)
        {
            _items = Math.Min(pass, n - item);
            _accumulate = item > 0;
            _imageCopy.Copy(_items, image + item * _part.ImageItem, _images);
            _gradientFrame.Copy(_items, gradient + item * _part.TargetItem, _gradients);
            // What tiles read past the last frame is multiplied by zero: it must be a number.
            new Span<float>(_images + _items * _frame.Item, MicroKernel.MaxColumns).Clear();
            WorkerPool.Run(this, _part.Groups * _panelBlocks * _shares);
        }
        _exact = new WeightSum(_part, n, image, gradient);
        _reduction.Reduce(weights);
    }

    public override void Run(int chunk, int worker)
    {
        int share = chunk % _shares, panelBlock = chunk / _shares % _panelBlocks, group = chunk / _shares / _panelBlocks;
        int firstPanel = _panels * panelBlock / _panelBlocks, endPanel = _panels * (panelBlock + 1) / _panelBlocks;
        var partial = _partials + share * PartialCount + (long)group * _panels * _height * _depth;
        if (!_accumulate) new Span<float>(partial + (long)firstPanel * _height * _depth, (endPanel - firstPanel) * _height * _depth).Clear();

        var image = _images + (long)group * _part.Channels * _frame.Plane;
        var gradient = _gradients + (long)group * _panels * _height * _gradientFrame.Plane;
        var units = Units(_items);
        long firstUnit = units * share / _shares, endUnit = units * (share + 1) / _shares;
        for (var unit = firstUnit; unit < endUnit; unit++)
        {
            var item = (int)(unit / _blocksPerItem) * _blockItems;
            var position = (int)(unit % _blocksPerItem) * _blockPositions;
            var block = new GradientBlock(
                Math.Min(_blockItems, _items - item), Math.Min(_blockPositions, _gradientFrame.Plane - position),
                _gradientFrame.Plane, _gradientFrame.Item, _frame.Item);
            var dy = gradient + item * _gradientFrame.Item + position;
            var x = image + item * _frame.Item + position;
            for (var panel = firstPanel; panel < endPanel; panel++)
                AddPanel(block, dy + (long)panel * _height * _gradientFrame.Plane, x, partial + (long)panel * _height * _depth);
        }
    }

    private void AddPanel(in GradientBlock block, float* dy, float* x, float* partial)
    {
        fixed (int* offsets = _offsets)
        {
            for (var k = 0; k < _depth; k += GradientTile.Taps) GradientTile.Run(_height, block, dy, x, offsets + k, dy, partial + k, _depth);
        }
    }

    private long ImageBytes(int items) => (items * _frame.Item + MicroKernel.MaxColumns) * sizeof(float);

    private long Units(int items) => (items + _blockItems - 1) / _blockItems * (long)_blocksPerItem;

    // Positions are shared out first, since all filters can then use an image while it is cached; as far as the partial sums allow.
    private int Shares(int items)
    {
        var wanted = (WantedChunks + _part.Groups - 1) / _part.Groups;
        var limit = Math.Max(MaxPartialBytes / (PartialCount * sizeof(float)), 1);
        return (int)Math.Min(Math.Min(wanted, limit), Units(items));
    }

    /// <summary>Adds the partial sums in order and writes them as weights. A chunk is a filter.</summary>
    private sealed class Reduction(ConvolutionWeightGradient owner) : ParallelJob
    {
        // Below this many terms a second thread costs more than it saves.
        private const long Small = 32 * 1024;

        private float* _weights;

        public void Reduce(float* weights)
        {
            _weights = weights;
            WorkerPool.Run(this, owner._part.Groups * owner._part.Rows, owner._shares * owner.PartialCount < Small ? 1 : 0);
        }

        public override void Run(int chunk, int worker)
        {
            var part = owner._part;
            var partial = owner._partials + ((long)chunk / part.Rows * owner._panels * owner._height + chunk % part.Rows) * owner._depth;
            var weights = _weights + (long)chunk * part.FilterRow;
            for (var share = 1; share < owner._shares; share++)
                VectorSum.Add(partial, partial + share * owner.PartialCount, part.Depth);
            for (int k = 0, channel = 0; channel < part.Channels; channel++)
            for (var tap = 0; tap < part.Taps; tap++, k++)
            {
                // The zeros between rows make a NaN of every NaN and infinity that they meet, also where no output does.
                var value = partial[k];
                if (float.IsNaN(value)) value = owner._exact.Compute(chunk, channel, tap);
                weights[channel * part.FilterChannel + part.TapWeight[tap]] = value;
            }
        }
    }
}

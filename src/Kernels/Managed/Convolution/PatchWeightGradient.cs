using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// The gradient of a convolution's weights as a product whose sums run over the output positions of the batch: per sum position of the
/// convolution (a channel and a tap) a row of what the tap meets, per filter a column of dy. A step's rows and columns are packed into
/// caches; the rows as they lie in memory, the columns transposed. A chunk is a block of rows over a share of the steps; the shares'
/// partial sums are then added in order. The cut depends on the shape alone.
/// </summary>
internal sealed unsafe class PatchWeightGradient : WeightGradient
{
    // Positions of a step: all that a chunk packs, and its sums, stay in the second-level cache, and the errors of the step's sums small.
    private const int MaxPositions = 192;
    private const int MaxRows = 384;
    private const int MaxSums = 64 * 1024;

    private const int WantedChunks = 32;
    private const long MaxPartialBytes = 8 << 20;
    private const long MaxFrameBytes = 16 << 20;

    private readonly LoweredPart _part;
    private readonly ImageFrame _frame;
    private readonly FrameCopy _copy;
    private readonly WeightReduction _reduction;
    private readonly int[] _offsets;
    private readonly int _height, _panels, _rowBlocks, _tiles, _reach;
    private readonly int _lineFloats;
    private readonly long _scratchBytes;
    private float* _image, _gradient, _partials;
    private byte* _scratch;
    private int _items, _shares;
    private bool _accumulate;

    public PatchWeightGradient(Conv2DGeometry geometry)
    {
        _part = LoweredPart.Forward(geometry);
        _frame = new ImageFrame([_part]);
        _copy = new FrameCopy(_part, _frame);
        _height = MicroKernel.HeightFor(_part.Depth);
        _panels = (_part.Depth + _height - 1) / _height;
        _tiles = (_part.Rows + MicroKernel.Columns - 1) / MicroKernel.Columns;
        var most = Math.Max(Math.Min(MaxSums / (_tiles * MicroKernel.Columns), MaxRows) / _height, MaxPositions / 2 / _height);
        _rowBlocks = (_panels + most - 1) / most;
        // The last tile repeats the last row.
        var offsets = _frame.Offsets(_part);
        _offsets = GC.AllocateUninitializedArray<int>(_panels * _height, pinned: true);
        offsets.CopyTo(_offsets, 0);
        _offsets.AsSpan(offsets.Length).Fill(offsets[^1]);
        _reach = offsets.Max();
        _reduction = new WeightReduction(_part, _tiles, _panels * _height);

        // A panel of rows reads a few lines of each block of positions: the blocks lie so that these fall into different sets of the cache.
        var lanes = VectorWidth.FloatLanes;
        var rows = (_panels + _rowBlocks - 1) / _rowBlocks * _height;
        _lineFloats = (MicroKernel.RoundUp(rows + 1, 64) + MicroKernel.MaxRows) * lanes;
        _scratchBytes = Managed.Workspace.Align(
            ((MaxPositions + lanes - 1) / lanes * (long)_lineFloats + (long)_tiles * MaxPositions * MicroKernel.Columns) * sizeof(float));
    }

    private int ItemsPerPass => _frame.IsImage ? int.MaxValue : (int)Math.Clamp(MaxFrameBytes / (_frame.Item * sizeof(float)), 1, int.MaxValue);

    private long PartialCount => (long)_part.Groups * _tiles * _panels * _height * MicroKernel.Columns;

    public override Workspace Workspace(int maxBatch)
    {
        var items = Math.Min(maxBatch, ItemsPerPass);
        return new(FrameBytes(items) + Shares(items) * PartialCount * sizeof(float), _scratchBytes);
    }

    public override void Compute(int n, float* image, float* gradient, float* weights, byte* memory, int workers)
    {
        var pass = Math.Min(n, ItemsPerPass);
        _shares = Shares(pass);
        _partials = (float*)(memory + FrameBytes(pass));
        _scratch = (byte*)(_partials + _shares * PartialCount);
        for (var item = 0; item < n; item += pass)
        {
            _items = Math.Min(pass, n - item);
            _accumulate = item > 0;
            _image = _frame.IsImage ? image : (float*)memory;
            _gradient = gradient + item * _part.TargetItem;
            if (!_frame.IsImage) _copy.Copy(_items, image + item * _part.ImageItem, _image);
            WorkerPool.Run(this, _part.Groups * _rowBlocks * _shares, workers);
        }
        _reduction.Reduce(_partials, _shares, weights);
    }

    public override void Run(int chunk, int worker)
    {
        int share = chunk % _shares, rowBlock = chunk / _shares % _rowBlocks, group = chunk / _shares / _rowBlocks;
        int firstRow = _panels * rowBlock / _rowBlocks * _height, endRow = _panels * (rowBlock + 1) / _rowBlocks * _height;
        var sums = _partials + share * PartialCount + ((long)group * _tiles * _panels * _height + firstRow) * MicroKernel.Columns;
        var rows = (float*)(_scratch + worker * _scratchBytes);
        var columns = rows + (MaxPositions + VectorWidth.FloatLanes - 1) / VectorWidth.FloatLanes * (long)_lineFloats;
        var steps = Steps(_items);
        long firstStep = steps * share / _shares, endStep = steps * (share + 1) / _shares, positions = (long)_items * _part.Pixels;
        // No share is without a step in the first pass.
        for (var step = firstStep; step < endStep; step++)
        {
            var first = positions * step / steps;
            var count = (int)(positions * (step + 1) / steps - first);
            PackRows(group, firstRow, endRow - firstRow, first, count, rows);
            PackColumns(group, first, count, columns);
            var start = new TileStart(null, _accumulate || step > firstStep, rectify: false, adds: true);
            if (VectorWidth.Has512) Multiply<FloatVector512>(endRow - firstRow, count, rows, columns, sums, start);
            else if (VectorWidth.Has256) Multiply<FloatVector256>(endRow - firstRow, count, rows, columns, sums, start);
            else Multiply<FloatVector128>(endRow - firstRow, count, rows, columns, sums, start);
        }
    }

    private void Multiply<TVector>(int height, int count, float* rows, float* columns, float* sums, in TileStart start)
        where TVector : struct, IFloatVector<TVector>
    {
        int width = MicroKernel.Columns, lanes = TVector.Count;
        for (var tile = 0; tile < _tiles; tile++, columns += MaxPositions * width, sums += (long)_panels * _height * width)
        for (var row = 0; row < height; row += _height)
        {
            var left = new BlockedLeft<TVector>(rows + row * lanes, _lineFloats / lanes);
            MicroKernel.Run(_height, count, left, new SteppedRight(columns, width), sums + (long)row * width, width, start);
        }
    }

    private void PackRows(int group, int firstRow, int height, long first, int count, float* rows)
    {
        var image = _image + (long)group * _part.Channels * _frame.Plane;
        var patches = new PatchCopies(_part, _frame, VectorWidth.FloatLanes);
        var copies = stackalloc PatchCopy[MaxPositions];
        var copyCount = patches.List(first, count, _lineFloats, copies);
        // A vector that starts at the last place may end behind the image's memory; frames have room for that.
        var end = (long)group * _part.Channels * _frame.Plane + copies[copyCount - 1].From + _reach + VectorWidth.FloatLanes;
        fixed (int* offsets = _offsets)
        {
            if (_frame.IsImage && end > _items * _part.ImageItem) patches.CopyExactly(image, offsets + firstRow, height, copies, copyCount, rows);
            else patches.Copy(image, offsets + firstRow, height, copies, copyCount, rows);
        }
    }

    // dy of the filters of a tile side by side, zero for those that there are not, position by position.
    private void PackColumns(int group, long first, int count, float* columns)
    {
        var width = MicroKernel.Columns;
        for (var tile = 0; tile < _tiles; tile++, columns += MaxPositions * width)
        {
            int filter = tile * width, filters = Math.Min(width, _part.Rows - filter), pixel = (int)(first % _part.Pixels);
            var item = first / _part.Pixels;
            for (var done = 0; done < count; item++, pixel = 0)
            {
                var length = Math.Min(_part.Pixels - pixel, count - done);
                var source = _gradient + item * _part.TargetItem + ((long)group * _part.Rows + filter) * _part.TargetPlane + pixel;
                Transpose.Pack(source, _part.TargetPlane, filters, length, columns + done * width, width);
                done += length;
            }
        }
    }

    private long FrameBytes(int items) =>
        _frame.IsImage ? 0 : Managed.Workspace.Align((items * _frame.Item + MicroKernel.MaxColumns) * sizeof(float));

    private long Steps(int items) => ((long)items * _part.Pixels + MaxPositions - 1) / MaxPositions;

    // Rows are cut so that their sums stay in the cache, and then positions, as far as the partial sums allow.
    private int Shares(int items)
    {
        var limit = Math.Max(MaxPartialBytes / (PartialCount * sizeof(float)), 1);
        return (int)Math.Min(Math.Min(Math.Max(WantedChunks / (_part.Groups * _rowBlocks), 1), limit), Steps(items));
    }
}

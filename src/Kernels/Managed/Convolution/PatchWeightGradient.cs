using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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

    // Calls ahead for a step.
    private const int MaxCalls = 512;

    private const int WantedChunks = 32;
    private const long MaxPartialBytes = 8 << 20;
    private const long MaxFrameBytes = 16 << 20;

    private readonly LoweredPart _part;
    private readonly ImageFrame _frame;
    private readonly FrameCopy _copy;
    private readonly WeightReduction _reduction;
    private readonly TileShape _tile;
    private readonly int[] _offsets, _filterOffsets;
    private readonly int _panels, _rowBlocks, _tiles, _reach, _lineFloats;
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
        _tile = TileShape.For(_part.Depth, _part.Rows);
        int height = _tile.Height, columns = _tile.Columns;
        _panels = (_part.Depth + height - 1) / height;
        _tiles = (_part.Rows + columns - 1) / columns;
        var most = Math.Max(Math.Min(MaxSums / (_tiles * columns), MaxRows) / height, MaxPositions / 2 / height);
        _rowBlocks = (_panels + most - 1) / most;
        // The last tile repeats the last row, and so do calls ahead behind it.
        var offsets = _frame.Offsets(_part);
        _offsets = Padded(offsets, _panels * height + MaxPositions);
        _filterOffsets = Padded([.. Enumerable.Range(0, _part.Rows).Select(filter => filter * _part.TargetPlane)], _part.Rows + MaxPositions);
        _reach = offsets.Max();
        _reduction = new WeightReduction(_part, _tiles, _panels * height, columns);

        // A row more in each block of positions: the last copy of the row before it writes a whole vector.
        _lineFloats = (height + 1) * VectorWidth.FloatLanes;
        _scratchBytes = Managed.Workspace.Align((RowFloats + (long)_tiles * MaxPositions * columns) * sizeof(float));
    }

    // A panel of rows, in blocks of a vector's width of positions.
    private int RowFloats => (MaxPositions + VectorWidth.FloatLanes - 1) / VectorWidth.FloatLanes * _lineFloats;

    private int ItemsPerPass => _frame.IsImage ? int.MaxValue : (int)Math.Clamp(MaxFrameBytes / (_frame.Item * sizeof(float)), 1, int.MaxValue);

    private long PartialCount => (long)_part.Groups * _tiles * _panels * _tile.Height * _tile.Columns;

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
        if (VectorWidth.Has512) Run<FloatVector512>(chunk, worker);
        else if (VectorWidth.Has256) Run<FloatVector256>(chunk, worker);
        else Run<FloatVector128>(chunk, worker);
    }

    private void Run<TVector>(int chunk, int worker) where TVector : struct, IFloatVector<TVector>
    {
        int rowBlock = chunk % _rowBlocks, group = chunk / _rowBlocks % _part.Groups, share = chunk / _rowBlocks / _part.Groups;
        var firstRow = Managed.Shares.First(_panels, rowBlock, _rowBlocks) * _tile.Height;
        var endRow = Managed.Shares.First(_panels, rowBlock + 1, _rowBlocks) * _tile.Height;
        var sums = _partials + share * PartialCount + ((long)group * _tiles * _panels * _tile.Height + firstRow) * _tile.Columns;
        var rows = (float*)(_scratch + worker * _scratchBytes);
        var columns = rows + RowFloats;
        var copies = stackalloc PatchCopy[2 * MaxPositions];
        var calls = stackalloc LinesAhead[MaxCalls];
        var steps = Steps(_items);
        int firstStep = Managed.Shares.Tapered(steps, share, _shares), endStep = Managed.Shares.Tapered(steps, share + 1, _shares);
        // No share is without a step in the first pass.
        var coming = List(firstStep, steps, copies);
        for (var step = firstStep; step < endStep; step++)
        {
            var current = coming;
            coming = step + 1 < endStep ? List(step + 1, steps, copies + (step + 1 - firstStep) % 2 * MaxPositions) : default;
            PackColumns(group, current.First, current.Count, columns);
            var callCount = ListAhead(group, firstRow, endRow, coming, current.Count, calls);
            var start = new TileStart(null, _accumulate || step > firstStep, rectify: false, adds: true);
            var call = 0;
            for (var row = firstRow; row < endRow; row += _tile.Height)
            {
                // Just before it is used: the panel stays in the first-level cache.
                PackRows(group, row, current, rows);
                var left = new BlockedLeft<TVector>(rows, _lineFloats / TVector.Count);
                for (var tile = 0; tile < _tiles; tile++)
                {
                    var right = columns + (long)tile * MaxPositions * _tile.Columns;
                    var c = sums + ((long)tile * _panels * _tile.Height + row - firstRow) * _tile.Columns;
                    if (call == callCount)
                    {
                        Multiply(current.Count, left, new SteppedRight(right, _tile.Columns), c, start);
                        continue;
                    }
                    var lines = calls[call++];
                    Multiply(current.Count, left, new PrefetchingRight(right, _tile.Columns, lines.First, lines.Offsets), c, start);
                }
            }
        }
    }

    private void Multiply<TLeft, TRight>(int count, TLeft left, TRight right, float* c, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand =>
        MicroKernel.Run(_tile, count, left, right, c, _tile.Columns, start);

    private Positions List(int step, int steps, PatchCopy* copies)
    {
        var positions = (long)_items * _part.Pixels;
        var first = positions * step / steps;
        var count = (int)(positions * (step + 1) / steps - first);
        return new Positions(first, count, copies, new PatchCopies(_part, _frame, VectorWidth.FloatLanes).List(first, count, _lineFloats, copies));
    }

    private void PackRows(int group, int row, in Positions positions, float* rows)
    {
        var image = _image + (long)group * _part.Channels * _frame.Plane;
        var patches = new PatchCopies(_part, _frame, VectorWidth.FloatLanes);
        var last = positions.Copies[positions.CopyCount - 1];
        // A vector that starts at the last place may end behind the image's memory; frames have room for that.
        var end = (long)group * _part.Channels * _frame.Plane + last.From + last.Length + _reach + VectorWidth.FloatLanes;
        var offsets = Pinned(_offsets) + row;
        if (_frame.IsImage && end > _items * _part.ImageItem) patches.CopyExactly(image, offsets, _tile.Height, positions.Copies, positions.CopyCount, rows);
        else patches.Copy(image, offsets, _tile.Height, positions.Copies, positions.CopyCount, rows);
    }

    // What the next step packs, as many lines a product as it has positions: of the image, then of dy.
    private int ListAhead(int group, int firstRow, int endRow, in Positions coming, int count, LinesAhead* calls)
    {
        var used = 0;
        var image = _image + (long)group * _part.Channels * _frame.Plane;
        for (var copy = 0; copy < coming.CopyCount; copy++)
            for (var row = firstRow; row < endRow && used < MaxCalls; row += count)
                calls[used++] = new LinesAhead { First = image + coming.Copies[copy].From, Offsets = Pinned(_offsets) + row };
        for (var position = coming.First; position < coming.First + coming.Count; position += VectorWidth.FloatLanes)
        {
            var dy = _gradient + position / _part.Pixels * _part.TargetItem + (long)group * _part.Rows * _part.TargetPlane + position % _part.Pixels;
            for (var filter = 0; filter < _part.Rows && used < MaxCalls; filter += count)
                calls[used++] = new LinesAhead { First = dy, Offsets = Pinned(_filterOffsets) + filter };
        }
        return used;
    }

    // dy of the filters of a tile side by side, zero for those that there are not, position by position.
    private void PackColumns(int group, long first, int count, float* columns)
    {
        var width = _tile.Columns;
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

    private int Steps(int items) => (int)(((long)items * _part.Pixels + MaxPositions - 1) / MaxPositions);

    // Rows are cut so that their sums stay in the cache, and then positions, as far as the partial sums allow.
    private int Shares(int items)
    {
        var limit = Math.Max(MaxPartialBytes / (PartialCount * sizeof(float)), 1);
        return (int)Math.Min(Math.Min(Math.Max(WantedChunks / (_part.Groups * _rowBlocks), 1), limit), Steps(items));
    }

    // As long as the cut may need, the last value repeated; it stays where it is.
    private static int[] Padded(int[] values, int length)
    {
        var padded = GC.AllocateUninitializedArray<int>(length, pinned: true);
        values.CopyTo(padded, 0);
        padded.AsSpan(values.Length).Fill(values[^1]);
        return padded;
    }

    private static int* Pinned(int[] padded) => (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(padded));

    // A line at each of the distances.
    private struct LinesAhead
    {
        public float* First;
        public int* Offsets;
    }

    // The positions of a step.
    private readonly struct Positions(long first, int count, PatchCopy* copies, int copyCount)
    {
        public readonly long First = first;
        public readonly int Count = count, CopyCount = copyCount;
        public readonly PatchCopy* Copies = copies;
    }
}

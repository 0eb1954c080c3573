using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Multiplies packed filters with the taps of framed images. With few target channels the register tiles read the taps in place; with
/// more, a block of them is first packed into panels, which saves the tiles from loads that straddle cache lines. A chunk is a block of output positions of one batch item, in one group of one part, and a share of its target channels.
/// Every output is summed over channels and taps in order by one thread, so the cut does not touch its bits.
/// </summary>
internal sealed unsafe class ConvolutionProduct : ParallelJob
{
    // Sum positions of a step: a panel of the filter and the piece of the image that it meets stay in the second-level cache, and the errors
    // of the step's sums small. Steps are added to each other.
    private const int MaxDepth = 192;

    // Panels of filters from which packing the taps pays.
    private const int PackPanels = 3;

    // Tiles of a block, and the chunks that every thread of a large machine wants, where the shape has them.
    private const int MaxTiles = 8;
    private const int WantedChunks = 32;

    // Images are framed a few items at a time: the frames stay in the last-level cache and the workspace small.
    private const long MaxFrameBytes = 16 << 20;

    private readonly LoweredPart[] _parts;
    private readonly ImageFrame _frame;
    private readonly FrameCopy _copy;
    private readonly int[][] _offsets;
    private readonly int[] _chunks, _blocks, _rowBlocks;
    private readonly bool _rectify;
    private float* _scratch;
    private float* _image, _packed, _bias, _target;

    public ConvolutionProduct(LoweredPart[] parts, bool rectify)
    {
        _parts = parts;
        _rectify = rectify;
        _frame = new ImageFrame(parts);
        _copy = new FrameCopy(parts[0], _frame);
        _offsets = [.. parts.Select(_frame.Offsets)];
        _chunks = new int[parts.Length];
        _blocks = new int[parts.Length];
        _rowBlocks = new int[parts.Length];
        ScratchBytes = Math.Min(parts.Max(part => part.Depth), MaxDepth) * (long)MaxTiles * MicroKernel.Columns * sizeof(float);
    }

    private int ItemsPerPass => (int)Math.Clamp(MaxFrameBytes / (_frame.Item * sizeof(float)), 1, int.MaxValue);

    /// <summary>Bytes of the frames for batches of up to <paramref name="maxBatch"/> items; the last tile may read past its output.</summary>
    public long FrameBytes(int maxBatch) =>
        _frame.IsImage ? 0 : (Math.Min(maxBatch, ItemsPerPass) * _frame.Item + MicroKernel.MaxColumns) * sizeof(float);

    /// <summary>Bytes of packed taps per worker.</summary>
    public long ScratchBytes { get; }

    /// <summary>target = filter * image + bias, for the first <paramref name="n"/> items.</summary>
    /// <param name="n">Batch items.</param>
    /// <param name="image">The image, item 0.</param>
    /// <param name="packed">The filters of all parts, from <see cref="FilterPanels"/>.</param>
    /// <param name="bias">A value per target channel, or null.</param>
    /// <param name="target">The result, item 0.</param>
    /// <param name="frames">Memory of <see cref="FrameBytes"/>.</param>
    /// <param name="scratch">Scratch memory of all workers.</param>
    /// <param name="workers">How many workers it is for.</param>
    public void Multiply(int n, float* image, float* packed, float* bias, float* target, float* frames, byte* scratch, int workers)
    {
        _scratch = (float*)scratch;
        _packed = packed;
        _bias = bias;
        var pass = _frame.IsImage ? n : Math.Min(n, ItemsPerPass);
        for (var item = 0; item < n; item += pass)
        {
            var items = Math.Min(pass, n - item);
            var source = image + item * _parts[0].ImageItem;
            if (!_frame.IsImage) _copy.Copy(items, source, frames);
            _image = _frame.IsImage ? source : frames;
            _target = target + item * _parts[0].TargetItem;
            var total = 0;
            for (var i = 0; i < _parts.Length; i++) total += Plan(_parts[i], i, items);
            WorkerPool.Run(this, total, workers);
        }
    }

    public override void Run(int chunk, int worker)
    {
        var packed = _packed;
        for (var i = 0; i < _parts.Length; i++)
        {
            if (chunk < _chunks[i])
            {
                RunPart(_parts[i], i, chunk, packed, _scratch + worker * (ScratchBytes / sizeof(float)));
                return;
            }
            chunk -= _chunks[i];
            packed += _parts[i].Groups * _parts[i].PackedGroup;
        }
    }

    // Blocks are wide unless that leaves too few chunks; then they narrow, and then the channels are shared out.
    private int Plan(LoweredPart part, int index, int items)
    {
        var tiles = Tiles(part);
        var size = MaxTiles;
        while (size > 2 && (long)items * part.Groups * ((tiles + size - 1) / size) < WantedChunks) size /= 2;
        _blocks[index] = (tiles + size - 1) / size;
        var chunks = (long)items * part.Groups * _blocks[index];
        var panels = (part.Rows + part.TileHeight - 1) / part.TileHeight;
        _rowBlocks[index] = (int)Math.Clamp(WantedChunks / chunks, 1, panels);
        return _chunks[index] = checked((int)(chunks * _rowBlocks[index]));
    }

    private int Tiles(LoweredPart part) => (_frame.Positions(part) + MicroKernel.Columns - 1) / MicroKernel.Columns;

    private void RunPart(LoweredPart part, int index, int chunk, float* packed, float* scratch)
    {
        var rowBlock = chunk % _rowBlocks[index];
        chunk /= _rowBlocks[index];
        var block = chunk % _blocks[index];
        chunk /= _blocks[index];
        int group = chunk % part.Groups, item = chunk / part.Groups;

        var tiles = Tiles(part);
        int firstTile = (int)((long)tiles * block / _blocks[index]), endTile = (int)((long)tiles * (block + 1) / _blocks[index]);
        var height = part.TileHeight;
        var panels = (part.Rows + height - 1) / height;
        int firstRow = panels * rowBlock / _rowBlocks[index] * height, endRow = Math.Min(panels * (rowBlock + 1) / _rowBlocks[index] * height, part.Rows);

        var image = _image + item * (_frame.IsImage ? part.ImageItem : _frame.Item) + (long)group * part.Channels * _frame.Plane;
        var target = _target + item * part.TargetItem + (long)group * part.Rows * part.TargetPlane;
        packed += group * part.PackedGroup;
        var steps = Math.Max((part.Depth + MaxDepth - 1) / MaxDepth, 1);
        fixed (int* offsets = _offsets[index])
        {
            for (var step = 0; step < steps; step++)
            {
                int depthFirst = (int)((long)part.Depth * step / steps), depth = (int)((long)part.Depth * (step + 1) / steps) - depthFirst;
                var lowered = (endRow - firstRow + height - 1) / height >= PackPanels ? scratch : null;
                if (lowered != null) PackTaps(part, depth, image, offsets + depthFirst, firstTile, endTile, lowered);
                for (var row = firstRow; row < endRow; row += height)
                {
                    var a = packed + (long)row * part.Depth + (long)depthFirst * height;
                    RunTiles(part, group, row, depth, a, image, offsets + depthFirst, lowered, target, firstTile, endTile, step > 0, step == steps - 1);
                }
            }
        }
    }

    // The last tile moves back so as not to read past the image, and stores only what the one before it did not.
    private static int Position(int tile, int positions) => Math.Max(Math.Min(tile * MicroKernel.Columns, positions - MicroKernel.Columns), 0);

    private void PackTaps(LoweredPart part, int depth, float* image, int* offsets, int firstTile, int endTile, float* lowered)
    {
        var positions = _frame.Positions(part);
        for (var t = firstTile; t < endTile; t++)
        {
            var source = image + Position(t, positions);
            for (var k = 0; k < depth; k++, lowered += MicroKernel.Columns) TileCopy.Row(source + offsets[k], lowered);
        }
    }

    private void RunTiles(
        LoweredPart part, int group, int row, int depth, float* a, float* image, int* offsets, float* lowered, float* target,
        int firstTile, int endTile, bool accumulate, bool last)
    {
        int height = part.TileHeight, rows = Math.Min(height, part.Rows - row), columns = MicroKernel.Columns;
        int width = _frame.Width, positions = _frame.Positions(part);
        target += (long)row * part.TargetPlane + part.TargetOffset;
        var tile = stackalloc float[MicroKernel.MaxRows * MicroKernel.MaxColumns];
        var bias = stackalloc float[MicroKernel.MaxRows];
        for (var i = 0; i < rows && _bias != null; i++) bias[i] = _bias[group * part.Rows + row + i];
        var start = new TileStart(_bias != null ? bias : null, accumulate, last && _rectify, adds: true);

        for (var t = firstTile; t < endTile; t++)
        {
            int wanted = t * columns, position = Position(t, positions);
            var inPlace = new ListedRight(image + position, offsets);
            var panel = new SteppedRight(lowered + (long)(t - firstTile) * depth * columns, columns);
            int outRow = position / width, outColumn = position % width;
            var whole = rows == height && position == wanted && wanted + columns <= positions && part.TargetColumn == 1
                && (outColumn + columns <= part.OutColumns || (part.IsDense && width == part.OutColumns));
            if (whole)
            {
                var c = target + (long)outRow * part.TargetRow + outColumn;
                if (lowered != null) MicroKernel.Run(height, depth, new PackedLeft(a, height), panel, c, part.TargetPlane, start);
                else MicroKernel.Run(height, depth, new PackedLeft(a, height), inPlace, c, part.TargetPlane, start);
                continue;
            }
            if (accumulate) Copy(part, target, rows, tile, position, wanted, Math.Min(wanted + columns, positions), toTile: true);
            if (lowered != null) MicroKernel.Run(height, depth, new PackedLeft(a, height), panel, tile, columns, start);
            else MicroKernel.Run(height, depth, new PackedLeft(a, height), inPlace, tile, columns, start);
            Copy(part, target, rows, tile, position, wanted, Math.Min(wanted + columns, positions), toTile: false);
        }
    }

    // Positions first .. end - 1 of a tile that starts at tilePosition, row by row, without those between the rows.
    private void Copy(LoweredPart part, float* target, int rows, float* tile, int tilePosition, int first, int end, bool toTile)
    {
        var width = _frame.Width;
        for (var outRow = first / width; outRow * width < end; outRow++)
        {
            int begin = Math.Max(first - outRow * width, 0), count = Math.Min(end - outRow * width, part.OutColumns) - begin;
            if (count <= 0) continue;
            var inTarget = target + (long)outRow * part.TargetRow + (long)begin * part.TargetColumn;
            var inTile = tile + outRow * width + begin - tilePosition;
            for (var row = 0; row < rows; row++, inTarget += part.TargetPlane, inTile += MicroKernel.Columns)
            {
                if (toTile) TileCopy.Gather(inTarget, part.TargetColumn, inTile, count);
                else TileCopy.Scatter(inTile, inTarget, part.TargetColumn, count);
            }
        }
    }
}

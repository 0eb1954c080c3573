using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Packs the taps of blocks of output positions into panels, which all filters then use from the caches. Positions are counted through
/// the batch, so every register tile but the last is full. A chunk is a run of blocks in one group of one part, and a share of its
/// target channels.
/// </summary>
internal sealed unsafe class PatchProduct : ConvolutionProduct
{
    // Tiles of a block, whose panels take half of the second-level cache; fewer where the unfinished outputs of a block would take another quarter.
    private const int MaxTiles = 8;
    private const int MaxUnfinished = 64 * 1024;

    // Chunks that every thread wants: of positions, so that all end together; of channels, each of which packs for itself.
    private const int RangesPerThread = 8;
    private const int ChunksPerThread = 4;

    private readonly int[] _blockTiles, _ranges, _rowBlocks, _reach;
    private readonly int _panelFloats;
    private int _items;

    public PatchProduct(LoweredPart[] parts, bool rectify) : base(parts, rectify)
    {
        _blockTiles = new int[parts.Length];
        _ranges = new int[parts.Length];
        _rowBlocks = new int[parts.Length];
        _reach = [.. Offsets.Select(offsets => offsets.DefaultIfEmpty().Max())];
        // Panels end with what the last copy writes too much.
        _panelFloats = Math.Min(parts.Max(part => part.Depth), MaxDepth) * MicroKernel.Columns + VectorWidth.FloatLanes;
        ScratchBytes = Workspace.Align(BlockTiles(parts[0]) * sizeof(float) * ((long)_panelFloats + UnfinishedRows(parts[0]) * MicroKernel.Columns));
    }

    public override long ScratchBytes { get; }

    protected override int Plan(LoweredPart part, int index, int items)
    {
        _items = items;
        int tiles = Tiles(part), block = BlockTiles(part), wanted = ChunksPerThread * WorkerPool.ThreadCount;
        while (block > 2 && part.Groups * (long)((tiles + block - 1) / block) < wanted) block /= 2;
        _blockTiles[index] = block;
        _ranges[index] = Math.Min((tiles + block - 1) / block, Math.Max(RangesPerThread * WorkerPool.ThreadCount / part.Groups, 1));
        var chunks = part.Groups * _ranges[index];
        _rowBlocks[index] = Math.Clamp((wanted + chunks - 1) / chunks, 1, Panels(part));
        return checked(chunks * _rowBlocks[index]);
    }

    protected override void RunPart(LoweredPart part, int index, int chunk, float* packed, float* scratch)
    {
        int rowBlock = chunk % _rowBlocks[index], range = chunk / _rowBlocks[index] % _ranges[index], group = chunk / _rowBlocks[index] / _ranges[index];
        int tiles = Tiles(part), panels = Panels(part);
        var rows = (First: panels * rowBlock / _rowBlocks[index] * part.TileHeight, End: Math.Min(panels * (rowBlock + 1) / _rowBlocks[index] * part.TileHeight, part.Rows));
        int first = Shares.First(tiles, range, _ranges[index]), end = Shares.First(tiles, range + 1, _ranges[index]);
        // As many tiles in each block.
        var blocks = (end - first + _blockTiles[index] - 1) / _blockTiles[index];
        for (var block = 0; block < blocks; block++)
        {
            int firstTile = first + Shares.First(end - first, block, blocks), endTile = first + Shares.First(end - first, block + 1, blocks);
            RunBlock(part, index, group, rows, firstTile, endTile - firstTile, packed + group * part.PackedGroup, scratch);
        }
    }

    private static int UnfinishedRows(LoweredPart part) => MicroKernel.RoundUp(part.Rows, part.TileHeight);

    private static int BlockTiles(LoweredPart part) => Math.Clamp(MaxUnfinished / (UnfinishedRows(part) * MicroKernel.Columns), 2, MaxTiles);

    private int Tiles(LoweredPart part) => (int)(((long)_items * part.Pixels + MicroKernel.Columns - 1) / MicroKernel.Columns);

    private void RunBlock(LoweredPart part, int index, int group, (int First, int End) rows, int firstTile, int tiles, float* packed, float* scratch)
    {
        int columns = MicroKernel.Columns, height = part.TileHeight, steps = Math.Max((part.Depth + MaxDepth - 1) / MaxDepth, 1);
        var first = (long)firstTile * columns;
        var count = (int)Math.Min((long)tiles * columns, (long)_items * part.Pixels - first);
        var image = GroupImage(part, group, 0);
        var outputs = new PatchOutputs(part, GroupTarget(part, group, 0));
        var patches = new PatchCopies(part, Frame, columns);
        var copies = stackalloc PatchCopy[count];
        var copyCount = patches.List(first, count, _panelFloats, copies);
        var exact = EndsImage(part, index, group, copies[copyCount - 1].From);
        var places = stackalloc float*[tiles];
        for (var t = 0; t < tiles; t++) places[t] = outputs.Place(first + t * columns, Math.Min(columns, count - t * columns));
        var bias = stackalloc float[MicroKernel.MaxRows];
        var unfinished = scratch + tiles * (long)_panelFloats;

        fixed (int* offsets = Offsets[index])
        {
            for (var step = 0; step < steps; step++)
            {
                int depthFirst = (int)((long)part.Depth * step / steps), depth = (int)((long)part.Depth * (step + 1) / steps) - depthFirst;
                var last = step == steps - 1;
                if (exact) patches.CopyExactly(image, offsets + depthFirst, depth, copies, copyCount, scratch);
                else patches.Copy(image, offsets + depthFirst, depth, copies, copyCount, scratch);
                for (var t = 0; t < tiles; t++)
                for (var row = rows.First; row < rows.End; row += height)
                {
                    var present = Math.Min(height, part.Rows - row);
                    var start = new TileStart(step == 0 ? Bias(part, group, row, present, bias) : null, step > 0, last && Rectify, adds: true);
                    var left = new PackedLeft(packed + (long)row * part.Depth + (long)depthFirst * height, height);
                    var right = new SteppedRight(scratch + t * (long)_panelFloats, columns);
                    if (places[t] != null && present == height)
                    {
                        MicroKernel.Run(height, depth, left, right, places[t] + (long)row * part.TargetPlane, part.TargetPlane, start);
                        continue;
                    }
                    // Sums of a single step stay in the first-level cache.
                    var tile = steps == 1 ? unfinished : unfinished + (row - rows.First) * tiles * columns + t * height * columns;
                    MicroKernel.Run(height, depth, left, right, tile, columns, start);
                    if (last) outputs.Store(tile, row, present, first + t * columns, Math.Min(columns, count - t * columns));
                }
            }
        }
    }

    // Whether a vector that starts at a copy's last place may end behind the image's memory. Frames have room for that.
    private bool EndsImage(LoweredPart part, int index, int group, nint from) =>
        Frame.IsImage && (long)group * part.Channels * Frame.Plane + from + _reach[index] + VectorWidth.FloatLanes > _items * part.ImageItem;
}

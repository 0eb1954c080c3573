using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Packs the taps of a register tile's output positions into a panel, which all filters then use from the caches; where one tap meets
/// positions that lie side by side, the image is the panel. Positions are counted
/// through the batch, so every tile but the last is full. A few tiles make a block, which goes through the sum positions in steps: what
/// the step needs of the filters then stays in the second-level cache. A chunk is a run of blocks in one group of one part, and a share of
/// its target channels; while a tile is multiplied, what the next one packs is called into the cache.
/// </summary>
internal sealed unsafe class PatchProduct : ConvolutionProduct
{
    // Positions of a block; fewer where its unfinished outputs would take more than a quarter of the second-level cache.
    private const int MaxPositions = 256;
    private const int MaxUnfinished = 64 * 1024;

    // Sums up to this length take one step: their outputs are stored once.
    private const int MaxSingleStep = 256;

    // Chunks that every thread wants: of positions, the last ones small, so that all end together; of channels, each of which packs for itself.
    private const int RangesPerThread = 12;
    private const int ChunksPerThread = 4;

    // Image and target beyond every cache: the target, of which the next op finds little there, is stored past them without reading its lines first.
    private const long Streamed = 32 << 20;

    private const int LineFloats = 16;

    // Rows at multiples of this many bytes share an eighth or less of the second-level cache.
    private const int SetDistance = 2048;

    private readonly int[] _blockTiles, _ranges, _rowBlocks, _reach;
    private readonly int _panelFloats;
    private readonly bool _readsInPlace;

    // Of the longest block that is read in place the lines, a channel's one after the other.
    private readonly int[] _blockLines;
    private readonly bool[] _tapers;
    private int _items;

    public PatchProduct(LoweredPart[] parts, bool rectify) : base(parts, rectify)
    {
        _blockTiles = new int[parts.Length];
        _ranges = new int[parts.Length];
        _rowBlocks = new int[parts.Length];
        _tapers = new bool[parts.Length];
        _reach = [.. Offsets.Select(offsets => offsets.DefaultIfEmpty().Max())];
        // A single tap's rows are read in place, unless they lie so that few sets of the second-level cache would have to hold them all.
        _readsInPlace = Frame.IsImage && parts.All(part => part.Taps == 1 && Frame.Width == part.OutColumns)
            && Frame.Plane * sizeof(float) % SetDistance != 0;
        _blockLines = _readsInPlace && Steps(parts[0]) == 1 ? BlockLines(parts[0]) : [];
        // Panels end with what the last copy writes too much.
        var columns = parts[0].Tile.Columns;
        _panelFloats = parts.Max(StepDepth) * columns + VectorWidth.FloatLanes;
        ScratchBytes = Workspace.Align((_panelFloats + (long)parts.Max(UnfinishedTiles) * UnfinishedRows(parts[0]) * columns) * sizeof(float));
    }

    public override long ScratchBytes { get; }

    protected override int Plan(LoweredPart part, int index, int items)
    {
        _items = items;
        int tiles = Tiles(part), block = BlockTiles(part), wanted = ChunksPerThread * WorkerPool.ThreadCount;
        while (block > 2 && part.Groups * (long)((tiles + block - 1) / block) < wanted) block /= 2;
        _blockTiles[index] = block;
        _ranges[index] = Math.Min((tiles + block - 1) / block, Math.Max(RangesPerThread * WorkerPool.ThreadCount / part.Groups, 1));
        // The first of few ranges would be most of a thread's work.
        _tapers[index] = _ranges[index] >= wanted;
        var chunks = part.Groups * _ranges[index];
        _rowBlocks[index] = Math.Clamp((wanted + chunks - 1) / chunks, 1, Panels(part));
        return checked(chunks * _rowBlocks[index]);
    }

    protected override void RunPart(LoweredPart part, int index, int chunk, float* packed, float* scratch)
    {
        int rowBlock = chunk % _rowBlocks[index], range = chunk / _rowBlocks[index] % _ranges[index], group = chunk / _rowBlocks[index] / _ranges[index];
        int panels = Panels(part), height = part.Tile.Height, columns = part.Tile.Columns, most = _blockTiles[index];
        var rows = new PatchRows(
            group, Shares.First(panels, rowBlock, _rowBlocks[index]) * height,
            Math.Min(Shares.First(panels, rowBlock + 1, _rowBlocks[index]) * height, part.Rows), packed + group * part.PackedGroup);
        int first = FirstTile(part, index, range), end = FirstTile(part, index, range + 1);
        // As many tiles in each block; two blocks are known, so that one can call for the other's.
        var blocks = (end - first + most - 1) / most;
        var tiles = stackalloc PatchTile[2 * most];
        var copies = stackalloc PatchCopy[2 * most * columns];
        var coming = List(0);
        for (var block = 0; block < blocks; block++)
        {
            var count = coming;
            coming = block + 1 < blocks ? List(block + 1) : 0;
            RunBlock(part, index, rows, tiles + block % 2 * most, count, coming == 0 ? null : tiles + (block + 1) % 2 * most, scratch);
        }
        StreamCopy.End();

        int List(int block)
        {
            int firstTile = first + Shares.First(end - first, block, blocks), count = first + Shares.First(end - first, block + 1, blocks) - firstTile;
            for (var t = 0; t < count; t++)
                tiles[block % 2 * most + t] = ListTile(part, index, group, firstTile + t, copies + (block % 2 * most + t) * columns);
            return count;
        }
    }

    private int FirstTile(LoweredPart part, int index, int range) =>
        _tapers[index] ? Shares.Tapered(Tiles(part), range, _ranges[index]) : Shares.First(Tiles(part), range, _ranges[index]);

    private static int Steps(LoweredPart part) => part.Depth <= MaxSingleStep ? 1 : (part.Depth + MaxDepth - 1) / MaxDepth;

    private static int StepDepth(LoweredPart part) => (part.Depth + Steps(part) - 1) / Steps(part);

    private int[] BlockLines(LoweredPart part)
    {
        var lines = BlockTiles(part) * part.Tile.Columns / LineFloats;
        var all = GC.AllocateUninitializedArray<int>(part.Depth * lines, pinned: true);
        for (var i = 0; i < all.Length; i++) all[i] = i / lines * Frame.Plane + i % lines * LineFloats;
        return all;
    }

    private static int UnfinishedRows(LoweredPart part) => MicroKernel.RoundUp(part.Rows, part.Tile.Height);

    private static int BlockTiles(LoweredPart part)
    {
        int columns = part.Tile.Columns, most = MaxPositions / columns;
        return Steps(part) == 1 ? most : Math.Clamp(MaxUnfinished / (UnfinishedRows(part) * columns), 2, most);
    }

    // Sums of a single step are finished at once.
    private static int UnfinishedTiles(LoweredPart part) => Steps(part) == 1 ? 1 : BlockTiles(part);

    private int Tiles(LoweredPart part) => (int)(((long)_items * part.Pixels + part.Tile.Columns - 1) / part.Tile.Columns);

    private PatchTile ListTile(LoweredPart part, int index, int group, int tile, PatchCopy* copies)
    {
        var columns = part.Tile.Columns;
        var first = (long)tile * columns;
        var count = (int)Math.Min(columns, (long)_items * part.Pixels - first);
        var copyCount = new PatchCopies(part, Frame, columns).List(first, count, 0, copies);
        return new PatchTile
        {
            First = first, Count = count, Copies = copies, CopyCount = copyCount, IsExact = EndsImage(part, index, group, copies[copyCount - 1]),
            Source = _readsInPlace && count == columns && first % part.Pixels + count <= part.Pixels
                ? GroupImage(part, group, 0) + copies[0].From + Offsets[index][0]
                : null,
            Place = new PatchOutputs(part, GroupTarget(part, group, 0), columns).Place(first, count),
        };
    }

    private void RunBlock(LoweredPart part, int index, in PatchRows rows, PatchTile* tiles, int count, PatchTile* coming, float* scratch)
    {
        var steps = Steps(part);
        var image = GroupImage(part, rows.Group, 0);
        var patches = new PatchCopies(part, Frame, part.Tile.Columns);
        fixed (int* offsets = Offsets[index])
        {
            if (steps == 1 && IsInPlace(tiles, count))
            {
                RunInPlace(part, rows, tiles, count, coming, scratch + _panelFloats);
                return;
            }
            for (var step = 0; step < steps; step++)
            {
                int first = Shares.First(part.Depth, step, steps), depth = Shares.First(part.Depth, step + 1, steps) - first;
                var last = step == steps - 1;
                for (var t = 0; t < count; t++)
                {
                    var tile = tiles + t;
                    var right = tile->Source != null ? new PatchPanel(tile->Source + (long)first * Frame.Plane, Frame.Plane) : new PatchPanel(scratch, part.Tile.Columns);
                    if (tile->Source == null && tile->IsExact) patches.CopyExactly(image, offsets + first, depth, tile->Copies, tile->CopyCount, scratch);
                    else if (tile->Source == null) patches.Copy(image, offsets + first, depth, tile->Copies, tile->CopyCount, scratch);

                    var ahead = t + 1 < count ? tiles + t + 1 : last ? coming : tiles;
                    var aheadFirst = t + 1 < count ? first : last ? 0 : first + depth;
                    // Steps differ in length by one: the last one's offsets end where the sums do.
                    right.Ahead(image, ahead, offsets + Math.Min(aheadFirst, part.Depth - depth));
                    // A block's unfinished outputs lie behind the panel.
                    var unfinished = scratch + _panelFloats + (steps == 1 ? 0 : (long)t * UnfinishedRows(part) * part.Tile.Columns);
                    RunTile(part, rows, *tile, right, first, depth, last, unfinished);
                }
            }
        }
    }

    private static bool IsInPlace(PatchTile* tiles, int count)
    {
        for (var t = 0; t < count; t++)
            if (tiles[t].Source == null) return false;
        return true;
    }

    // A panel of filters meets all tiles of the block, which the second-level cache holds: image and target are then read and written in
    // runs of memory as long as a block, not as a tile.
    private void RunInPlace(LoweredPart part, in PatchRows rows, PatchTile* tiles, int count, PatchTile* coming, float* sums)
    {
        int height = part.Tile.Height, depth = part.Depth, called = 0;
        fixed (int* ahead = _blockLines)
        {
            for (var row = rows.First; row < rows.End; row += height)
            for (var t = 0; t < count; t++)
            {
                var right = new PatchPanel(tiles[t].Source, Frame.Plane);
                if (coming != null && coming->Source != null && called < _blockLines.Length)
                {
                    right.Ahead(coming->Source, ahead + called);
                    called += depth;
                }
                var next = t + 1 < count ? new PatchNext(tiles[t + 1].Place, row) : new PatchNext(tiles[0].Place, row + height);
                RunPanel(part, rows, tiles[t], right, row, 0, 0, depth, true, next, sums);
            }
        }
    }

    private void RunTile(LoweredPart part, in PatchRows rows, in PatchTile tile, in PatchPanel right, int first, int depth, bool last, float* unfinished)
    {
        int height = part.Tile.Height, call = 0;
        for (var row = rows.First; row < rows.End; row += height, call++)
        {
            var sums = unfinished + (first == 0 && last ? 0 : (long)(row - rows.First) * part.Tile.Columns);
            RunPanel(part, rows, tile, right, row, call, first, depth, last, new PatchNext(tile.Place, row + height), sums);
        }
    }

    private void RunPanel(
        LoweredPart part, in PatchRows rows, in PatchTile tile, in PatchPanel right, int row, int call, int first, int depth, bool last,
        PatchNext next, float* sums)
    {
        int columns = part.Tile.Columns, height = part.Tile.Height, present = Math.Min(height, part.Rows - row);
        var bias = stackalloc float[MicroKernel.MaxRows];
        var left = new PackedLeft(rows.Packed + (long)row * part.Depth + (long)first * height, height);
        var start = new TileStart(first == 0 ? Bias(part, rows.Group, row, present, bias) : null, first > 0, last && Rectify, adds: true);
        if (tile.Place == null || present < height)
        {
            right.Multiply(part.Tile, depth, left, call, sums, columns, start);
            if (last) new PatchOutputs(part, GroupTarget(part, rows.Group, 0), columns).Store(sums, row, present, tile.First, tile.Count);
            return;
        }
        if (first == 0 && last && _items * (part.ImageItem + part.TargetItem) * sizeof(float) > Streamed && MicroKernel.CanStream(tile.Place, part.TargetPlane))
            start = start.Streamed();
        else if (next.Place != null)
            TileCopy.Prefetch(next.Place + (long)next.Row * part.TargetPlane, part.TargetPlane, Math.Min(height, rows.End - next.Row), columns);
        right.Multiply(part.Tile, depth, left, call, tile.Place + (long)row * part.TargetPlane, part.TargetPlane, start);
    }

    // Whether a vector that starts at a copy's last place may end behind the image's memory. Frames have room for that.
    private bool EndsImage(LoweredPart part, int index, int group, in PatchCopy copy) =>
        Frame.IsImage
        && (long)group * part.Channels * Frame.Plane + copy.From + copy.Length + _reach[index] + VectorWidth.FloatLanes > _items * part.ImageItem;

    // A share of a group's target channels and the group's packed filters.
    private readonly struct PatchRows(int group, int first, int end, float* packed)
    {
        public readonly int Group = group, First = first, End = end;
        public readonly float* Packed = packed;
    }

    // Where the next tile's results belong: the first channel's place, and the tile's first channel.
    private readonly struct PatchNext(float* place, int row)
    {
        public readonly float* Place = place;
        public readonly int Row = row;
    }
}

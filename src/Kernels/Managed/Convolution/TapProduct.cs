using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Register tiles read the taps in place from the frames. A chunk is a block of output positions of one batch item, in one group of one
/// part, and a share of its target channels. Positions behind the last column of a row are computed and dropped.
/// </summary>
internal sealed unsafe class TapProduct : ConvolutionProduct
{
    // Tiles of a block, and the chunks that every thread of a large machine wants, where the shape has them.
    private const int MaxTiles = 8;
    private const int WantedChunks = 32;

    private readonly int[] _blocks, _rowBlocks;

    public TapProduct(LoweredPart[] parts, bool rectify) : base(parts, rectify)
    {
        _blocks = new int[parts.Length];
        _rowBlocks = new int[parts.Length];
    }

    public override long ScratchBytes => 0;

    // Blocks are wide unless that leaves too few chunks; then they narrow, and then the channels are shared out.
    protected override int Plan(LoweredPart part, int index, int items)
    {
        var tiles = Tiles(part);
        var size = MaxTiles;
        while (size > 2 && (long)items * part.Groups * ((tiles + size - 1) / size) < WantedChunks) size /= 2;
        _blocks[index] = (tiles + size - 1) / size;
        var chunks = (long)items * part.Groups * _blocks[index];
        _rowBlocks[index] = (int)Math.Clamp(WantedChunks / chunks, 1, Panels(part));
        return checked((int)(chunks * _rowBlocks[index]));
    }

    private int Tiles(LoweredPart part) => (Frame.Positions(part) + MicroKernel.Columns - 1) / MicroKernel.Columns;

    protected override void RunPart(LoweredPart part, int index, int chunk, float* packed, float* scratch)
    {
        var rowBlock = chunk % _rowBlocks[index];
        chunk /= _rowBlocks[index];
        var block = chunk % _blocks[index];
        chunk /= _blocks[index];
        int group = chunk % part.Groups, item = chunk / part.Groups;

        int tiles = Tiles(part), height = part.Tile.Height, panels = Panels(part);
        int firstTile = (int)((long)tiles * block / _blocks[index]), endTile = (int)((long)tiles * (block + 1) / _blocks[index]);
        int firstRow = panels * rowBlock / _rowBlocks[index] * height, endRow = Math.Min(panels * (rowBlock + 1) / _rowBlocks[index] * height, part.Rows);

        float* image = GroupImage(part, group, item), target = GroupTarget(part, group, item);
        packed += group * part.PackedGroup;
        var steps = Math.Max((part.Depth + MaxDepth - 1) / MaxDepth, 1);
        fixed (int* offsets = Offsets[index])
        {
            for (var step = 0; step < steps; step++)
            {
                int depthFirst = (int)((long)part.Depth * step / steps), depth = (int)((long)part.Depth * (step + 1) / steps) - depthFirst;
                for (var row = firstRow; row < endRow; row += height)
                {
                    var a = packed + (long)row * part.Depth + (long)depthFirst * height;
                    RunTiles(part, group, row, depth, a, image, offsets + depthFirst, target, firstTile, endTile, step > 0, step == steps - 1);
                }
            }
        }
    }

    // The last tile moves back so as not to read past the image, and stores only what the one before it did not.
    private static int Position(int tile, int positions) => Math.Max(Math.Min(tile * MicroKernel.Columns, positions - MicroKernel.Columns), 0);

    private void RunTiles(
        LoweredPart part, int group, int row, int depth, float* a, float* image, int* offsets, float* target,
        int firstTile, int endTile, bool accumulate, bool last)
    {
        int height = part.Tile.Height, rows = Math.Min(height, part.Rows - row), columns = MicroKernel.Columns;
        int width = Frame.Width, positions = Frame.Positions(part);
        target += (long)row * part.TargetPlane + part.TargetOffset;
        var tile = stackalloc float[MicroKernel.MaxRows * MicroKernel.MaxColumns];
        var bias = stackalloc float[MicroKernel.MaxRows];
        var start = new TileStart(Bias(part, group, row, rows, bias), accumulate, last && Rectify, adds: true);

        for (var t = firstTile; t < endTile; t++)
        {
            int wanted = t * columns, position = Position(t, positions);
            var inPlace = new ListedRight(image + position, offsets);
            int outRow = position / width, outColumn = position % width;
            var whole = rows == height && position == wanted && wanted + columns <= positions && part.TargetColumn == 1
                && (outColumn + columns <= part.OutColumns || (part.IsDense && width == part.OutColumns));
            if (whole)
            {
                var c = target + (long)outRow * part.TargetRow + outColumn;
                MicroKernel.Run(height, depth, new PackedLeft(a, height), inPlace, c, part.TargetPlane, start);
                continue;
            }
            if (accumulate) Copy(part, target, rows, tile, position, wanted, Math.Min(wanted + columns, positions), toTile: true);
            MicroKernel.Run(height, depth, new PackedLeft(a, height), inPlace, tile, columns, start);
            Copy(part, target, rows, tile, position, wanted, Math.Min(wanted + columns, positions), toTile: false);
        }
    }

    // Positions first .. end - 1 of a tile that starts at tilePosition, row by row, without those between the rows.
    private void Copy(LoweredPart part, float* target, int rows, float* tile, int tilePosition, int first, int end, bool toTile)
    {
        var width = Frame.Width;
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

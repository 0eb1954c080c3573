using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Multiplies packed filters with lowered images. A chunk is a block of pixels (through the whole batch) of one group of one part,
/// and a share of its target channels; it packs a block of the lowered image that stays in the second-level cache and runs the
/// register tiles over it. Every output is summed over channels and taps in order by one thread, so the cut does not touch its bits.
/// </summary>
internal sealed unsafe class ConvolutionProduct(LoweredPart[] parts, bool rectify) : ParallelJob
{
    private const int MaxDepth = 384;
    private const int MaxBlock = 256;

    // Enough chunks for every thread of a large machine to find work, where the shape has them.
    private const int WantedChunks = 32;

    private readonly long _scratchBytes = ScratchBytes(parts);
    private readonly int[] _chunks = new int[parts.Length];
    private readonly int[] _block = new int[parts.Length];
    private readonly int[] _rowBlocks = new int[parts.Length];
    private float* _image, _packed, _bias, _target;
    private byte* _scratch;
    private int _batch;

    /// <summary>Bytes of scratch memory per worker: a packed block and its segments.</summary>
    public static long ScratchBytes(LoweredPart[] parts)
    {
        var depth = 0;
        foreach (var part in parts) depth = Math.Max(depth, Math.Min(part.Depth, MaxDepth));
        return (long)depth * MaxBlock * sizeof(float) + MaxBlock * sizeof(Segment);
    }

    /// <summary>target = filter * image + bias, for the first <paramref name="n"/> items.</summary>
    /// <param name="n">Batch items.</param>
    /// <param name="image">The image, item 0.</param>
    /// <param name="packed">The filters of all parts, from <see cref="FilterPanels"/>.</param>
    /// <param name="bias">A value per target channel, or null.</param>
    /// <param name="target">The result, item 0.</param>
    /// <param name="scratch">Scratch memory of all workers.</param>
    /// <param name="workers">How many workers it is for.</param>
    public void Multiply(int n, float* image, float* packed, float* bias, float* target, byte* scratch, int workers)
    {
        _batch = n;
        _image = image;
        _packed = packed;
        _bias = bias;
        _target = target;
        _scratch = scratch;
        var total = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            Plan(parts[i], i);
            total += _chunks[i];
        }
        WorkerPool.Run(this, total, workers);
    }

    public override void Run(int chunk, int worker)
    {
        var packed = _packed;
        for (var i = 0; i < parts.Length; i++)
        {
            if (chunk < _chunks[i])
            {
                RunPart(parts[i], i, chunk, packed, _scratch + worker * _scratchBytes);
                return;
            }
            chunk -= _chunks[i];
            packed += parts[i].Groups * parts[i].PackedGroup;
        }
    }

    // Blocks are as wide as the cache allows unless that leaves too few chunks; then they narrow, and then the channels are shared out.
    private void Plan(LoweredPart part, int index)
    {
        var pixels = (long)_batch * part.Pixels;
        var block = MaxBlock;
        while (block > 2 * MicroKernel.Columns && Blocks(pixels, block) * part.Groups < WantedChunks) block /= 2;
        var chunks = Blocks(pixels, block) * part.Groups;
        var panels = (part.Rows + part.TileHeight - 1) / part.TileHeight;
        _block[index] = block;
        _rowBlocks[index] = (int)Math.Clamp(WantedChunks / chunks, 1, Math.Max(panels / 4, 1));
        _chunks[index] = checked((int)(chunks * _rowBlocks[index]));
    }

    private static long Blocks(long pixels, int block) => (pixels + block - 1) / block;

    private void RunPart(LoweredPart part, int index, int chunk, float* packed, byte* scratch)
    {
        var rowBlock = chunk % _rowBlocks[index];
        chunk /= _rowBlocks[index];
        var group = chunk % part.Groups;
        var first = (long)(chunk / part.Groups) * _block[index];
        var count = (int)Math.Min(_block[index], (long)_batch * part.Pixels - first);

        var height = part.TileHeight;
        var panels = (part.Rows + height - 1) / height;
        var rows = (First: panels * rowBlock / _rowBlocks[index] * height, End: Math.Min(panels * (rowBlock + 1) / _rowBlocks[index] * height, part.Rows));

        var segments = (Segment*)scratch;
        var lowered = (float*)(scratch + MaxBlock * sizeof(Segment));
        var image = _image + (long)group * part.Channels * part.ImageHeight * part.ImageWidth;
        packed += group * part.PackedGroup;

        var steps = Math.Max((part.Depth + MaxDepth - 1) / MaxDepth, 1);
        for (var step = 0; step < steps; step++)
        {
            int depthFirst = (int)((long)part.Depth * step / steps), depth = (int)((long)part.Depth * (step + 1) / steps) - depthFirst;
            var panelStride = depth * MicroKernel.Columns;
            var segmentCount = Segment.Cut(part, first, count, MicroKernel.Columns, panelStride, segments);
            Lowering.Pack(part, image, depthFirst, depth, segments, segmentCount, lowered, MicroKernel.Columns);
            for (var row = rows.First; row < rows.End; row += height)
                RunTiles(part, group, row, depthFirst, depth, packed, lowered, segments, first, count, step > 0, step == steps - 1);
        }
    }

    private void RunTiles(
        LoweredPart part, int group, int row, int depthFirst, int depth, float* packed, float* lowered, Segment* segments,
        long first, int count, bool accumulate, bool last)
    {
        var height = part.TileHeight;
        var rows = Math.Min(height, part.Rows - row);
        var a = packed + (long)row * part.Depth + (long)depthFirst * height;
        var channel = group * part.Rows + row;
        var tile = stackalloc float[MicroKernel.MaxRows * MicroKernel.MaxColumns];
        var tileBias = stackalloc float[MicroKernel.MaxRows];
        for (var i = 0; i < rows && _bias != null; i++) tileBias[i] = _bias[channel + i];
        var start = new TileStart(_bias != null ? tileBias : null, accumulate, last && rectify);

        var columns = MicroKernel.Columns;
        for (var column = 0; column < count; column += columns)
        {
            var b = lowered + (long)column * depth;
            var begin = segments;
            for (var done = 0; done < columns && column + done < count; segments++) done += segments->Length;
            var pixel = (first + column) % part.Pixels;
            if (part.IsDense && rows == height && column + columns <= count && pixel + columns <= part.Pixels)
            {
                var c = _target + (first + column) / part.Pixels * part.TargetItem + (long)channel * part.TargetPlane + pixel;
                MicroKernel.Run<PanelLayout>(height, depth, a, height, b, columns, c, part.TargetPlane, start);
                continue;
            }

            // A tile at an edge, or one that spans items or rows with gaps, goes through a buffer.
            var target = _target + (long)channel * part.TargetPlane;
            if (accumulate) Copy(part, target, rows, begin, segments, tile, toTile: true);
            MicroKernel.Run<PanelLayout>(height, depth, a, height, b, columns, tile, columns, start);
            Copy(part, target, rows, begin, segments, tile, toTile: false);
        }
    }

    private static void Copy(LoweredPart part, float* target, int rows, Segment* begin, Segment* end, float* tile, bool toTile)
    {
        for (var segment = begin; segment < end; segment++)
        {
            for (var row = 0; row < rows; row++)
            {
                var inTarget = target + segment->Target + (long)row * part.TargetPlane;
                var inTile = tile + row * MicroKernel.Columns;
                if (toTile) TileCopy.Gather(inTarget, part.TargetColumn, inTile, segment->Length);
                else TileCopy.Scatter(inTile, inTarget, part.TargetColumn, segment->Length);
            }
            tile += segment->Length;
        }
    }
}

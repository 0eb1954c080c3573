namespace ConvGpu.Kernels.Managed;

/// <summary>Where the outputs of a register tile belong, whose columns are output positions counted through the batch.</summary>
/// <param name="part">The convolution.</param>
/// <param name="target">The group's first channel of item 0.</param>
/// <param name="columns">Columns of a tile.</param>
internal readonly unsafe struct PatchOutputs(LoweredPart part, float* target, int columns)
{
    /// <summary>Where a whole tile's columns lie side by side in channel 0; null where they do not.</summary>
    public float* Place(long first, int count)
    {
        if (count < columns || part.TargetColumn != 1) return null;
        var pixel = (int)(first % part.Pixels);
        int row = pixel / part.OutColumns, column = pixel % part.OutColumns;
        var together = part.IsDense ? part.Pixels - pixel : part.OutColumns - column;
        return together < count ? null : At(first / part.Pixels, row, column);
    }

    /// <summary>Copies a tile's first <paramref name="rows"/> rows to channels from <paramref name="channel"/> on.</summary>
    public void Store(float* tile, int channel, int rows, long first, int count)
    {
        var item = first / part.Pixels;
        var pixel = (int)(first % part.Pixels);
        for (var done = 0; done < count;)
        {
            int row = pixel / part.OutColumns, column = pixel % part.OutColumns;
            var length = Math.Min(part.IsDense ? part.Pixels - pixel : part.OutColumns - column, count - done);
            var place = At(item, row, column) + (long)channel * part.TargetPlane;
            for (var i = 0; i < rows; i++, place += part.TargetPlane)
                TileCopy.Scatter(tile + i * columns + done, place, part.TargetColumn, length);
            done += length;
            pixel += length;
            if (pixel < part.Pixels) continue;
            pixel = 0;
            item++;
        }
    }

    private float* At(long item, int row, int column) =>
        target + item * part.TargetItem + part.TargetOffset + (long)row * part.TargetRow + (long)column * part.TargetColumn;
}

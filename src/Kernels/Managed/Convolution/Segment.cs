namespace ConvGpu.Kernels.Managed;

/// <summary>A run of output pixels of one output row that fall into one packed panel.</summary>
internal struct Segment
{
    /// <summary>Where the run starts in the packed block, in floats.</summary>
    public int Packed;

    /// <summary>How many pixels.</summary>
    public int Length;

    /// <summary>Image row and column that tap offsets are added to.</summary>
    public int Row, Column;

    /// <summary>The batch item's position in the image, in floats.</summary>
    public long Image;

    /// <summary>The first pixel's position in the target, in floats.</summary>
    public long Target;

    /// <summary>
    /// Cuts a range of pixels, counted through the batch, into runs. Panels are <paramref name="panelColumns"/> pixels wide and
    /// <paramref name="panelStride"/> floats apart.
    /// </summary>
    /// <returns>How many runs were written: at most one per pixel.</returns>
    public static unsafe int Cut(LoweredPart part, long first, int count, int panelColumns, int panelStride, Segment* segments)
    {
        var written = 0;
        var item = first / part.Pixels;
        var pixel = (int)(first % part.Pixels);
        int row = pixel / part.OutColumns, column = pixel % part.OutColumns;
        for (var done = 0; done < count;)
        {
            var inPanel = done % panelColumns;
            var length = Math.Min(Math.Min(part.OutColumns - column, panelColumns - inPanel), count - done);
            segments[written++] = new Segment
            {
                Packed = done / panelColumns * panelStride + inPanel,
                Length = length,
                Row = row * part.StrideRow,
                Column = column * part.StrideColumn,
                Image = item * part.ImageItem,
                Target = item * part.TargetItem + part.TargetOffset + (long)row * part.TargetRow + (long)column * part.TargetColumn,
            };
            done += length;
            column += length;
            if (column < part.OutColumns) continue;
            column = 0;
            if (++row < part.OutRows) continue;
            row = 0;
            item++;
        }
        return written;
    }
}

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// A convolution as a matrix product: target[rows, pixels] = filter[rows, channels x taps] * lowered image[channels x taps, pixels],
/// per group and batch item. Tap t of output (r, c) reads the image at (r * StrideRow + TapRow[t], c * StrideColumn + TapColumn[t])
/// and multiplies by the filter at TapWeight[t]. The forward pass is one part; the gradient of the input is one part per phase of
/// the stride: pixels whose coordinates leave the same remainder are reached by the same taps.
/// </summary>
internal sealed class LoweredPart
{
    // Panels of filters from which packing the taps pays.
    private const int PackPanels = 3;

    public required int Groups { get; init; }

    /// <summary>Target channels of a group.</summary>
    public required int Rows
    {
        get;
        init
        {
            field = value;
            PacksTaps = value > (PackPanels - 1) * MicroKernel.HeightFor(value);
            Tile = PacksTaps ? TileShape.For(value, int.MaxValue) : new(MicroKernel.HeightFor(value), MicroKernel.Columns);
        }
    }

    /// <summary>Image channels of a group.</summary>
    public required int Channels { get; init; }

    public required int ImageHeight { get; init; }

    public required int ImageWidth { get; init; }

    /// <summary>Whether the padding repeats elements of the image, which <see cref="RowAxis"/> and <see cref="ColumnAxis"/> name; else it is zero.</summary>
    public bool Repeats { get; init; }

    public PaddedAxis RowAxis { get; init; }

    public PaddedAxis ColumnAxis { get; init; }

    public required int OutRows { get; init; }

    public required int OutColumns { get; init; }

    public required int StrideRow { get; init; }

    public required int StrideColumn { get; init; }

    public required int[] TapRow { get; init; }

    public required int[] TapColumn { get; init; }

    public required int[] TapWeight { get; init; }

    /// <summary>Floats from one filter of a group to the next, and from one of its channels to the next.</summary>
    public required int FilterRow { get; init; }

    public required int FilterChannel { get; init; }

    public required int FilterGroup { get; init; }

    /// <summary>Position of output (0, 0) in a target plane, floats between output rows and between output columns.</summary>
    public required int TargetOffset { get; init; }

    public required int TargetRow { get; init; }

    public required int TargetColumn { get; init; }

    public required int TargetPlane { get; init; }

    public int Taps => TapRow.Length;

    /// <summary>Whether a filter's sum positions are its weights as they lie in memory.</summary>
    public bool IsInOrder
    {
        get
        {
            for (var tap = 0; tap < Taps; tap++)
                if (TapWeight[tap] != tap) return false;
            return FilterChannel == Taps;
        }
    }

    /// <summary>Length of the sums.</summary>
    public int Depth => Channels * Taps;

    public int Pixels => OutRows * OutColumns;

    public long ImageItem => (long)Groups * Channels * ImageHeight * ImageWidth;

    public long TargetItem => (long)Groups * Rows * TargetPlane;

    /// <summary>Whether the outputs fill whole planes in order, so that a run of pixels is a run of memory.</summary>
    public bool IsDense => TargetOffset == 0 && TargetColumn == 1 && TargetRow == OutColumns;

    /// <summary>
    /// Whether there are target channels enough to pack blocks of taps for them (<see cref="PatchProduct"/>); else the register tiles read
    /// the taps in place (<see cref="TapProduct"/>).
    /// </summary>
    public bool PacksTaps { get; private init; }

    /// <summary>The register tile. Packed blocks go through the batch, so that only the last one is not full.</summary>
    public TileShape Tile { get; private init; }

    /// <summary>Floats of the packed filter of one group.</summary>
    public long PackedGroup => (long)MicroKernel.RoundUp(Rows, Tile.Height) * Depth;

    /// <summary>y from x and w.</summary>
    public static LoweredPart Forward(Conv2DGeometry g)
    {
        var window = g.Window;
        var kernel = window.KernelHeight * window.KernelWidth;
        var taps = Enumerable.Range(0, kernel).ToArray();
        return new LoweredPart
        {
            Groups = g.Groups, Rows = g.GroupOutChannels, Channels = g.GroupInChannels,
            ImageHeight = g.InHeight, ImageWidth = g.InWidth,
            Repeats = g.PaddingMode != PaddingMode.Zero, RowAxis = PaddedAxis.Rows(g), ColumnAxis = PaddedAxis.Columns(g),
            OutRows = g.OutHeight, OutColumns = g.OutWidth, StrideRow = window.StrideHeight, StrideColumn = window.StrideWidth,
            TapRow = [.. taps.Select(t => t / window.KernelWidth * window.DilationHeight - window.PadTop)],
            TapColumn = [.. taps.Select(t => t % window.KernelWidth * window.DilationWidth - window.PadLeft)],
            TapWeight = [.. taps.Select(t => g.Flip ? kernel - 1 - t : t)],
            FilterRow = g.FilterCount, FilterChannel = kernel, FilterGroup = g.GroupOutChannels * g.FilterCount,
            TargetOffset = 0, TargetRow = g.OutWidth, TargetColumn = 1, TargetPlane = g.OutHeight * g.OutWidth,
        };
    }

    /// <summary>dx from dy and w, one part per phase of the stride. Padding that repeats the image is not folded in: pass the padded image as input.</summary>
    public static LoweredPart[] BackwardData(Conv2DGeometry g)
    {
        var window = g.Window;
        var kernel = window.KernelHeight * window.KernelWidth;
        var parts = new List<LoweredPart>();
        for (var phaseRow = 0; phaseRow < Math.Min(window.StrideHeight, g.InHeight); phaseRow++)
        for (var phaseColumn = 0; phaseColumn < Math.Min(window.StrideWidth, g.InWidth); phaseColumn++)
        {
            // Input row i meets output row o through kernel row k where o * stride - pad + k * dilation = i.
            var taps = Enumerable.Range(0, kernel).Select(t => (
                Tap: t,
                Row: phaseRow + window.PadTop - t / window.KernelWidth * window.DilationHeight,
                Column: phaseColumn + window.PadLeft - t % window.KernelWidth * window.DilationWidth))
                .Where(t => t.Row % window.StrideHeight == 0 && t.Column % window.StrideWidth == 0).Reverse().ToArray();
            parts.Add(new LoweredPart
            {
                Groups = g.Groups, Rows = g.GroupInChannels, Channels = g.GroupOutChannels,
                ImageHeight = g.OutHeight, ImageWidth = g.OutWidth,
                OutRows = (g.InHeight - phaseRow + window.StrideHeight - 1) / window.StrideHeight,
                OutColumns = (g.InWidth - phaseColumn + window.StrideWidth - 1) / window.StrideWidth,
                StrideRow = 1, StrideColumn = 1,
                TapRow = [.. taps.Select(t => t.Row / window.StrideHeight)],
                TapColumn = [.. taps.Select(t => t.Column / window.StrideWidth)],
                TapWeight = [.. taps.Select(t => g.Flip ? kernel - 1 - t.Tap : t.Tap)],
                FilterRow = kernel, FilterChannel = g.FilterCount, FilterGroup = g.GroupOutChannels * g.FilterCount,
                TargetOffset = phaseRow * g.InWidth + phaseColumn,
                TargetRow = window.StrideHeight * g.InWidth, TargetColumn = window.StrideWidth, TargetPlane = g.InHeight * g.InWidth,
            });
        }
        return [.. parts];
    }
}

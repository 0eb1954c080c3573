namespace ConvGpu.Kernels;

/// <summary>
/// The sizes of padding around volumes (n, channels, depth, height, width) that repeats elements of them; an image is a volume of one plane.
/// </summary>
/// <param name="Channels">Channels of input and output.</param>
/// <param name="InDepth">Planes of the input.</param>
/// <param name="InHeight">Rows of the input.</param>
/// <param name="InWidth">Columns of the input.</param>
/// <param name="Depth">Planes in front and behind.</param>
/// <param name="Height">Rows above and below.</param>
/// <param name="Width">Columns on the left and on the right.</param>
/// <param name="Mode">Edge, reflect (padding below the size of its axis) or circular (at most that size).</param>
public sealed record Pad3DGeometry(
    int Channels, int InDepth, int InHeight, int InWidth, (int Before, int After) Depth, (int Before, int After) Height, (int Before, int After) Width,
    PaddingMode Mode)
{
    private const string Op = "pad3d";

    /// <summary>Edge, reflect or circular.</summary>
    public PaddingMode Mode { get; } = Checked(Channels, InDepth, InHeight, InWidth, Depth, Height, Width, Mode);

    /// <summary>Planes of the output.</summary>
    public int OutDepth => Depths.PaddedSize;

    /// <summary>Rows of the output.</summary>
    public int OutHeight => Rows.PaddedSize;

    /// <summary>Columns of the output.</summary>
    public int OutWidth => Columns.PaddedSize;

    /// <summary>Elements of one input item.</summary>
    public int InCount => Channels * InDepth * InHeight * InWidth;

    /// <summary>Elements of one output item.</summary>
    public int OutCount => Channels * OutDepth * OutHeight * OutWidth;

    internal PaddedAxis Depths => new(Mode, InDepth, Depth.Before, Depth.After);

    internal PaddedAxis Rows => new(Mode, InHeight, Height.Before, Height.After);

    internal PaddedAxis Columns => new(Mode, InWidth, Width.Before, Width.After);

    /// <summary>Why an axis cannot be padded this far in this mode, and what to do; null where it can.</summary>
    internal static string? Refusal(PaddingMode mode, int size, (int Before, int After) padding)
    {
        var spare = mode switch { PaddingMode.Reflect => 1, PaddingMode.Circular => 0, _ => -1 };
        return spare < 0 || Math.Max(padding.Before, padding.After) <= size - spare
            ? null
            : $"{PaddingLimits.Name(mode)} padding of {size} elements is at most {size - spare} on a side, but it is {padding.Before} and {padding.After}; "
                + "use less padding, edge padding or a larger input";
    }

    private static PaddingMode Checked(
        int channels, int depth, int height, int width, (int Before, int After) front, (int Before, int After) top, (int Before, int After) left,
        PaddingMode mode)
    {
        OpCheck.Positive(channels, Op);
        if (mode == PaddingMode.Zero)
            throw new ArgumentException($"{Op}: padding of zeros repeats nothing; give it to the convolution, or use edge, reflect or circular padding.");
        long outputs = channels;
        foreach (var (name, size, padding) in ((string, int, (int Before, int After))[])[("depth", depth, front), ("height", height, top), ("width", width, left)])
        {
            OpCheck.Positive(size, Op, name);
            OpCheck.NotNegative(padding.Before, Op, name);
            OpCheck.NotNegative(padding.After, Op, name);
            if (Refusal(mode, size, padding) is { } reason) throw new ArgumentException($"{Op}: along {name}: {reason}.");
            outputs = Math.Min(outputs, int.MaxValue) * ((long)size + padding.Before + padding.After);
        }
        OpCheck.Countable("an input", (long)channels * depth, height, width, Op);
        OpCheck.Countable("an output", outputs, 1, 1, Op);
        return mode;
    }
}

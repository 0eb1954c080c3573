namespace ConvGpu.Kernels;

/// <summary>
/// Pooling of each channel into a given number of rows and columns. As in PyTorch, output o of an axis covers the inputs from
/// floor(o In / Out) up to, but not including, ceil((o + 1) In / Out): windows may overlap by an element.
/// </summary>
/// <param name="Channels">Channels, at least 1.</param>
/// <param name="InHeight">Rows of the input, at least 1.</param>
/// <param name="InWidth">Columns of the input, at least 1.</param>
/// <param name="OutHeight">Rows of the output, at least 1; may be more than the input's.</param>
/// <param name="OutWidth">Columns of the output, at least 1; may be more than the input's.</param>
public sealed record AdaptivePoolGeometry(int Channels, int InHeight, int InWidth, int OutHeight = 1, int OutWidth = 1)
{
    private const string Op = "adaptive-pool2d";

    /// <summary>Channels.</summary>
    public int Channels { get; init; } = OpCheck.Positive(Channels, Op);

    /// <summary>Rows of the input.</summary>
    public int InHeight { get; init; } = OpCheck.Positive(InHeight, Op);

    /// <summary>Columns of the input.</summary>
    public int InWidth { get; init; } = OpCheck.Positive(InWidth, Op);

    /// <summary>Rows of the output.</summary>
    public int OutHeight { get; init; } = Checked(Channels, InHeight, InWidth, OutHeight, OutWidth);

    /// <summary>Columns of the output.</summary>
    public int OutWidth { get; init; } = OutWidth;

    /// <summary>Elements of one input image.</summary>
    public int InCount => Channels * InHeight * InWidth;

    /// <summary>Elements of one output image.</summary>
    public int OutCount => Channels * OutHeight * OutWidth;

    /// <summary>Whether all of a channel is one window.</summary>
    public bool IsGlobal => OutHeight == 1 && OutWidth == 1;

    /// <summary>A line for messages, such as <c>adaptive-pool2d 256x7x7 to 256x6x6</c>.</summary>
    public override string ToString() => $"{Op} {Channels}x{InHeight}x{InWidth} to {Channels}x{OutHeight}x{OutWidth}";

    /// <summary>Whether 32 bits hold the products of a position and the other size, from which windows are found.</summary>
    internal static bool IsCountable(int input, int output) => (input + 1L) * (output + 1L) <= int.MaxValue;

    private static int Checked(int channels, int inHeight, int inWidth, int outHeight, int outWidth)
    {
        OpCheck.Positive(outHeight, Op);
        OpCheck.Positive(outWidth, Op);
        OpCheck.Countable("an input", channels, inHeight, inWidth, Op);
        OpCheck.Countable("an output", channels, outHeight, outWidth, Op);
        if (!IsCountable(inHeight, outHeight) || !IsCountable(inWidth, outWidth))
            throw new ArgumentException(
                $"{Op}: {inHeight}x{inWidth} to {outHeight}x{outWidth} has a product of input and output sizes beyond {int.MaxValue:N0}. Use a smaller output.");
        return outHeight;
    }
}

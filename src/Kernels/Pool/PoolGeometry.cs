namespace ConvGpu.Kernels;

/// <summary>
/// The sizes of a 2-D pooling over (n, Channels, InHeight, InWidth). A window that holds no element of the image, which takes
/// dilation, gives a maximum of negative infinity with index -1, and an average of 0.
/// </summary>
/// <param name="Channels">Channels of input and output.</param>
/// <param name="InHeight">Rows of the input.</param>
/// <param name="InWidth">Columns of the input.</param>
/// <param name="Window">Kernel size, stride, padding per side (at most half the kernel) and dilation.</param>
/// <param name="CeilMode">
/// Output sizes are rounded up: a last window may reach past the padding, but one that would start behind the image is dropped.
/// </param>
public sealed record PoolGeometry(int Channels, int InHeight, int InWidth, Window2D Window, bool CeilMode = false)
{
    private const string Op = "pool2d";

    /// <summary>Kernel size, stride, padding per side and dilation.</summary>
    public Window2D Window { get; } = Checked(Channels, InHeight, InWidth, Window, CeilMode);

    /// <summary>Rows of the output.</summary>
    public int OutHeight => RowsOf(Window, InHeight, CeilMode);

    /// <summary>Columns of the output.</summary>
    public int OutWidth => ColumnsOf(Window, InWidth, CeilMode);

    /// <summary>Elements of one input image.</summary>
    public int InCount => Channels * InHeight * InWidth;

    /// <summary>Elements of one output image.</summary>
    public int OutCount => Channels * OutHeight * OutWidth;

    /// <summary>A line for messages, such as <c>pool2d 64x55x55 to 64x27x27, kernel 3x3, stride 2x2</c>.</summary>
    public override string ToString() =>
        $"{Op} {Channels}x{InHeight}x{InWidth} to {Channels}x{OutHeight}x{OutWidth}, kernel {Window.KernelHeight}x{Window.KernelWidth}"
        + $", stride {Window.StrideHeight}x{Window.StrideWidth}"
        + (Window.PadTop + Window.PadLeft + Window.PadBottom + Window.PadRight > 0 ? $", padding {OpCheck.Padding(Window)}" : "")
        + (Window.DilationHeight != 1 || Window.DilationWidth != 1 ? $", dilation {Window.DilationHeight}x{Window.DilationWidth}" : "")
        + (CeilMode ? ", ceil mode" : "");

    /// <summary>Output rows of a window over <paramref name="height"/> rows; 0 or less where it does not fit.</summary>
    internal static int RowsOf(Window2D window, int height, bool ceilMode) => Output(
        window.OutputHeight(height), window.PaddedHeight(height) - window.SpanHeight, window.StrideHeight, height + window.PadTop, ceilMode);

    /// <summary>Output columns of a window over <paramref name="width"/> columns; 0 or less where it does not fit.</summary>
    internal static int ColumnsOf(Window2D window, int width, bool ceilMode) => Output(
        window.OutputWidth(width), window.PaddedWidth(width) - window.SpanWidth, window.StrideWidth, width + window.PadLeft, ceilMode);

    // A window larger than the image may fit too: ceil mode lets it reach out by less than a stride.
    private static int Output(int floor, long room, int stride, int end, bool ceilMode)
    {
        if (!ceilMode || room % stride == 0)
            return floor;
        return (long)floor * stride >= end ? floor : floor + 1;
    }

    private static Window2D Checked(int channels, int inHeight, int inWidth, Window2D window, bool ceilMode)
    {
        OpCheck.Positive(channels, Op);
        OpCheck.Positive(inHeight, Op);
        OpCheck.Positive(inWidth, Op);
        OpCheck.Window(window, Op);
        if (Math.Max(window.PadTop, window.PadBottom) > window.KernelHeight / 2 || Math.Max(window.PadLeft, window.PadRight) > window.KernelWidth / 2)
            throw new ArgumentException(
                $"{Op}: padding {OpCheck.Padding(window)} is more than half of the kernel {window.KernelHeight}x{window.KernelWidth}. "
                + "Use a larger kernel or less padding.");
        if (window.TooLarge(inHeight, inWidth) is not null || RowsOf(window, inHeight, ceilMode) < 1 || ColumnsOf(window, inWidth, ceilMode) < 1)
            OpCheck.Fits(window, inHeight, inWidth, Op);
        OpCheck.Countable("an input", channels, inHeight, inWidth, Op);
        OpCheck.Countable("an output", channels, RowsOf(window, inHeight, ceilMode), ColumnsOf(window, inWidth, ceilMode), Op);
        return window;
    }
}

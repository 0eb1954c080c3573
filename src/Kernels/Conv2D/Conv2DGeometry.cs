namespace ConvGpu.Kernels;

/// <summary>
/// The sizes of a 2-D convolution. Images are (n, channels, height, width); weights are
/// (OutChannels, InChannels / Groups, KernelHeight, KernelWidth); the bias, where there is one, is (OutChannels).
/// </summary>
/// <param name="InChannels">Channels of the input, a multiple of <paramref name="Groups"/>.</param>
/// <param name="InHeight">Rows of the input.</param>
/// <param name="InWidth">Columns of the input.</param>
/// <param name="OutChannels">Channels of the output, a multiple of <paramref name="Groups"/>.</param>
/// <param name="Window">Kernel size, stride, padding per side and dilation.</param>
/// <param name="Groups">Independent convolutions side by side: group g reads and writes the g-th share of the channels.</param>
/// <param name="PaddingMode">What is read outside the image.</param>
/// <param name="Flip">True convolution: the kernel is applied rotated by 180 degrees.</param>
public sealed record Conv2DGeometry(
    int InChannels, int InHeight, int InWidth, int OutChannels, Window2D Window,
    int Groups = 1, PaddingMode PaddingMode = PaddingMode.Zero, bool Flip = false)
{
    private const string Op = "conv2d";

    /// <summary>Kernel size, stride, padding per side and dilation.</summary>
    public Window2D Window { get; } = Checked(InChannels, InHeight, InWidth, OutChannels, Window, Groups);

    /// <summary>What is read outside the image.</summary>
    public PaddingMode PaddingMode
    {
        get;
        init => field = Allowed(value, Window, InHeight, InWidth);
    } = Allowed(PaddingMode, Window, InHeight, InWidth);

    /// <summary>How the convolution is computed.</summary>
    /// <exception cref="ArgumentException">The algorithm does not fit the sizes.</exception>
    public ConvAlgorithm Algorithm
    {
        get;
        init => field = Refusal(value, Window, PaddingMode, InHeight, InWidth) is { } reason ? throw new ArgumentException($"{Op}: {reason}.") : value;
    }

    /// <summary>Rows of the output.</summary>
    public int OutHeight => Window.OutputHeight(InHeight);

    /// <summary>Columns of the output.</summary>
    public int OutWidth => Window.OutputWidth(InWidth);

    /// <summary>Input channels that one output channel reads.</summary>
    public int GroupInChannels => InChannels / Groups;

    /// <summary>Output channels of one group.</summary>
    public int GroupOutChannels => OutChannels / Groups;

    /// <summary>Elements of one input image.</summary>
    public int InCount => InChannels * InHeight * InWidth;

    /// <summary>Elements of one output image.</summary>
    public int OutCount => OutChannels * OutHeight * OutWidth;

    /// <summary>Weights that one output channel has: input channels of its group times kernel size.</summary>
    public int FilterCount => GroupInChannels * Window.KernelHeight * Window.KernelWidth;

    /// <summary>Elements of the weights.</summary>
    public int WeightCount => OutChannels * FilterCount;

    /// <summary>Operations of one pass over a batch of <paramref name="n"/>; a multiply-add counts as two, padding is not left out.</summary>
    public long Flops(int n) => 2L * n * OutCount * FilterCount;

    /// <summary>A line for messages, such as <c>conv2d 3x224x224 to 64x55x55, kernel 11x11</c>.</summary>
    public override string ToString() =>
        $"{Op} {InChannels}x{InHeight}x{InWidth} to {OutChannels}x{OutHeight}x{OutWidth}, kernel {Window.KernelHeight}x{Window.KernelWidth}"
        + (Window.StrideHeight != 1 || Window.StrideWidth != 1 ? $", stride {Window.StrideHeight}x{Window.StrideWidth}" : "")
        + (Window.PadTop + Window.PadLeft + Window.PadBottom + Window.PadRight > 0 ? $", padding {OpCheck.Padding(Window)}" : "")
        + (Window.DilationHeight != 1 || Window.DilationWidth != 1 ? $", dilation {Window.DilationHeight}x{Window.DilationWidth}" : "")
        + (Groups != 1 ? $", groups {Groups}" : "") + (PaddingMode != PaddingMode.Zero ? $", {PaddingLimits.Name(PaddingMode)} padding" : "") + (Flip ? ", flipped" : "")
        + (Algorithm is ConvAlgorithm.Fft ? ", by fft" : Algorithm is ConvAlgorithm.Winograd ? ", by winograd" : "");

    /// <summary>Why an algorithm cannot compute a convolution of these sizes; null where it can.</summary>
    internal static string? Refusal(ConvAlgorithm algorithm, Window2D window, PaddingMode mode, int height, int width) => algorithm switch
    {
        ConvAlgorithm.Fft => FourierPlan.Refusal(window, height, width),
        ConvAlgorithm.Winograd => WinogradPlan.Refusal(window, mode),
        _ => null,
    };

    private static PaddingMode Allowed(PaddingMode mode, Window2D window, int height, int width) =>
        PaddingLimits.Refusal(mode, window, height, width) is { } reason ? throw new ArgumentException($"{Op}: {reason}.") : mode;

    private static Window2D Checked(int inChannels, int inHeight, int inWidth, int outChannels, Window2D window, int groups)
    {
        OpCheck.Positive(inChannels, Op);
        OpCheck.Positive(inHeight, Op);
        OpCheck.Positive(inWidth, Op);
        OpCheck.Positive(outChannels, Op);
        OpCheck.Positive(groups, Op);
        OpCheck.Window(window, Op);
        if (inChannels % groups != 0 || outChannels % groups != 0)
            throw new ArgumentException(
                $"{Op}: {groups} groups do not divide {inChannels} input and {outChannels} output channels. Both must be multiples of groups.");
        OpCheck.Fits(window, inHeight, inWidth, Op);
        OpCheck.Countable("an input", inChannels, inHeight, inWidth, Op);
        OpCheck.Countable("an output", outChannels, window.OutputHeight(inHeight), window.OutputWidth(inWidth), Op);
        OpCheck.Countable("a kernel", (long)outChannels * (inChannels / groups), window.KernelHeight, window.KernelWidth, Op);
        return window;
    }
}

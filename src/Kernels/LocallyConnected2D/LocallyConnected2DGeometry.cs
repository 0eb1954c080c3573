namespace ConvGpu.Kernels;

/// <summary>
/// The sizes of a 2-D convolution whose weights are not shared: every output position has filters of its own. Images are
/// (n, channels, height, width); weights are (OutChannels, InChannels, KernelHeight, KernelWidth, OutHeight, OutWidth), so that
/// neighbouring positions have neighbouring weights; the bias, where there is one, is (OutChannels, OutHeight, OutWidth).
/// Padding is of zeros.
/// </summary>
/// <param name="InChannels">Channels of the input.</param>
/// <param name="InHeight">Rows of the input.</param>
/// <param name="InWidth">Columns of the input.</param>
/// <param name="OutChannels">Channels of the output.</param>
/// <param name="Window">Kernel size, stride, padding per side and dilation.</param>
public sealed record LocallyConnected2DGeometry(int InChannels, int InHeight, int InWidth, int OutChannels, Window2D Window)
{
    private const string Op = "locally-connected2d";

    /// <summary>Kernel size, stride, padding per side and dilation.</summary>
    public Window2D Window { get; } = Checked(InChannels, InHeight, InWidth, OutChannels, Window);

    /// <summary>Rows of the output.</summary>
    public int OutHeight => Window.OutputHeight(InHeight);

    /// <summary>Columns of the output.</summary>
    public int OutWidth => Window.OutputWidth(InWidth);

    /// <summary>Elements of one input image.</summary>
    public int InCount => InChannels * InHeight * InWidth;

    /// <summary>Elements of one output image, which is also the number of biases.</summary>
    public int OutCount => OutChannels * OutHeight * OutWidth;

    /// <summary>Weights that one output element has: input channels times kernel size.</summary>
    public int FilterCount => InChannels * Window.KernelHeight * Window.KernelWidth;

    /// <summary>Elements of the weights.</summary>
    public int WeightCount => OutCount * FilterCount;

    /// <summary>Operations of one pass over a batch of <paramref name="n"/>; a multiply-add counts as two, padding is not left out.</summary>
    public long Flops(int n) => 2L * n * WeightCount;

    /// <summary>Bytes of images, gradients and weights of one pass.</summary>
    internal long Bytes(int n, bool bias) => sizeof(float) * ((long)n * (InCount + OutCount) + WeightCount + (bias ? OutCount : 0));

    private static Window2D Checked(int inChannels, int inHeight, int inWidth, int outChannels, Window2D window)
    {
        OpCheck.Positive(inChannels, Op);
        OpCheck.Positive(inHeight, Op);
        OpCheck.Positive(inWidth, Op);
        OpCheck.Positive(outChannels, Op);
        OpCheck.Window(window, Op);
        OpCheck.Fits(window, inHeight, inWidth, Op);
        int outHeight = window.OutputHeight(inHeight), outWidth = window.OutputWidth(inWidth);
        OpCheck.Countable("an input", inChannels, inHeight, inWidth, Op);
        OpCheck.Countable("an output", outChannels, outHeight, outWidth, Op);
        OpCheck.Countable(
            "the weights", outChannels * (long)outHeight * outWidth, (long)inChannels * window.KernelHeight, window.KernelWidth, Op);
        return window;
    }
}

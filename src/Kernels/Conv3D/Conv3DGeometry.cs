namespace ConvGpu.Kernels;

/// <summary>
/// The sizes of a 3-D convolution with zero padding. Volumes are (n, channels, depth, height, width); weights are
/// (OutChannels, InChannels / Groups, kernel depth, kernel height, kernel width); the bias, where there is one, is (OutChannels).
/// </summary>
/// <param name="InChannels">Channels of the input, a multiple of <paramref name="Groups"/>.</param>
/// <param name="InDepth">Planes of the input.</param>
/// <param name="InHeight">Rows of the input.</param>
/// <param name="InWidth">Columns of the input.</param>
/// <param name="OutChannels">Channels of the output, a multiple of <paramref name="Groups"/>.</param>
/// <param name="Window">Kernel size, stride, padding and dilation per axis.</param>
/// <param name="Groups">Independent convolutions side by side: group g reads and writes the g-th share of the channels.</param>
/// <param name="Flip">True convolution: the kernel is applied turned about all three axes.</param>
public sealed record Conv3DGeometry(
    int InChannels, int InDepth, int InHeight, int InWidth, int OutChannels, Window3D Window, int Groups = 1, bool Flip = false)
{
    private const string Op = "conv3d";

    /// <summary>Kernel size, stride, padding and dilation per axis.</summary>
    public Window3D Window { get; } = Checked(InChannels, InDepth, InHeight, InWidth, OutChannels, Window, Groups);

    /// <summary>Planes of the output.</summary>
    public int OutDepth => Window.Depth.Output(InDepth);

    /// <summary>Rows of the output.</summary>
    public int OutHeight => Window.Height.Output(InHeight);

    /// <summary>Columns of the output.</summary>
    public int OutWidth => Window.Width.Output(InWidth);

    /// <summary>Input channels that one output channel reads.</summary>
    public int GroupInChannels => InChannels / Groups;

    /// <summary>Output channels of one group.</summary>
    public int GroupOutChannels => OutChannels / Groups;

    /// <summary>Elements of one input channel.</summary>
    public int InVolume => InDepth * InHeight * InWidth;

    /// <summary>Elements of one output channel.</summary>
    public int OutVolume => OutDepth * OutHeight * OutWidth;

    /// <summary>Elements of one input item.</summary>
    public int InCount => InChannels * InVolume;

    /// <summary>Elements of one output item.</summary>
    public int OutCount => OutChannels * OutVolume;

    /// <summary>Weights that one output channel has: input channels of its group times kernel size.</summary>
    public int FilterCount => GroupInChannels * Window.Taps;

    /// <summary>Elements of the weights.</summary>
    public int WeightCount => OutChannels * FilterCount;

    /// <summary>Operations of one pass over a batch of <paramref name="n"/>; a multiply-add counts as two, padding is not left out.</summary>
    public long Flops(int n) => 2L * n * OutCount * FilterCount;

    /// <summary>Bytes of volumes, gradients and weights of one pass.</summary>
    internal long Bytes(int n, bool bias) => sizeof(float) * ((long)n * (InCount + OutCount) + WeightCount + (bias ? OutChannels : 0));

    /// <summary>
    /// The 2-D convolution of one output plane: its channels are the planes that the kernel's depth meets, channel by channel, which is how
    /// the weights lie in memory.
    /// </summary>
    internal Conv2DGeometry PlaneByPlane =>
        new(InChannels * Window.Depth.Kernel, InHeight, InWidth, OutChannels, Window.Plane, Groups, Flip: Flip);

    private static Window3D Checked(int inChannels, int inDepth, int inHeight, int inWidth, int outChannels, Window3D window, int groups)
    {
        OpCheck.Positive(inChannels, Op);
        OpCheck.Positive(inDepth, Op);
        OpCheck.Positive(inHeight, Op);
        OpCheck.Positive(inWidth, Op);
        OpCheck.Positive(outChannels, Op);
        OpCheck.Positive(groups, Op);
        if (inChannels % groups != 0 || outChannels % groups != 0)
            throw new ArgumentException(
                $"{Op}: {groups} groups do not divide {inChannels} input and {outChannels} output channels. Both must be multiples of groups.");
        foreach (var (name, axis, size) in ((string, WindowAxis, int)[])[
            ("depth", window.Depth, inDepth), ("height", window.Height, inHeight), ("width", window.Width, inWidth)])
        {
            if (axis.Refusal(size) is { } reason)
                throw new ArgumentException($"{Op}: along {name}, {size} elements: {reason}.");
        }
        OpCheck.Countable("an input", (long)inChannels * inDepth, inHeight, inWidth, Op);
        OpCheck.Countable(
            "an output", (long)outChannels * window.Depth.Output(inDepth), window.Height.Output(inHeight), window.Width.Output(inWidth), Op);
        OpCheck.Countable("a kernel", (long)outChannels * (inChannels / groups), (long)window.Depth.Kernel * window.Height.Kernel, window.Width.Kernel, Op);
        return window;
    }
}

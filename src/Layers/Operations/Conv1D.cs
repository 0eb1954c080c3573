namespace ConvGpu;

/// <summary>
/// A 1-D convolution of sequences (N, C, L), which are images (N, C, 1, L): each output is a weighted sum over a window of all channels of
/// its group, plus a bias. It is <see cref="Conv2D"/> with one row. Weights are (outputs, inputs / groups, 1, taps); the output is
/// (N, outputs, 1, O) with O = floor((L + padding - dilation * (taps - 1) - 1) / stride) + 1.
/// </summary>
public sealed class Conv1D : Layer
{
    private readonly int _inChannels;
    private readonly int _outChannels;
    private readonly Conv2D _row;

    /// <summary>Creates the layer.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="outChannels">Channels of the output, at least 1.</param>
    /// <param name="kernel">Taps of the window, at least 1.</param>
    /// <param name="stride">Step of the window, at least 1.</param>
    /// <param name="padding">Padding at the ends: <see cref="Padding1D.Valid"/> (none) unless given.</param>
    /// <param name="dilation">Distance between the taps, at least 1.</param>
    /// <param name="groups">Groups of channels that do not mix; divides both channel counts.</param>
    /// <param name="bias">Whether a learned bias is added to each output channel.</param>
    /// <param name="paddingMode">What padding holds: zeros, or the sequence repeated (edge, reflect, circular).</param>
    /// <param name="flip">True for a convolution in the mathematical sense, with the kernel reversed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public Conv1D(
        int inChannels, int outChannels, int kernel, int stride = 1, Padding1D padding = default, int dilation = 1,
        int groups = 1, bool bias = true, PaddingMode paddingMode = PaddingMode.Zero, bool flip = false)
    {
        (_inChannels, _outChannels) = (inChannels, outChannels);
        _row = new Conv2D(
            inChannels, outChannels, (1, kernel), (1, stride), padding.Row, (1, dilation), groups, bias, paddingMode, flip);
    }

    /// <summary>How the weights start.</summary>
    public Initializer Initializer { get; init; } = Initializer.He;

    /// <inheritdoc/>
    public override string Kind => "conv1d";

    /// <inheritdoc/>
    public override bool FusesActivation => true;

    /// <inheritdoc/>
    public override bool IsConvolution => true;

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => _row.FootprintOn(inputs);

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        if (input.H != 1)
            throw new ShapeException($"takes sequences, which have one row, but gets {input}; use new Conv2D({input.C}, {_outChannels}, ...).");
        if (input.C != _inChannels)
            throw new ShapeException($"takes {_inChannels} channels, but gets {input}; use new Conv1D({input.C}, {_outChannels}, ...).");
        return _row.InferShape(inputs);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<Shape> inputs)
    {
        var row = _row.Parameters(inputs);
        return [row[0] with { Initializer = Initializer }, .. row.Skip(1)];
    }

    /// <inheritdoc/>
    public override void Forward(LayerContext context) => _row.Forward(context);

    /// <inheritdoc/>
    public override void Backward(LayerContext context) => _row.Backward(context);
}

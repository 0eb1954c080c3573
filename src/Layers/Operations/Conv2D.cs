using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// A 2-D convolution: each output is a weighted sum over a window of all channels of its group, plus a bias. As in other frameworks
/// the kernel is not flipped (cross-correlation) unless asked. Weights are (outputs, inputs / groups, rows, columns).
/// </summary>
public sealed class Conv2D : Layer
{
    private readonly int _inChannels;
    private readonly int _outChannels;
    private readonly Size2D _kernel;
    private readonly Size2D _stride;
    private readonly Size2D _dilation;
    private readonly Padding _padding;
    private readonly int _groups;
    private readonly bool _bias;
    private readonly PaddingMode _paddingMode;
    private readonly bool _flip;
    private readonly ConvAlgorithm _algorithm;

    /// <summary>Creates the layer.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="outChannels">Channels of the output, at least 1.</param>
    /// <param name="kernel">Rows and columns of the window, at least 1.</param>
    /// <param name="stride">Steps of the window; 1 unless given.</param>
    /// <param name="padding">Padding around the input: <see cref="Padding.Valid"/> (none) unless given.</param>
    /// <param name="dilation">Distance between the window's taps; 1 unless given.</param>
    /// <param name="groups">Groups of channels that do not mix; divides both channel counts.</param>
    /// <param name="bias">Whether a learned bias is added to each output channel.</param>
    /// <param name="paddingMode">What padding holds: zeros, or the image repeated (edge, reflect, circular).</param>
    /// <param name="flip">True for a convolution in the mathematical sense, with the kernel turned by 180 degrees.</param>
    /// <param name="algorithm">How it is computed; <see cref="ConvAlgorithm"/> says what each takes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public Conv2D(
        int inChannels, int outChannels, Size2D kernel, Size2D stride = default, Padding padding = default, Size2D dilation = default,
        int groups = 1, bool bias = true, PaddingMode paddingMode = PaddingMode.Zero, bool flip = false,
        ConvAlgorithm algorithm = ConvAlgorithm.Automatic)
    {
        Sizes.RequireChannels(inChannels, outChannels, groups);
        (_inChannels, _outChannels, _groups, _bias, _padding, _paddingMode, _flip, _algorithm) =
            (inChannels, outChannels, groups, bias, padding, paddingMode, flip, algorithm);
        _kernel = Sizes.AtLeastOne(kernel, nameof(kernel));
        _stride = Sizes.AtLeastOne(stride.OrIfUnset(1), nameof(stride));
        _dilation = Sizes.AtLeastOne(dilation.OrIfUnset(1), nameof(dilation));
    }

    /// <summary>How the weights start.</summary>
    public Initializer Initializer { get; init; } = Initializer.He;

    /// <inheritdoc/>
    public override string Kind => "conv2d";

    /// <inheritdoc/>
    public override bool FusesActivation => true;

    /// <inheritdoc/>
    public override bool IsConvolution => true;

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Window(_kernel, _stride, _dilation);

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        if (input.C != _inChannels)
            throw new ShapeException($"takes {_inChannels} channels, but gets {input}; use new Conv2D({input.C}, {_outChannels}, ...).");
        var window = _padding.Window(_kernel, _stride, _dilation, input);
        Sizes.RequireCountable(window, input);
        if (PaddingLimits.Refusal(_paddingMode, window, input.H, input.W) is { } reason) throw new ShapeException(reason + ".");
        if (Conv2DGeometry.Refusal(_algorithm, window, _paddingMode, input.H, input.W) is { } refusal) throw new ShapeException(refusal + ".");
        return Sizes.Output(window.OutputHeight(input.H), window.OutputWidth(input.W), _outChannels, _kernel, input);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<Shape> inputs)
    {
        var taps = _kernel.Height * _kernel.Width;
        var (fanIn, fanOut) = (_inChannels / _groups * taps, _outChannels / _groups * taps);
        var shape = new Shape(_outChannels, _inChannels / _groups, _kernel.Height, _kernel.Width);
        var weight = new ParameterSpec("weight", shape, fanIn, fanOut, Initializer);
        return _bias ? [weight, new ParameterSpec("bias", new Shape(_outChannels), fanIn, fanOut, Initializer.Zeros)] : [weight];
    }

    /// <inheritdoc/>
    public override void Forward(LayerContext context)
    {
        var op = new Conv2DForward(Geometry(context), _bias, context.Activation);
        if (_bias) context.Emit(op, context.Input(), context.Parameter(0), context.Parameter(1), context.Output);
        else context.Emit(op, context.Input(), context.Parameter(0), context.Output);
    }

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        var geometry = Geometry(context);
        var gradient = context.ReadOnlyOutputGradient;
        var op = new Conv2DBackwardWeights(geometry, _bias);
        if (_bias) context.Emit(op, context.Input(), gradient, context.ParameterGradient(0), context.ParameterGradient(1));
        else context.Emit(op, context.Input(), gradient, context.ParameterGradient(0));
        if (context.NeedsInputGradient())
            context.Emit(new Conv2DBackwardData(geometry), gradient, context.Parameter(0), context.InputGradient());
    }

    /// <summary>The same convolution with a bias.</summary>
    /// <param name="name">The layer's name.</param>
    internal Conv2D WithBias(string name) =>
        new(_inChannels, _outChannels, _kernel, _stride, _padding, _dilation, _groups, bias: true, _paddingMode, _flip, _algorithm) { Name = name, Initializer = Initializer };

    /// <summary>The groups of channels.</summary>
    internal int Groups => _groups;

    /// <summary>The same convolution with other outputs, which its groups divide.</summary>
    internal Conv2D WithOutputs(int outChannels) =>
        new(_inChannels, outChannels, _kernel, _stride, _padding, _dilation, _groups, _bias, _paddingMode, _flip, _algorithm) { Initializer = Initializer };

    private Conv2DGeometry Geometry(LayerContext context)
    {
        var input = context.InputShape();
        var window = _padding.Window(_kernel, _stride, _dilation, input);
        return new Conv2DGeometry(input.C, input.H, input.W, _outChannels, window, _groups, _paddingMode, _flip) { Algorithm = _algorithm };
    }
}

using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// A 2-D convolution whose weights are not shared: windows slide as those of <see cref="Conv2D"/>, but every output position has filters
/// and biases of its own (LocallyConnected2D of Keras). Weights are (outputs, inputs, kernel rows x columns, output rows x columns),
/// biases (outputs, output rows, output columns), so both grow with the image.
/// </summary>
public sealed class LocallyConnected2D : Layer
{
    private readonly int _inChannels;
    private readonly int _outChannels;
    private readonly Size2D _kernel;
    private readonly Size2D _stride;
    private readonly Padding _padding;
    private readonly bool _bias;

    /// <summary>Creates the layer.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="outChannels">Channels of the output, at least 1.</param>
    /// <param name="kernel">Rows and columns of the window, at least 1.</param>
    /// <param name="stride">Steps of the window; 1 unless given.</param>
    /// <param name="padding">Zeros around the input; none unless given.</param>
    /// <param name="bias">Whether a learned bias is added to each output element.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public LocallyConnected2D(
        int inChannels, int outChannels, Size2D kernel, Size2D stride = default, Padding padding = default, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outChannels, 1);
        (_inChannels, _outChannels, _padding, _bias) = (inChannels, outChannels, padding, bias);
        _kernel = Sizes.AtLeastOne(kernel, nameof(kernel));
        _stride = Sizes.AtLeastOne(stride.OrIfUnset(1), nameof(stride));
    }

    /// <summary>How the weights start.</summary>
    public Initializer Initializer { get; init; } = Initializer.He;

    /// <inheritdoc/>
    public override string Kind => "locallyconnected2d";

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Window(_kernel, _stride, 1);

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        if (input.C != _inChannels)
            throw new ShapeException($"takes {_inChannels} channels, but gets {input}; use new LocallyConnected2D({input.C}, {_outChannels}, ...).");
        var window = _padding.Window(_kernel, _stride, 1, input);
        Sizes.RequireCountable(window, input);
        return Sizes.Output(window.OutputHeight(input.H), window.OutputWidth(input.W), _outChannels, _kernel, input);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<Shape> inputs)
    {
        var output = InferShape(inputs);
        var taps = _kernel.Height * _kernel.Width;
        var (fanIn, fanOut) = (_inChannels * taps, _outChannels * taps);
        var shape = new Shape(_outChannels, _inChannels, taps, output.H * output.W);
        var weight = new ParameterSpec("weight", shape, fanIn, fanOut, Initializer);
        return _bias
            ? [weight, new ParameterSpec("bias", new Shape(_outChannels, output.H, output.W), fanIn, fanOut, Initializer.Zeros)]
            : [weight];
    }

    /// <inheritdoc/>
    public override void Forward(LayerContext context)
    {
        var op = new LocallyConnected2DForward(Geometry(context), _bias);
        if (_bias) context.Emit(op, context.Input(), context.Parameter(0), context.Parameter(1), context.Output);
        else context.Emit(op, context.Input(), context.Parameter(0), context.Output);
    }

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        var geometry = Geometry(context);
        var gradient = context.ReadOnlyOutputGradient;
        var op = new LocallyConnected2DBackwardWeights(geometry, _bias);
        if (_bias) context.Emit(op, context.Input(), gradient, context.ParameterGradient(0), context.ParameterGradient(1));
        else context.Emit(op, context.Input(), gradient, context.ParameterGradient(0));
        if (context.NeedsInputGradient())
            context.Emit(new LocallyConnected2DBackwardData(geometry), gradient, context.Parameter(0), context.InputGradient());
    }

    private LocallyConnected2DGeometry Geometry(LayerContext context)
    {
        var input = context.InputShape();
        return new LocallyConnected2DGeometry(input.C, input.H, input.W, _outChannels, _padding.Window(_kernel, _stride, 1, input));
    }
}

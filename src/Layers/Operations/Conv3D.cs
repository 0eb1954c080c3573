using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// A 3-D convolution over volumes (N, C, D, H, W), such as video clips or scans: each output is a weighted sum over a window of all
/// channels of its group, plus a bias. The kernel is not flipped (cross-correlation) unless asked. Weights are
/// (outputs, inputs / groups, planes, rows, columns). A network on volumes starts from <see cref="Shape.Volume"/>; an image is a volume of
/// one plane. Padding that repeats the volume is laid around a copy of it.
/// </summary>
public sealed class Conv3D : Layer
{
    private readonly int _inChannels;
    private readonly int _outChannels;
    private readonly Size3D _kernel;
    private readonly Size3D _stride;
    private readonly Size3D _dilation;
    private readonly Padding3D _padding;
    private readonly int _groups;
    private readonly bool _bias;
    private readonly PaddingMode _paddingMode;
    private readonly bool _flip;

    /// <summary>Creates the layer.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="outChannels">Channels of the output, at least 1.</param>
    /// <param name="kernel">Planes, rows and columns of the window, at least 1.</param>
    /// <param name="stride">Steps of the window; 1 unless given.</param>
    /// <param name="padding">Padding around the input; none unless given.</param>
    /// <param name="dilation">Distance between the window's taps; 1 unless given.</param>
    /// <param name="groups">Groups of channels that do not mix; divides both channel counts.</param>
    /// <param name="bias">Whether a learned bias is added to each output channel.</param>
    /// <param name="paddingMode">What padding holds: zeros, or the volume repeated (edge, reflect, circular).</param>
    /// <param name="flip">True for a convolution in the mathematical sense, with the kernel turned about all three axes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public Conv3D(
        int inChannels, int outChannels, Size3D kernel, Size3D stride = default, Padding3D padding = default, Size3D dilation = default,
        int groups = 1, bool bias = true, PaddingMode paddingMode = PaddingMode.Zero, bool flip = false)
    {
        Sizes.RequireChannels(inChannels, outChannels, groups);
        _ = PaddingLimits.Name(paddingMode);
        (_inChannels, _outChannels, _padding, _paddingMode, _groups, _bias, _flip) = (inChannels, outChannels, padding, paddingMode, groups, bias, flip);
        _kernel = kernel.AtLeastOne(nameof(kernel));
        _stride = stride.OrIfUnset(1).AtLeastOne(nameof(stride));
        _dilation = dilation.OrIfUnset(1).AtLeastOne(nameof(dilation));
    }

    /// <summary>How the weights start.</summary>
    public Initializer Initializer { get; init; } = Initializer.He;

    /// <inheritdoc/>
    public override string Kind => "conv3d";

    /// <inheritdoc/>
    public override bool TakesVolumes => true;

    /// <inheritdoc/>
    public override bool IsConvolution => true;

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Window((_kernel.Height, _kernel.Width), (_stride.Height, _stride.Width), (_dilation.Height, _dilation.Width));

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        if (input.C != _inChannels)
            throw new ShapeException($"takes {_inChannels} channels, but gets {input}; use new Conv3D({input.C}, {_outChannels}, ...).");
        var window = _padding.Window(_kernel, _stride, _dilation, input);
        foreach (var (axis, size) in ((WindowAxis, int)[])[(window.Depth, input.D), (window.Height, input.H), (window.Width, input.W)])
        {
            if (axis.Refusal(size) is { } reason) throw new ShapeException($"a window of {_kernel} does not fit into {input}: {reason}.");
            if (Pad3DGeometry.Refusal(_paddingMode, size, (axis.PadBefore, axis.PadAfter)) is { } limit) throw new ShapeException($"cannot pad {input}: {limit}.");
        }
        RequireCountable(window, input);
        return Shape.Volume(1, _outChannels, window.Depth.Output(input.D), window.Height.Output(input.H), window.Width.Output(input.W));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<Shape> inputs)
    {
        var taps = _kernel.Depth * _kernel.Height * _kernel.Width;
        var (fanIn, fanOut) = (_inChannels / _groups * taps, _outChannels / _groups * taps);
        var shape = Shape.Volume(_outChannels, _inChannels / _groups, _kernel.Depth, _kernel.Height, _kernel.Width);
        var weight = new ParameterSpec("weight", shape, fanIn, fanOut, Initializer);
        return _bias ? [weight, new ParameterSpec("bias", new Shape(_outChannels), fanIn, fanOut, Initializer.Zeros)] : [weight];
    }

    /// <inheritdoc/>
    public override void Forward(LayerContext context)
    {
        var (padding, geometry) = Geometry(context);
        if (padding is not null) context.Emit(new Pad3DForward(padding), context.Input(), Padded(context, padding));
        var (op, x) = (new Conv3DForward(geometry, _bias), padding is null ? context.Input() : Padded(context, padding));
        if (_bias) context.Emit(op, x, context.Parameter(0), context.Parameter(1), context.Output);
        else context.Emit(op, x, context.Parameter(0), context.Output);
    }

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        var (padding, geometry) = Geometry(context);
        var gradient = context.ReadOnlyOutputGradient;
        var (op, x) = (new Conv3DBackwardWeights(geometry, _bias), padding is null ? context.Input() : Padded(context, padding));
        if (_bias) context.Emit(op, x, gradient, context.ParameterGradient(0), context.ParameterGradient(1));
        else context.Emit(op, x, gradient, context.ParameterGradient(0));
        if (!context.NeedsInputGradient()) return;
        var padded = padding is null ? context.InputGradient() : context.Saved("padded.gradient", (long)padding.OutCount * sizeof(float));
        context.Emit(new Conv3DBackwardData(geometry), gradient, context.Parameter(0), padded);
        if (padding is not null) context.Emit(new Pad3DBackward(padding), padded, context.InputGradient());
    }

    private static PlanTensor Padded(LayerContext context, Pad3DGeometry padding) => context.Saved("padded", (long)padding.OutCount * sizeof(float));

    // The volume with its padding counts as one tensor.
    private void RequireCountable(Window3D window, Shape input)
    {
        if (_paddingMode == PaddingMode.Zero) return;
        var (depth, height, width) = (Padded(window.Depth, input.D), Padded(window.Height, input.H), Padded(window.Width, input.W));
        if ((Int128)input.C * depth * height * width > int.MaxValue)
            throw new ShapeException($"{input} and its padding have more than {int.MaxValue:N0} elements; use less padding or a smaller volume.");
    }

    private static long Padded(WindowAxis axis, int size) => (long)size + axis.PadBefore + axis.PadAfter;

    // Where padding repeats the volume it is an op of its own, and the convolution has none.
    private (Pad3DGeometry? Padding, Conv3DGeometry Convolution) Geometry(LayerContext context)
    {
        var input = context.InputShape();
        var window = _padding.Window(_kernel, _stride, _dilation, input);
        var (depth, height, width) = (window.Depth, window.Height, window.Width);
        var isPadded = (depth.PadBefore | depth.PadAfter | height.PadBefore | height.PadAfter | width.PadBefore | width.PadAfter) != 0;
        if (_paddingMode == PaddingMode.Zero || !isPadded)
            return (null, new Conv3DGeometry(input.C, input.D, input.H, input.W, _outChannels, window, _groups, _flip));
        var padding = new Pad3DGeometry(
            input.C, input.D, input.H, input.W, (depth.PadBefore, depth.PadAfter), (height.PadBefore, height.PadAfter), (width.PadBefore, width.PadAfter),
            _paddingMode);
        var inner = new Window3D(Unpadded(depth), Unpadded(height), Unpadded(width));
        return (padding, new Conv3DGeometry(input.C, padding.OutDepth, padding.OutHeight, padding.OutWidth, _outChannels, inner, _groups, _flip));
    }

    private static WindowAxis Unpadded(WindowAxis axis) => axis with { PadBefore = 0, PadAfter = 0 };
}

using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// A transposed 2-D convolution, with PyTorch's options, shapes and weights: every input is multiplied by the kernel, and the products are
/// laid down a stride apart and added up, plus a bias. It is the adjoint of <see cref="Conv2D"/> with the same kernel, stride, padding,
/// dilation and groups (the two channel counts exchanged), and its ops are that convolution's with their roles exchanged. An input
/// (N, inputs, H, W) gives (N, outputs, (H - 1) stride - padding on both sides + dilation (kernel - 1) + outputPadding + 1, the same of W).
/// Weights are (inputs, outputs / groups, rows, columns).
/// </summary>
public sealed class ConvTranspose2D : Layer
{
    private readonly int _inChannels;
    private readonly int _outChannels;
    private readonly Size2D _kernel;
    private readonly Size2D _stride;
    private readonly Size2D _dilation;
    private readonly Size2D _outputPadding;
    private readonly Padding _padding;
    private readonly int _groups;
    private readonly bool _bias;

    /// <summary>Creates the layer.</summary>
    /// <param name="inChannels">Channels of the input, at least 1.</param>
    /// <param name="outChannels">Channels of the output, at least 1.</param>
    /// <param name="kernel">Rows and columns of the window, at least 1.</param>
    /// <param name="stride">Outputs from one input's window to the next one's; 1 unless given.</param>
    /// <param name="padding">
    /// The padding of the convolution that this is the adjoint of: rows and columns cut off the output; none unless given. With
    /// <see cref="Padding.Same"/> the output is the input's size times the stride.
    /// </param>
    /// <param name="outputPadding">
    /// Rows added below and columns added on the right of the output, which several sizes of a strided convolution's input leave open; less
    /// than the stride or the dilation, and less than the stride and the padding on that side together.
    /// </param>
    /// <param name="dilation">Distance between the window's taps; 1 unless given.</param>
    /// <param name="groups">Groups of channels that do not mix; divides both channel counts.</param>
    /// <param name="bias">Whether a learned bias is added to each output channel.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the output padding is negative or too much.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels, or output padding is given with same padding.</exception>
    public ConvTranspose2D(
        int inChannels, int outChannels, Size2D kernel, Size2D stride = default, Padding padding = default, Size2D outputPadding = default,
        Size2D dilation = default, int groups = 1, bool bias = true)
    {
        Sizes.RequireChannels(inChannels, outChannels, groups);
        (_inChannels, _outChannels, _groups, _bias, _padding, _outputPadding) = (inChannels, outChannels, groups, bias, padding, outputPadding);
        _kernel = Sizes.AtLeastOne(kernel, nameof(kernel));
        _stride = Sizes.AtLeastOne(stride.OrIfUnset(1), nameof(stride));
        _dilation = Sizes.AtLeastOne(dilation.OrIfUnset(1), nameof(dilation));
        if (outputPadding != default && padding.IsSame)
            throw new ArgumentException("Same padding decides the size of the output: leave out the output padding.", nameof(outputPadding));
        RequireOutputPadding(outputPadding.Height, _stride.Height, _dilation.Height, padding.Bottom);
        RequireOutputPadding(outputPadding.Width, _stride.Width, _dilation.Width, padding.Right);
    }

    /// <summary>How the weights start.</summary>
    public Initializer Initializer { get; init; } = Initializer.He;

    /// <inheritdoc/>
    public override string Kind => "convtranspose2d";

    /// <inheritdoc/>
    public override bool IsConvolution => true;

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Transposed(_kernel, _stride, _dilation);

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        if (input.C != _inChannels)
            throw new ShapeException($"takes {_inChannels} channels, but gets {input}; use new ConvTranspose2D({input.C}, {_outChannels}, ...).");
        long rows = Positions(input.H, _stride.Height, _kernel.Height, _dilation.Height, _outputPadding.Height, (long)_padding.Top + _padding.Bottom);
        long columns = Positions(input.W, _stride.Width, _kernel.Width, _dilation.Width, _outputPadding.Width, (long)_padding.Left + _padding.Right);
        if (Math.Min(rows, columns) < 1)
            throw new ShapeException($"cuts all of its output off: {input} with a window of {_kernel} gives {rows}x{columns}; use less padding.");
        if (Math.Max(rows, columns) > int.MaxValue)
            throw new ShapeException($"puts out {rows:N0}x{columns:N0}, more than {int.MaxValue:N0} along one side; use less stride or dilation.");
        var output = new Shape(1, _outChannels, (int)rows, (int)columns);
        Sizes.RequireCountable(Window(output), output);
        return output;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<Shape> inputs)
    {
        // Of the taps that an input has, one in stride * stride meets a given output.
        var taps = _kernel.Height * _kernel.Width;
        var met = (int)Math.Max(taps / ((long)_stride.Height * _stride.Width), 1);
        var (fanIn, fanOut) = (_inChannels / _groups * met, _outChannels / _groups * taps);
        var shape = new Shape(_inChannels, _outChannels / _groups, _kernel.Height, _kernel.Width);
        var weight = new ParameterSpec("weight", shape, fanIn, fanOut, Initializer);
        return _bias ? [weight, new ParameterSpec("bias", new Shape(_outChannels), fanIn, fanOut, Initializer.Zeros)] : [weight];
    }

    /// <inheritdoc/>
    public override void Forward(LayerContext context)
    {
        context.Emit(new Conv2DBackwardData(Adjoint(context)), context.Input(), context.Parameter(0), context.Output);
        if (!_bias) return;
        var output = context.OutputShape;
        context.Emit(new ChannelBiasForward(output.C, output.H * output.W), context.Output, context.Parameter(1), context.Output);
    }

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        var (geometry, gradient, output) = (Adjoint(context), context.ReadOnlyOutputGradient, context.OutputShape);
        context.Emit(new Conv2DBackwardWeights(geometry, Bias: false), gradient, context.Input(), context.ParameterGradient(0));
        if (_bias) context.Emit(new ChannelBiasBackward(output.C, output.H * output.W), gradient, context.ParameterGradient(1));
        if (context.NeedsInputGradient())
            context.Emit(new Conv2DForward(geometry, Bias: false), gradient, context.Parameter(0), context.InputGradient());
    }

    // The convolution from this layer's output to its input.
    private Conv2DGeometry Adjoint(LayerContext context)
    {
        var output = context.OutputShape;
        return new Conv2DGeometry(output.C, output.H, output.W, _inChannels, Window(output), _groups);
    }

    // Output padding is what the convolution pads less: its windows then reach as far as without it.
    private Window2D Window(Shape output)
    {
        var window = _padding.Window(_kernel, _stride, _dilation, output);
        return window with
        {
            PadBottom = Math.Max(window.PadBottom - _outputPadding.Height, 0), PadRight = Math.Max(window.PadRight - _outputPadding.Width, 0),
        };
    }

    private long Positions(int input, int stride, int kernel, int dilation, int outputPadding, long padding)
    {
        if (_padding.IsSame) return (long)input * stride;
        var reach = (long)dilation * (kernel - 1);
        return (input - 1L) * stride + reach + outputPadding + 1 - (_padding == Padding.Full ? 2 * reach : padding);
    }

    private static void RequireOutputPadding(int outputPadding, int stride, int dilation, int padding)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outputPadding);
        var limit = Math.Min(Math.Max(stride, dilation), (long)stride + padding);
        if (outputPadding >= limit)
        {
            throw new ArgumentOutOfRangeException(nameof(outputPadding), outputPadding,
                $"Output padding is below {limit} for a stride of {stride}, a dilation of {dilation} and {padding} of padding on that side; use less of it.");
        }
    }
}

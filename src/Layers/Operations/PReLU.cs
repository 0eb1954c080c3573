using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// y = x &gt; 0 ? x : a x with a learned slope a, one for all or one for each channel (He et al., 2015); any shape. Learns <c>weight</c>, the
/// slopes. PyTorch's PReLU.
/// </summary>
public sealed class PReLU : Layer
{
    private readonly int _slopes;
    private readonly float _start;

    /// <summary>Creates the layer.</summary>
    /// <param name="slopes">How many slopes are learned: 1, or as many as there are channels; PyTorch's <c>num_parameters</c>.</param>
    /// <param name="start">What they start with, finite; PyTorch's <c>init</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public PReLU(int slopes = 1, float start = 0.25f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slopes, 1);
        if (!float.IsFinite(start)) throw new ArgumentOutOfRangeException(nameof(start), start, "A slope is finite.");
        (_slopes, _start) = (slopes, start);
    }

    /// <inheritdoc/>
    public override string Kind => "prelu";

    /// <inheritdoc/>
    public override bool TakesVolumes => true;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => _slopes == 1 || _slopes == inputs[0].C
        ? inputs[0]
        : throw new ShapeException($"has {_slopes} slopes, but gets {inputs[0]}; use new PReLU({inputs[0].C}), or new PReLU() for one slope.");

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<Shape> inputs) =>
        [new("weight", new Shape(_slopes), 1, 1, Initializer.Constant(_start))];

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        context.Emit(new PReLUForward(SizesOf(context)), context.Input(), context.Parameter(0), context.Output);

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        var (sizes, gradient) = (SizesOf(context), context.ReadOnlyOutputGradient);
        context.Emit(new PReLUBackwardWeights(sizes), context.Input(), gradient, context.ParameterGradient(0));
        if (context.NeedsInputGradient())
            context.Emit(new PReLUBackwardData(sizes), context.Input(), context.Parameter(0), gradient, context.InputGradientOver());
    }

    private ChannelSizes SizesOf(LayerContext context) => new(_slopes, (int)(context.OutputShape.ItemCount / _slopes));
}

using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// What layers share that normalise groups of a batch item's elements, each item on its own: y = w (x - m) / sqrt(v + epsilon) + b with mean m
/// and variance v (divided by the count) of the group, in training and inference alike. Learns, unless told not to, <c>weight</c> (from 1) and
/// <c>bias</c> (from 0).
/// </summary>
public abstract class GroupNormalization : Layer
{
    private readonly float _epsilon;
    private readonly bool _affine;

    private protected GroupNormalization(float epsilon, bool affine)
    {
        if (!(epsilon > 0 && float.IsFinite(epsilon)))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "What is added to the variance is finite and above 0.");
        (_epsilon, _affine) = (epsilon, affine);
    }

    internal override bool IsNormalization => true;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<Shape> inputs) => _affine
        ? [new("weight", ParameterShape, 1, 1, Initializer.Constant(1)), new("bias", ParameterShape, 1, 1, Initializer.Zeros)]
        : [];

    /// <inheritdoc/>
    public sealed override void Forward(LayerContext context)
    {
        var sizes = SizesOf(context.InputShape());
        var (mean, inverse) = Statistics(context, sizes);
        var op = new GroupNormForward(sizes, _epsilon, _affine);
        if (_affine) context.Emit(op, context.Input(), context.Parameter(0), context.Parameter(1), context.Output, mean, inverse);
        else context.Emit(op, context.Input(), context.Output, mean, inverse);
    }

    /// <inheritdoc/>
    public sealed override void Backward(LayerContext context)
    {
        var (sizes, gradient) = (SizesOf(context.InputShape()), context.ReadOnlyOutputGradient);
        var (mean, inverse) = Statistics(context, sizes);
        if (_affine)
        {
            context.Emit(
                new GroupNormBackwardWeights(sizes), context.Input(), gradient, mean, inverse, context.ParameterGradient(0), context.ParameterGradient(1));
        }
        if (!context.NeedsInputGradient()) return;
        var op = new GroupNormBackwardData(sizes, _affine);
        if (_affine) context.Emit(op, context.Input(), gradient, context.Parameter(0), mean, inverse, context.InputGradientOver());
        else context.Emit(op, context.Input(), gradient, mean, inverse, context.InputGradientOver());
    }

    /// <summary>The shape of weight and bias.</summary>
    private protected abstract Shape ParameterShape { get; }

    /// <summary>Groups and weights of an input.</summary>
    private protected abstract GroupSizes SizesOf(Shape input);

    /// <summary>Groups of whole channels, with a weight a channel.</summary>
    private protected static GroupSizes OfChannels(Shape input, int groups)
    {
        var count = (int)input.ItemCount;
        return new(groups, count / groups, input.C, count / input.C);
    }

    private static (PlanTensor Mean, PlanTensor Inverse) Statistics(LayerContext context, GroupSizes sizes) => (
        context.Saved("mean", sizes.Groups * (long)sizeof(float)), context.Saved("inverse", sizes.Groups * (long)sizeof(float)));
}

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
    private readonly float? _running;

    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="affine">Whether weight and bias are learned.</param>
    /// <param name="running">How far running statistics move in a step, where inference takes those; null where it takes each item's own.</param>
    private protected GroupNormalization(float epsilon, bool affine, float? running = null)
    {
        _running = running;
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
    public sealed override IReadOnlyList<ParameterSpec> Buffers(IReadOnlyList<Shape> inputs) => _running is not null
        ? [new("running_mean", ParameterShape, 1, 1, Initializer.Zeros), new("running_var", ParameterShape, 1, 1, Initializer.Constant(1))]
        : [];

    /// <inheritdoc/>
    public sealed override void Forward(LayerContext context)
    {
        var sizes = SizesOf(context.InputShape());
        if (_running is not null && !context.Training)
        {
            var weight = _affine ? context.Parameter(0) : context.Constant("ones", [.. Enumerable.Repeat(1f, sizes.Parameters)]);
            var bias = _affine ? context.Parameter(1) : context.Constant("zeros", new float[sizes.Parameters]);
            context.Emit(
                new BatchNormInference(new(sizes.Parameters, sizes.Plane), _epsilon), context.Input(), weight, bias, context.Buffer(0), context.Buffer(1), context.Output);
            return;
        }
        var (mean, inverse) = Statistics(context, sizes);
        var op = new GroupNormForward(sizes, _epsilon, _affine);
        if (_affine) context.Emit(op, context.Input(), context.Parameter(0), context.Parameter(1), context.Output, mean, inverse);
        else context.Emit(op, context.Input(), context.Output, mean, inverse);
        if (_running is { } momentum)
            context.Emit(new InstanceStatistics(new(sizes.Parameters, sizes.Plane), momentum, _epsilon), mean, inverse, context.Buffer(0), context.Buffer(1));
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

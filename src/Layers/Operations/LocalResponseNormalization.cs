using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Divides each element by a power of the mean square of the channels around its own (Krizhevsky et al., 2012), with PyTorch's formula:
/// y = x (k + alpha / size sum(x_i^2))^-beta over the channels i from c - size / 2 to c + (size - 1) / 2 that there are. Input and output:
/// (N, C, H, W). AlexNet's values are 5, 5e-4 (1e-4 in the paper, which does not divide by the size), 0.75 and 2.
/// </summary>
public sealed class LocalResponseNormalization : Layer
{
    private readonly int _size;
    private readonly float _alpha;
    private readonly float _beta;
    private readonly float _k;

    /// <summary>Creates the layer.</summary>
    /// <param name="size">Channels that are summed, at least 1.</param>
    /// <param name="alpha">The factor of their mean square, 0 or more.</param>
    /// <param name="beta">The exponent, finite.</param>
    /// <param name="k">What the sum starts from, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public LocalResponseNormalization(int size, float alpha = 1e-4f, float beta = 0.75f, float k = 1)
    {
        new ResponseWindow(new ChannelSizes(1, 1), size, alpha, beta, k).Checked();
        (_size, _alpha, _beta, _k) = (size, alpha, beta, k);
    }

    /// <inheritdoc/>
    public override string Kind => "localresponsenorm";

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        context.Emit(new LocalResponseNormForward(Window(context)), context.Input(), context.Output, Scales(context));

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        if (!context.NeedsInputGradient()) return;
        context.Emit(
            new LocalResponseNormBackward(Window(context)),
            context.Input(), context.Output, Scales(context), context.ReadOnlyOutputGradient, context.InputGradient());
    }

    private static PlanTensor Scales(LayerContext context) => context.Saved("scales", context.OutputShape.ItemCount * sizeof(float));

    private ResponseWindow Window(LayerContext context)
    {
        var shape = context.OutputShape;
        return new(new ChannelSizes(shape.C, shape.H * shape.W), _size, _alpha, _beta, _k);
    }
}

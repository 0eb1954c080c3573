using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// In training sets elements to zero at random and scales the others by 1 / (1 - rate); in inference passes its input on
/// (Srivastava et al., 2014).
/// </summary>
public sealed class Dropout : Layer
{
    private readonly float _rate;

    /// <summary>Creates the layer.</summary>
    /// <param name="rate">The share of elements set to zero, from 0 up to, but not including, 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside that range.</exception>
    public Dropout(float rate = 0.5f)
    {
        if (!(rate >= 0 && rate < 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "A dropout rate is from 0 to below 1.");
        _rate = rate;
    }

    /// <inheritdoc/>
    public override string Kind => "dropout";

    /// <inheritdoc/>
    public override bool TakesVolumes => true;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    /// <inheritdoc/>
    public override bool IsIdentity(bool training) => !training || _rate == 0;

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        context.Emit(new DropoutForward((int)context.OutputShape.ItemCount, _rate, context.RandomStream), context.Input(), context.Output, context.State);

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        if (_rate == 0)
        {
            context.PassGradient();
            return;
        }
        context.Emit(
            new DropoutBackward((int)context.OutputShape.ItemCount, _rate, context.RandomStream),
            context.ReadOnlyOutputGradient, context.InputGradientOver(), context.State);
    }
}

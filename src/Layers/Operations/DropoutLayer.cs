using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>What layers share that set parts of their input to zero in training; any shape.</summary>
public abstract class DropoutLayer : Layer
{
    private readonly float _rate;

    private protected DropoutLayer(float rate)
    {
        if (!(rate >= 0 && rate < 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "A dropout rate is from 0 to below 1.");
        _rate = rate;
    }

    /// <inheritdoc/>
    public override bool TakesVolumes => true;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

    /// <inheritdoc/>
    public override bool IsIdentity(bool training) => !training || _rate == 0;

    /// <inheritdoc/>
    public override void Forward(LayerContext context) => context.Emit(
        new DropoutForward((int)context.OutputShape.ItemCount, _rate, context.RandomStream, RunOf(context.OutputShape)),
        context.Input(), context.Output, context.State);

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        if (_rate == 0)
        {
            context.PassGradient();
            return;
        }
        context.Emit(
            new DropoutBackward((int)context.OutputShape.ItemCount, _rate, context.RandomStream, RunOf(context.OutputShape)),
            context.ReadOnlyOutputGradient, context.InputGradientOver(), context.State);
    }

    /// <summary>How many neighbouring elements share their fate.</summary>
    private protected abstract int RunOf(Shape input);
}

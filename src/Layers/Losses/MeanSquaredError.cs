using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>The mean of the squared differences between the output and the target, over all elements of an item.</summary>
public sealed class MeanSquaredError : Loss
{
    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Values;

    /// <inheritdoc/>
    public override void Check(Shape output)
    {
        // Any output can be compared with values of its own shape.
    }

    /// <inheritdoc/>
    public override void Forward(LossContext context) =>
        context.Emit(new MeanSquaredErrorForward((int)context.Shape.ItemCount), context.Prediction, context.Target, context.Losses);

    /// <inheritdoc/>
    public override void Backward(LossContext context) => context.Emit(
        new MeanSquaredErrorBackward((int)context.Shape.ItemCount), context.Prediction, context.Target, context.PredictionGradient);
}

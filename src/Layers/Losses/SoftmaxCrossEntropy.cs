using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>The cross-entropy between the softmax of the output and the true class; the output holds one logit a class.</summary>
public sealed class SoftmaxCrossEntropy : Loss
{
    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Class;

    /// <inheritdoc/>
    public override void Check(Shape output)
    {
        if (output.ItemCount != output.C)
            throw new ShapeException($"softmax cross-entropy takes one logit a class, but the model puts out {output}; end it with Flatten and Dense.");
    }

    /// <inheritdoc/>
    public override void Forward(LossContext context) => context.Emit(
        new SoftmaxCrossEntropyForward(context.Shape.C), context.Prediction, context.Target, context.Losses, Probabilities(context));

    /// <inheritdoc/>
    public override void Backward(LossContext context) => context.Emit(
        new SoftmaxCrossEntropyBackward(context.Shape.C), Probabilities(context), context.Target, context.PredictionGradient);

    private static PlanTensor Probabilities(LossContext context) => context.Saved("probabilities", context.Shape);
}

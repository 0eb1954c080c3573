using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Minus the logarithm of the true class's probability, as PyTorch's NLLLoss: the output holds one logarithm of a probability a class, (N, C),
/// which <see cref="LogSoftmax"/> makes. With it this is <see cref="SoftmaxCrossEntropy"/> of what stands before.
/// </summary>
public sealed class NegativeLogLikelihood : Loss
{
    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Class;

    /// <inheritdoc/>
    public override void Check(Shape output)
    {
        if (output.ItemCount != output.C)
            throw new ShapeException(
                $"negative log-likelihood takes one logarithm of a probability a class, but the model puts out {output}; end it with Flatten, Dense and LogSoftmax.");
    }

    /// <inheritdoc/>
    public override void Forward(LossContext context) =>
        context.Emit(new NegativeLogLikelihoodForward(context.Shape.C), context.Prediction, context.Target, context.Losses);

    /// <inheritdoc/>
    public override void Backward(LossContext context) =>
        context.Emit(new NegativeLogLikelihoodBackward(context.Shape.C), context.Target, context.PredictionGradient);
}

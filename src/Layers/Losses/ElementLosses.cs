using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>A loss that compares every value of the output with a target by itself; of an item it is the mean over its values.</summary>
public abstract class ElementwiseLoss : Loss
{
    private readonly ElementLoss _function;

    /// <summary>Takes the function.</summary>
    /// <param name="function">The loss of one value.</param>
    protected ElementwiseLoss(ElementLoss function) => _function = function;

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Values;

    /// <inheritdoc/>
    public override void Check(Shape output)
    {
        // Any output can be compared with values of its own shape.
    }

    /// <inheritdoc/>
    public override void Forward(LossContext context) =>
        context.Emit(new ElementLossForward((int)context.Shape.ItemCount, _function), context.Prediction, context.Target, context.Losses);

    /// <inheritdoc/>
    public override void Backward(LossContext context) => context.Emit(
        new ElementLossBackward((int)context.Shape.ItemCount, _function), context.Prediction, context.Target, context.PredictionGradient);
}

/// <summary>The mean of the absolute differences between the output and the target (PyTorch's L1Loss).</summary>
public sealed class MeanAbsoluteError() : ElementwiseLoss(ElementLoss.Absolute);

/// <summary>Half the squared difference up to delta and straight beyond it (Huber, 1964; PyTorch's HuberLoss), as a mean over values.</summary>
/// <param name="delta">Where the loss becomes straight, finite and above 0.</param>
/// <exception cref="ArgumentOutOfRangeException">Delta is outside its range.</exception>
public sealed class Huber(float delta = 1) : ElementwiseLoss(ElementLoss.Huber(delta));

/// <summary>
/// The binary cross-entropy between the sigmoid of the output and targets from 0 to 1, as a mean over values (PyTorch's BCEWithLogitsLoss).
/// The sigmoid is part of the loss: the model ends without one.
/// </summary>
public sealed class BinaryCrossEntropy() : ElementwiseLoss(ElementLoss.BinaryCrossEntropy);

/// <summary>max(0, 1 - target x output) with targets -1 and 1, as a mean over values (Keras's Hinge).</summary>
public sealed class Hinge() : ElementwiseLoss(ElementLoss.Hinge);

using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// The cross-entropy between the softmax of the output and the true class; the output holds one logit a class. The loss of a batch is the
/// mean over its items, also with class weights, where PyTorch divides by the sum of the weights of the items' classes.
/// </summary>
public sealed class SoftmaxCrossEntropy : Loss
{
    private readonly TargetCrossEntropy? _targets;

    /// <summary>Creates the loss.</summary>
    /// <param name="labelSmoothing">How much of the target is spread evenly over all classes (Szegedy et al., 2016), from 0 to below 1.</param>
    /// <param name="classWeights">What the loss of each class counts, finite and at least 0; 1 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public SoftmaxCrossEntropy(float labelSmoothing = 0, IReadOnlyList<float>? classWeights = null)
    {
        if (labelSmoothing != 0 || classWeights is not null) _targets = new TargetCrossEntropy(labelSmoothing, classWeights, soft: false);
    }

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Class;

    /// <inheritdoc/>
    public override Loss OfShares() => new SoftTargetCrossEntropy(_targets?.LabelSmoothing ?? 0, _targets?.ClassWeights);

    /// <inheritdoc/>
    public override void Check(Shape output)
    {
        if (output.ItemCount != output.C)
            throw new ShapeException($"softmax cross-entropy takes one logit a class, but the model puts out {output}; end it with Flatten and Dense.");
        _targets?.Check(output);
    }

    /// <inheritdoc/>
    public override void Forward(LossContext context)
    {
        if (_targets is not null) _targets.Forward(context);
        else context.Emit(new SoftmaxCrossEntropyForward(context.Shape.C), context.Prediction, context.Target, context.Losses, Probabilities(context));
    }

    /// <inheritdoc/>
    public override void Backward(LossContext context)
    {
        if (_targets is not null) _targets.Backward(context);
        else context.Emit(new SoftmaxCrossEntropyBackward(context.Shape.C), Probabilities(context), context.Target, context.PredictionGradient);
    }

    private static PlanTensor Probabilities(LossContext context) => context.Saved("probabilities", context.Shape);
}

/// <summary>
/// The cross-entropy between the softmax of the output and shares of the classes, such as those of mixed images: as PyTorch's
/// CrossEntropyLoss with probabilities. The output holds one logit a class, the target one share a class.
/// </summary>
public sealed class SoftTargetCrossEntropy : Loss
{
    private readonly TargetCrossEntropy _targets;

    /// <summary>Creates the loss.</summary>
    /// <param name="labelSmoothing">How much of the target is spread evenly over all classes, from 0 to below 1.</param>
    /// <param name="classWeights">What the loss of each class counts, finite and at least 0; 1 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public SoftTargetCrossEntropy(float labelSmoothing = 0, IReadOnlyList<float>? classWeights = null) =>
        _targets = new TargetCrossEntropy(labelSmoothing, classWeights, soft: true);

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Shares;

    /// <inheritdoc/>
    public override Loss OfShares() => this;

    /// <inheritdoc/>
    public override void Check(Shape output) => _targets.Check(output);

    /// <inheritdoc/>
    public override void Forward(LossContext context) => _targets.Forward(context);

    /// <inheritdoc/>
    public override void Backward(LossContext context) => _targets.Backward(context);
}

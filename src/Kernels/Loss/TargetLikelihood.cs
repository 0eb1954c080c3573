namespace ConvGpu.Kernels;

/// <summary>
/// A cross-entropy from logarithms of probabilities, whose shares are (1 - LabelSmoothing) target + LabelSmoothing / Classes, times the
/// class's weight; the target is 1 at the label, or given for each class.
/// </summary>
/// <param name="Classes">Classes of a batch item.</param>
/// <param name="LabelSmoothing">How much of the target is spread over all classes, from 0 to below 1.</param>
/// <param name="Soft">Whether the target is a share for each class.</param>
/// <param name="Weighted">Whether classes have weights.</param>
public abstract record TargetLikelihood(int Classes, float LabelSmoothing, bool Soft, bool Weighted) : Op
{
    private const string Op = "target-likelihood";

    /// <summary>Classes of a batch item.</summary>
    public int Classes { get; init; } = OpCheck.Positive(Classes, Op);

    /// <summary>How much of the target is spread over all classes.</summary>
    public float LabelSmoothing { get; init; } = OpCheck.Share(LabelSmoothing, Op);

    /// <inheritdoc/>
    public sealed override long Flops(int n) => 4L * n * Classes;

    /// <inheritdoc/>
    public sealed override long Bytes(int n) => ((long)n * (Classes + (Soft ? Classes : 1) + LossesOfItem) + (Weighted ? Classes : 0)) * sizeof(float);

    /// <summary>Losses that are written for an item.</summary>
    private protected abstract int LossesOfItem { get; }
}

/// <summary>
/// loss = -(sum over classes of share x logarithm), per batch item. A label that is no class has no loss (NaN).
/// Operands: logs (n, Classes); labels (int32, n), or targets (n, Classes) where Soft; weights (Classes) where Weighted; losses (n).
/// </summary>
/// <inheritdoc cref="TargetLikelihood"/>
public sealed record TargetLikelihoodForward(int Classes, float LabelSmoothing = 0, bool Soft = false, bool Weighted = false)
    : TargetLikelihood(Classes, LabelSmoothing, Soft, Weighted)
{
    /// <inheritdoc/>
    public override string Name => "target-likelihood.forward";

    /// <inheritdoc/>
    public override int OperandCount => Weighted ? 4 : 3;

    private protected override int LossesOfItem => 1;
}

/// <summary>
/// dlogs = -share / n. Operands: labels (int32, n), or targets (n, Classes) where Soft; weights (Classes) where Weighted; dlogs (n, Classes).
/// </summary>
/// <inheritdoc cref="TargetLikelihood"/>
public sealed record TargetLikelihoodBackward(int Classes, float LabelSmoothing = 0, bool Soft = false, bool Weighted = false)
    : TargetLikelihood(Classes, LabelSmoothing, Soft, Weighted)
{
    /// <inheritdoc/>
    public override string Name => "target-likelihood.backward";

    /// <inheritdoc/>
    public override int OperandCount => Weighted ? 3 : 2;

    private protected override int LossesOfItem => 0;
}

namespace ConvGpu.Kernels;

/// <summary>
/// loss = -(sum over classes of weight x share x logarithm), per batch item: the cross-entropy with shares = (1 - LabelSmoothing) target +
/// LabelSmoothing / Classes, the target being 1 at the label, or given for each class. A label that is no class has no loss (NaN).
/// Operands: logs (n, Classes); labels (int32, n), or targets (n, Classes) where Soft; weights (Classes) where Weighted; losses (n).
/// </summary>
/// <param name="Classes">Classes of a batch item.</param>
/// <param name="LabelSmoothing">How much of the target is spread over all classes, from 0 to below 1.</param>
/// <param name="Soft">Whether the target is a share for each class.</param>
/// <param name="Weighted">Whether classes have weights.</param>
public sealed record TargetLikelihoodForward(int Classes, float LabelSmoothing = 0, bool Soft = false, bool Weighted = false) : Op
{
    /// <summary>Classes of a batch item.</summary>
    public int Classes { get; init; } = OpCheck.Positive(Classes, "target-likelihood");

    /// <summary>How much of the target is spread over all classes.</summary>
    public float LabelSmoothing { get; init; } = OpCheck.Share(LabelSmoothing, "target-likelihood");

    /// <inheritdoc/>
    public override string Name => "target-likelihood.forward";

    /// <inheritdoc/>
    public override int OperandCount => Weighted ? 4 : 3;

    /// <inheritdoc/>
    public override long Flops(int n) => 4L * n * Classes;

    /// <inheritdoc/>
    public override long Bytes(int n) => ((long)n * (Classes + (Soft ? Classes : 1) + 1) + (Weighted ? Classes : 0)) * sizeof(float);
}

/// <summary>
/// dlogs = -weight x share / n, with the shares of <see cref="TargetLikelihoodForward"/>. Operands: labels (int32, n), or targets
/// (n, Classes) where Soft; weights (Classes) where Weighted; dlogs (n, Classes).
/// </summary>
/// <param name="Classes">Classes of a batch item.</param>
/// <param name="LabelSmoothing">How much of the target is spread over all classes, from 0 to below 1.</param>
/// <param name="Soft">Whether the target is a share for each class.</param>
/// <param name="Weighted">Whether classes have weights.</param>
public sealed record TargetLikelihoodBackward(int Classes, float LabelSmoothing = 0, bool Soft = false, bool Weighted = false) : Op
{
    /// <summary>Classes of a batch item.</summary>
    public int Classes { get; init; } = OpCheck.Positive(Classes, "target-likelihood");

    /// <summary>How much of the target is spread over all classes.</summary>
    public float LabelSmoothing { get; init; } = OpCheck.Share(LabelSmoothing, "target-likelihood");

    /// <inheritdoc/>
    public override string Name => "target-likelihood.backward";

    /// <inheritdoc/>
    public override int OperandCount => Weighted ? 3 : 2;

    /// <inheritdoc/>
    public override long Flops(int n) => 4L * n * Classes;

    /// <inheritdoc/>
    public override long Bytes(int n) => ((long)n * (Classes + (Soft ? Classes : 1)) + (Weighted ? Classes : 0)) * sizeof(float);
}

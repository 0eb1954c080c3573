namespace ConvGpu.Kernels;

/// <summary>
/// Adds to correct how many batch items have their largest score at their label; of equal scores the first counts. An item with a NaN is never right.
/// Operands: scores (n, Classes), labels (int32, n), correct (int32, 1; added to).
/// </summary>
/// <param name="Classes">Scores of a batch item.</param>
public sealed record CountCorrect(int Classes) : Op
{
    /// <summary>Scores of a batch item.</summary>
    public int Classes { get; init; } = OpCheck.Positive(Classes, "count-correct");

    /// <inheritdoc/>
    public override string Name => "count-correct";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Bytes(int n) => ((long)n * (Classes + 1) + 2) * sizeof(float);
}

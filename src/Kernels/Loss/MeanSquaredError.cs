namespace ConvGpu.Kernels;

/// <summary>loss = mean over Count of (prediction - target)², per batch item. Operands: prediction, target, losses (n).</summary>
/// <param name="Count">Elements of a batch item.</param>
public sealed record MeanSquaredErrorForward(int Count) : Op
{
    /// <summary>Elements of a batch item.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, "mean-squared-error");

    /// <inheritdoc/>
    public override string Name => "mean-squared-error.forward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => 3L * n * Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * (2L * Count + 1) * sizeof(float);
}

/// <summary>dprediction = 2 (prediction - target) / (Count n). Operands: prediction, target, dprediction.</summary>
/// <param name="Count">Elements of a batch item.</param>
public sealed record MeanSquaredErrorBackward(int Count) : Op
{
    /// <summary>Elements of a batch item.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, "mean-squared-error");

    /// <inheritdoc/>
    public override string Name => "mean-squared-error.backward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => 2L * n * Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * Count * 3 * sizeof(float);
}

namespace ConvGpu.Kernels;

/// <summary>loss = the mean of the function over Count elements, per batch item. Operands: prediction, target, losses (n).</summary>
/// <param name="Count">Elements of a batch item.</param>
/// <param name="Function">The loss of an element.</param>
public sealed record ElementLossForward(int Count, ElementLoss Function) : Op
{
    /// <summary>Elements of a batch item.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, Function.Name);

    /// <inheritdoc/>
    public override string Name => Function.Name + ".forward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => 3L * n * Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * (2L * Count + 1) * sizeof(float);
}

/// <summary>dprediction = the function's derivative / (Count n). Operands: prediction, target, dprediction.</summary>
/// <param name="Count">Elements of a batch item.</param>
/// <param name="Function">The loss of an element.</param>
public sealed record ElementLossBackward(int Count, ElementLoss Function) : Op
{
    /// <summary>Elements of a batch item.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, Function.Name);

    /// <inheritdoc/>
    public override string Name => Function.Name + ".backward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => 3L * n * Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * Count * 3 * sizeof(float);
}

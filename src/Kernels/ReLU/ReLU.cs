namespace ConvGpu.Kernels;

/// <summary>y = max(x, 0); NaN stays NaN. Operands: x, y; y may be x.</summary>
/// <param name="Count">Elements of a batch item.</param>
public sealed record ReLUForward(int Count) : Op
{
    /// <summary>Elements of a batch item.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, "relu");

    /// <inheritdoc/>
    public override string Name => "relu.forward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * Count * 2 * sizeof(float);
}

/// <summary>dx = y > 0 ? dy : 0. Operands: y, dy, dx; dx may be dy.</summary>
/// <param name="Count">Elements of a batch item.</param>
public sealed record ReLUBackward(int Count) : Op
{
    /// <summary>Elements of a batch item.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, "relu");

    /// <inheritdoc/>
    public override string Name => "relu.backward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * Count * 3 * sizeof(float);
}

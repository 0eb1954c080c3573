namespace ConvGpu.Kernels;

/// <summary>y = a b. Operands: a, b, y; y may be a or b.</summary>
/// <param name="Count">Elements of a batch item.</param>
public sealed record Multiply(int Count) : Op
{
    /// <summary>Elements of a batch item.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, "multiply");

    /// <inheritdoc/>
    public override string Name => "multiply";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => (long)n * Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * Count * 3 * sizeof(float);
}

namespace ConvGpu.Kernels;

/// <summary>y = Factor * x. Operands: x, y; y may be x.</summary>
/// <param name="Count">Elements of a batch item.</param>
/// <param name="Factor">What each element is multiplied by.</param>
public sealed record Scale(int Count, float Factor) : Op
{
    /// <summary>Elements of a batch item.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, "scale");

    /// <inheritdoc/>
    public override string Name => "scale";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => (long)n * Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * Count * 2 * sizeof(float);
}

namespace ConvGpu.Kernels;

/// <summary>y = function(x), element by element. Operands: x, y; y may be x.</summary>
/// <param name="Count">Elements of a batch item.</param>
/// <param name="Function">The function.</param>
public sealed record ActivationForward(int Count, ActivationFunction Function) : Op
{
    /// <summary>Elements of a batch item.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, Function.Name);

    /// <inheritdoc/>
    public override string Name => Function.Name + ".forward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => (long)n * Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * Count * 2 * sizeof(float);
}

/// <summary>
/// dx = dy times the function's derivative. Operands: y where <see cref="ActivationFunction.BackwardTakesOutput"/>, else x; dy; dx, which
/// may be dy.
/// </summary>
/// <param name="Count">Elements of a batch item.</param>
/// <param name="Function">The function of the forward pass.</param>
public sealed record ActivationBackward(int Count, ActivationFunction Function) : Op
{
    /// <summary>Elements of a batch item.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, Function.Name);

    /// <inheritdoc/>
    public override string Name => Function.Name + ".backward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => 2L * n * Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * Count * 3 * sizeof(float);
}

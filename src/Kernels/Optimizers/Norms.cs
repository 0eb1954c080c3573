namespace ConvGpu.Kernels;

/// <summary>sums[Position] = the sum of the squares of x. Operands: x (Length elements), sums (more than Position elements).</summary>
/// <param name="Length">Elements of x.</param>
/// <param name="Position">Where in sums the result goes.</param>
public sealed record SumOfSquares(long Length, int Position = 0) : Op
{
    /// <summary>Elements of x.</summary>
    public long Length { get; init; } = OpCheck.Positive(Length, "sum-of-squares");

    /// <summary>Where in sums the result goes.</summary>
    public int Position { get; init; } = OpCheck.NotNegative(Position, "sum-of-squares");

    /// <inheritdoc/>
    public override string Name => "sum-of-squares";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => 2 * Length;

    /// <inheritdoc/>
    public override long Bytes(int n) => (Length + 1) * sizeof(float);
}

/// <summary>
/// The factor of the device state becomes min(1, Limit / (norm + 1e-6)), norm the root of the sum of sums: what PyTorch's clip_grad_norm_
/// multiplies gradients by. Operands: sums (Count elements), state.
/// </summary>
/// <param name="Count">How many sums of squares.</param>
/// <param name="Limit">The largest norm, above 0.</param>
public sealed record ClipFactor(int Count, float Limit) : Op
{
    /// <summary>How many sums of squares.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, "clip-factor");

    /// <summary>The largest norm.</summary>
    public float Limit { get; init; } = OpCheck.FinitePositive(Limit, "clip-factor");

    /// <inheritdoc/>
    public override string Name => "clip-factor";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => Count + 3;

    /// <inheritdoc/>
    public override long Bytes(int n) => (Count + 1L) * sizeof(float);
}

/// <summary>
/// The factor of the device state becomes LARS's trust ratio Coefficient |w| / (|g| + WeightDecay |w| + Epsilon), 1 where a norm is 0; the
/// norms are the roots of sums[0] and sums[1]. Operands: sums (2 elements), state.
/// </summary>
/// <param name="Coefficient">How far a step may change a tensor beside its size, above 0.</param>
/// <param name="WeightDecay">The factor of the L2 penalty's gradient.</param>
/// <param name="Epsilon">What is added to the divisor, 0 or more.</param>
public sealed record TrustRatio(float Coefficient = 0.001f, float WeightDecay = 0, float Epsilon = 1e-8f) : Op
{
    private const string Op = "trust-ratio";

    /// <summary>How far a step may change a tensor beside its size.</summary>
    public float Coefficient { get; init; } = OpCheck.FinitePositive(Coefficient, Op);

    /// <summary>The factor of the L2 penalty's gradient.</summary>
    public float WeightDecay { get; init; } = OpCheck.FiniteNotNegative(WeightDecay, Op);

    /// <summary>What is added to the divisor.</summary>
    public float Epsilon { get; init; } = OpCheck.FiniteNotNegative(Epsilon, Op);

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => 7;

    /// <inheritdoc/>
    public override long Bytes(int n) => 3 * sizeof(float);
}

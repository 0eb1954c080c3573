namespace ConvGpu.Kernels;

/// <summary>
/// y = keep ? x / (1 - Rate) : 0, where keep is drawn per element by <see cref="Philox"/> from the step and seed in the device state.
/// Operands: x, y, state; y may be x.
/// </summary>
/// <param name="Count">Elements of a batch item.</param>
/// <param name="Rate">The probability of a zero, from 0 up to but not including 1.</param>
/// <param name="Stream">The random stream: layers of one plan use different ones.</param>
public sealed record DropoutForward(int Count, float Rate, int Stream) : Op
{
    /// <summary>Elements of a batch item.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, "dropout");

    /// <summary>The probability of a zero.</summary>
    public float Rate { get; init; } = CheckedRate(Rate);

    /// <inheritdoc/>
    public override string Name => "dropout.forward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => (long)n * Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * Count * 2 * sizeof(float);

    internal static float CheckedRate(float rate) => rate is >= 0 and < 1
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, $"dropout: rate is {rate}; it must be at least 0 and less than 1.");
}

/// <summary>dx = keep ? dy / (1 - Rate) : 0 with the mask of the forward pass, drawn again. Operands: dy, dx, state; dx may be dy.</summary>
/// <param name="Count">Elements of a batch item.</param>
/// <param name="Rate">The probability of a zero, from 0 up to but not including 1.</param>
/// <param name="Stream">The random stream of the forward pass.</param>
public sealed record DropoutBackward(int Count, float Rate, int Stream) : Op
{
    /// <summary>Elements of a batch item.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, "dropout");

    /// <summary>The probability of a zero.</summary>
    public float Rate { get; init; } = DropoutForward.CheckedRate(Rate);

    /// <inheritdoc/>
    public override string Name => "dropout.backward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => (long)n * Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * Count * 2 * sizeof(float);
}

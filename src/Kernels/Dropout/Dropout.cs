namespace ConvGpu.Kernels;

/// <summary>
/// y = keep ? x / (1 - Rate) : 0, where keep is drawn for each run of Plane elements by <see cref="Philox"/> from the step and seed in the
/// device state. Operands: x, y, state; y may be x.
/// </summary>
/// <param name="Count">Elements of a batch item.</param>
/// <param name="Rate">The probability of a zero, from 0 up to but not including 1.</param>
/// <param name="Stream">The random stream: layers of one plan use different ones.</param>
/// <param name="Plane">How many neighbouring elements share their fate: 1, or a channel's; it divides Count.</param>
public sealed record DropoutForward(int Count, float Rate, int Stream, int Plane = 1) : Op
{
    /// <summary>Elements of a batch item.</summary>
    public int Count { get; init; } = CheckedCount(Count, Plane);

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

    internal static int CheckedCount(int count, int plane) => OpCheck.Positive(count, "dropout") % OpCheck.Positive(plane, "dropout") == 0
        ? count
        : throw new ArgumentException($"dropout: {count} elements are no whole number of planes of {plane}; use a plane that divides them.", nameof(plane));

    internal static float CheckedRate(float rate) => rate is >= 0 and < 1
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, $"dropout: rate is {rate}; it must be at least 0 and less than 1.");
}

/// <summary>dx = keep ? dy / (1 - Rate) : 0 with the mask of the forward pass, drawn again. Operands: dy, dx, state; dx may be dy.</summary>
/// <param name="Count">Elements of a batch item.</param>
/// <param name="Rate">The probability of a zero, from 0 up to but not including 1.</param>
/// <param name="Stream">The random stream of the forward pass.</param>
/// <param name="Plane">How many neighbouring elements share their fate, as in the forward pass.</param>
public sealed record DropoutBackward(int Count, float Rate, int Stream, int Plane = 1) : Op
{
    /// <summary>Elements of a batch item.</summary>
    public int Count { get; init; } = DropoutForward.CheckedCount(Count, Plane);

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

namespace ConvGpu.Kernels;

/// <summary>
/// One step of Adam (Kingma and Ba, 2014) by PyTorch's rule: g += WeightDecay w; m = Beta1 m + (1 - Beta1) g; v = Beta2 v + (1 - Beta2) g²;
/// w -= rate / (1 - Beta1^t) m / (sqrt(v) / sqrt(1 - Beta2^t) + Epsilon), with the rate of the device state and t one more than its step.
/// The batch plays no part. Operands: w, g, m, v, state. w, m and v are changed; g is not.
/// </summary>
/// <param name="Length">Elements of w.</param>
/// <param name="Beta1">How much of the mean gradient stays, above 0 and below 1.</param>
/// <param name="Beta2">How much of the mean square stays, above 0 and below 1.</param>
/// <param name="Epsilon">What is added to the root of the mean square, above 0.</param>
/// <param name="WeightDecay">The factor of the L2 penalty's gradient.</param>
public sealed record AdamUpdate(long Length, float Beta1 = 0.9f, float Beta2 = 0.999f, float Epsilon = 1e-8f, float WeightDecay = 0) : Op
{
    private const string Op = "adam";

    /// <summary>Elements of w.</summary>
    public long Length { get; init; } = OpCheck.Positive(Length, Op);

    /// <summary>How much of the mean gradient stays.</summary>
    public float Beta1 { get; init; } = Require(Beta1, Beta1 is > 0 and < 1, nameof(Beta1), "above 0 and below 1");

    /// <summary>How much of the mean square stays.</summary>
    public float Beta2 { get; init; } = Require(Beta2, Beta2 is > 0 and < 1, nameof(Beta2), "above 0 and below 1");

    /// <summary>What is added to the root of the mean square.</summary>
    public float Epsilon { get; init; } = Require(Epsilon, Epsilon > 0 && float.IsFinite(Epsilon), nameof(Epsilon), "finite and above 0");

    /// <summary>The factor of the L2 penalty's gradient.</summary>
    public float WeightDecay { get; init; } =
        Require(WeightDecay, WeightDecay >= 0 && float.IsFinite(WeightDecay), nameof(WeightDecay), "finite and 0 or more");

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override int OperandCount => 5;

    /// <inheritdoc/>
    public override long Flops(int n) => Length * ((WeightDecay != 0 ? 2 : 0) + 13);

    /// <inheritdoc/>
    public override long Bytes(int n) => (Length * 7 + 2) * sizeof(float);

    private static float Require(float value, bool isRight, string name, string range) => isRight
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{Op}: {name} is {value}; it must be {range}.");
}

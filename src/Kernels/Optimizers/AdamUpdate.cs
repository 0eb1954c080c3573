namespace ConvGpu.Kernels;

/// <summary>
/// One step of Adam (Kingma and Ba, 2014) by PyTorch's rule: g += WeightDecay w; m = Beta1 m + (1 - Beta1) g; v = Beta2 v + (1 - Beta2) g²;
/// w -= rate / (1 - Beta1^t) m / (sqrt(v) / sqrt(1 - Beta2^t) + Epsilon), with the rate of the device state and t one more than its updates.
/// Decoupled (AdamW; Loshchilov and Hutter, 2019), the decay leaves g alone and first takes w to (1 - rate WeightDecay) w.
/// Operands: w, g, m, v, state.
/// </summary>
/// <param name="Length">Elements of w.</param>
/// <param name="Beta1">How much of the mean gradient stays, above 0 and below 1.</param>
/// <param name="Beta2">How much of the mean square stays, above 0 and below 1.</param>
/// <param name="Epsilon">What is added to the root of the mean square, above 0.</param>
/// <param name="WeightDecay">The factor of the L2 penalty's gradient, or of the weight itself.</param>
/// <param name="Decoupled">Whether the weights decay by themselves.</param>
public sealed record AdamUpdate(
    long Length, float Beta1 = 0.9f, float Beta2 = 0.999f, float Epsilon = 1e-8f, float WeightDecay = 0, bool Decoupled = false)
    : ParameterUpdate(Length)
{
    private const string Op = "adam";

    /// <summary>How much of the mean gradient stays.</summary>
    public float Beta1 { get; init; } = OpCheck.Require(Beta1, Beta1 is > 0 and < 1, "above 0 and below 1", Op);

    /// <summary>How much of the mean square stays.</summary>
    public float Beta2 { get; init; } = OpCheck.Require(Beta2, Beta2 is > 0 and < 1, "above 0 and below 1", Op);

    /// <summary>What is added to the root of the mean square.</summary>
    public float Epsilon { get; init; } = OpCheck.FinitePositive(Epsilon, Op);

    /// <summary>The factor of the L2 penalty's gradient, or of the weight itself.</summary>
    public float WeightDecay { get; init; } = OpCheck.FiniteNotNegative(WeightDecay, Op);

    /// <inheritdoc/>
    public override string Name => Decoupled ? "adamw" : Op;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => ["mean", "mean_square"];

    /// <inheritdoc/>
    protected override int FlopsOfElement => 13 + (WeightDecay != 0 ? 2 : 0);
}

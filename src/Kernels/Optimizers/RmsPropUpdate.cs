namespace ConvGpu.Kernels;

/// <summary>
/// One step of RMSProp (Tieleman and Hinton, 2012) by PyTorch's rule: g += WeightDecay w; v = Alpha v + (1 - Alpha) g²;
/// d = sqrt(v) + Epsilon, or Centered (Graves, 2013) a = Alpha a + (1 - Alpha) g; d = sqrt(v - a²) + Epsilon;
/// w -= rate g / d, or with momentum b = Momentum b + g / d; w -= rate b. The rate is the device state's.
/// Operands: w, g, v, a where centered, b where Momentum is not 0, state.
/// </summary>
/// <param name="Length">Elements of w.</param>
/// <param name="Alpha">How much of the mean square stays, from 0 to below 1.</param>
/// <param name="Epsilon">What is added to the root, above 0.</param>
/// <param name="WeightDecay">The factor of the L2 penalty's gradient.</param>
/// <param name="Momentum">How much of the last step stays, from 0 to below 1.</param>
/// <param name="Centered">Whether the square of the mean gradient is taken off: the root is of the variance.</param>
public sealed record RmsPropUpdate(
    long Length, float Alpha = 0.99f, float Epsilon = 1e-8f, float WeightDecay = 0, float Momentum = 0, bool Centered = false) : ParameterUpdate(Length)
{
    private const string Op = "rmsprop";

    /// <summary>How much of the mean square stays.</summary>
    public float Alpha { get; init; } = OpCheck.Share(Alpha, Op);

    /// <summary>What is added to the root.</summary>
    public float Epsilon { get; init; } = OpCheck.FinitePositive(Epsilon, Op);

    /// <summary>The factor of the L2 penalty's gradient.</summary>
    public float WeightDecay { get; init; } = OpCheck.FiniteNotNegative(WeightDecay, Op);

    /// <summary>How much of the last step stays.</summary>
    public float Momentum { get; init; } = OpCheck.Share(Momentum, Op);

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots =>
        [.. (string[])["mean_square"], .. Centered ? (string[])["mean"] : [], .. Momentum != 0 ? (string[])["momentum"] : []];

    /// <inheritdoc/>
    protected override int FlopsOfElement => 8 + (WeightDecay != 0 ? 2 : 0) + (Centered ? 5 : 0) + (Momentum != 0 ? 2 : 0);
}

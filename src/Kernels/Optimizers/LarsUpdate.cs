namespace ConvGpu.Kernels;

/// <summary>
/// One step of layer-wise adaptive rate scaling (You, Gitman and Ginsburg, 2017): v = Momentum v + factor (g + WeightDecay w); w -= rate v,
/// with the rate of the device state and the factor that <see cref="TrustRatio"/> left there. Operands: w, g, v, state.
/// </summary>
/// <param name="Length">Elements of w.</param>
/// <param name="Momentum">How much of the last step stays, from 0 to below 1.</param>
/// <param name="WeightDecay">The factor of the L2 penalty's gradient.</param>
public sealed record LarsUpdate(long Length, float Momentum = 0.9f, float WeightDecay = 0) : ParameterUpdate(Length)
{
    private const string Op = "lars";

    /// <summary>How much of the last step stays.</summary>
    public float Momentum { get; init; } = OpCheck.Share(Momentum, Op);

    /// <summary>The factor of the L2 penalty's gradient.</summary>
    public float WeightDecay { get; init; } = OpCheck.FiniteNotNegative(WeightDecay, Op);

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => ["momentum"];

    /// <inheritdoc/>
    protected override int FlopsOfElement => 7;
}

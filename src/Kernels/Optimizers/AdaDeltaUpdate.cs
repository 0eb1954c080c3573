namespace ConvGpu.Kernels;

/// <summary>
/// One step of AdaDelta (Zeiler, 2012) by PyTorch's rule: g += WeightDecay w; v = Rho v + (1 - Rho) g²;
/// d = sqrt(a + Epsilon) / sqrt(v + Epsilon) g; a = Rho a + (1 - Rho) d²; w -= rate d, with the rate of the device state.
/// Operands: w, g, v, a, state.
/// </summary>
/// <param name="Length">Elements of w.</param>
/// <param name="Rho">How much of the mean squares stays, from 0 to below 1.</param>
/// <param name="Epsilon">What is added to the mean squares, above 0.</param>
/// <param name="WeightDecay">The factor of the L2 penalty's gradient.</param>
public sealed record AdaDeltaUpdate(long Length, float Rho = 0.9f, float Epsilon = 1e-6f, float WeightDecay = 0) : ParameterUpdate(Length)
{
    private const string Op = "adadelta";

    /// <summary>How much of the mean squares stays.</summary>
    public float Rho { get; init; } = OpCheck.Share(Rho, Op);

    /// <summary>What is added to the mean squares.</summary>
    public float Epsilon { get; init; } = OpCheck.FinitePositive(Epsilon, Op);

    /// <summary>The factor of the L2 penalty's gradient.</summary>
    public float WeightDecay { get; init; } = OpCheck.FiniteNotNegative(WeightDecay, Op);

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => ["mean_square", "mean_square_step"];

    /// <inheritdoc/>
    protected override int FlopsOfElement => 16 + (WeightDecay != 0 ? 2 : 0);
}

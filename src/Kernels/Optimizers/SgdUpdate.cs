namespace ConvGpu.Kernels;

/// <summary>
/// One step of stochastic gradient descent, as PyTorch defines it: g += WeightDecay w; v = Momentum v + g;
/// w -= rate (Nesterov ? g + Momentum v : v), with the rate of the device state. The batch plays no part.
/// Operands: w, g, v where Momentum is not 0, state. w and v are changed; g is not.
/// </summary>
/// <param name="Length">Elements of w.</param>
/// <param name="Momentum">How much of the last step stays, from 0 up to but not including 1.</param>
/// <param name="WeightDecay">The factor of the L2 penalty's gradient.</param>
/// <param name="Nesterov">Whether the step looks ahead; needs momentum.</param>
public sealed record SgdUpdate(long Length, float Momentum = 0, float WeightDecay = 0, bool Nesterov = false) : ParameterUpdate(Length)
{
    private const string Op = "sgd";

    /// <summary>How much of the last step stays.</summary>
    public float Momentum { get; init; } = CheckedMomentum(Momentum, Nesterov);

    /// <summary>The factor of the L2 penalty's gradient.</summary>
    public float WeightDecay { get; init; } = OpCheck.FiniteNotNegative(WeightDecay, Op);

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => Momentum == 0 ? [] : ["momentum"];

    /// <inheritdoc/>
    protected override int FlopsOfElement => (WeightDecay != 0 ? 2 : 0) + (Momentum != 0 ? 2 : 0) + (Nesterov ? 2 : 0) + 2;

    private static float CheckedMomentum(float momentum, bool nesterov)
    {
        OpCheck.Share(momentum, Op);
        return !nesterov || momentum != 0 ? momentum : throw new ArgumentException($"{Op}: Nesterov needs a momentum above 0.", nameof(nesterov));
    }
}

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
public sealed record SgdUpdate(long Length, float Momentum = 0, float WeightDecay = 0, bool Nesterov = false) : Op
{
    private const string Op = "sgd";

    /// <summary>Elements of w.</summary>
    public long Length { get; init; } = OpCheck.Positive(Length, Op);

    /// <summary>How much of the last step stays.</summary>
    public float Momentum { get; init; } = CheckedMomentum(Momentum, Nesterov);

    /// <summary>The factor of the L2 penalty's gradient.</summary>
    public float WeightDecay { get; init; } = WeightDecay >= 0 && float.IsFinite(WeightDecay)
        ? WeightDecay
        : throw new ArgumentOutOfRangeException(nameof(WeightDecay), WeightDecay, $"{Op}: weight decay is {WeightDecay}; it must be 0 or more.");

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override int OperandCount => Momentum == 0 ? 3 : 4;

    /// <inheritdoc/>
    public override long Flops(int n) => Length * ((WeightDecay != 0 ? 2 : 0) + (Momentum != 0 ? 2 : 0) + (Nesterov ? 2 : 0) + 2);

    /// <inheritdoc/>
    public override long Bytes(int n) => (Length * (Momentum == 0 ? 3 : 5) + 1) * sizeof(float);

    private static float CheckedMomentum(float momentum, bool nesterov)
    {
        if (momentum is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, $"{Op}: momentum is {momentum}; it must be at least 0 and less than 1.");
        if (nesterov && momentum == 0)
            throw new ArgumentException($"{Op}: Nesterov needs a momentum above 0.", nameof(nesterov));
        return momentum;
    }
}

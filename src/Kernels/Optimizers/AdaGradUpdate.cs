namespace ConvGpu.Kernels;

/// <summary>
/// One step of AdaGrad (Duchi, Hazan and Singer, 2011) by PyTorch's rule: g += WeightDecay w; s += g²;
/// w -= rate / (1 + updates RateDecay) g / (sqrt(s) + Epsilon), with rate and updates of the device state; s starts at Start.
/// Operands: w, g, s, state.
/// </summary>
/// <param name="Length">Elements of w.</param>
/// <param name="RateDecay">How the rate falls with the updates, 0 or more.</param>
/// <param name="WeightDecay">The factor of the L2 penalty's gradient.</param>
/// <param name="Start">What is added to the sum of squares at the first update, 0 or more.</param>
/// <param name="Epsilon">What is added to the root of the sum, above 0.</param>
public sealed record AdaGradUpdate(long Length, float RateDecay = 0, float WeightDecay = 0, float Start = 0, float Epsilon = 1e-10f)
    : ParameterUpdate(Length)
{
    private const string Op = "adagrad";

    /// <summary>How the rate falls with the updates.</summary>
    public float RateDecay { get; init; } = OpCheck.FiniteNotNegative(RateDecay, Op);

    /// <summary>The factor of the L2 penalty's gradient.</summary>
    public float WeightDecay { get; init; } = OpCheck.FiniteNotNegative(WeightDecay, Op);

    /// <summary>What is added to the sum of squares at the first update.</summary>
    public float Start { get; init; } = OpCheck.FiniteNotNegative(Start, Op);

    /// <summary>What is added to the root of the sum.</summary>
    public float Epsilon { get; init; } = OpCheck.FinitePositive(Epsilon, Op);

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Slots => ["square_sum"];

    /// <inheritdoc/>
    protected override int FlopsOfElement => 7 + (WeightDecay != 0 ? 2 : 0);
}

namespace ConvGpu.Kernels;

/// <summary>The numbers of an Adam step that do not change from step to step.</summary>
internal readonly struct AdamConstants(AdamUpdate op)
{
    public readonly float Beta1 = op.Beta1, Beta2 = op.Beta2, Epsilon = op.Epsilon, WeightDecay = op.WeightDecay;
    private readonly float _log1 = (float)Math.Log(op.Beta1), _log2 = (float)Math.Log(op.Beta2);

    // 1 - beta^t as -(e^(t log beta) - 1): the difference of two numbers near 1 would lose all digits in the first steps.

    /// <summary>1 - Beta1^t.</summary>
    /// <param name="step">Steps done before this one.</param>
    public float Correction1(int step) => -LaneMath.ExpM1OfNegative(new FloatLane(_log1 * (step + 1f))).Value;

    /// <summary>1 - Beta2^t.</summary>
    /// <param name="step">Steps done before this one.</param>
    public float Correction2(int step) => -LaneMath.ExpM1OfNegative(new FloatLane(_log2 * (step + 1f))).Value;
}

namespace ConvGpu.Tests.Ops;

/// <summary>
/// A backward op whose result is held against the numeric gradient of the double-precision forward pass. The loss is the sum of all
/// outputs, each times its upstream gradient.
/// </summary>
/// <param name="Backward">The backward op with the upstream gradient among its inputs.</param>
/// <param name="Loss">The loss for what the variables hold now.</param>
/// <param name="Outputs">Each output of the op and the variable whose gradient it is; values are multiples of 2^-8, so that a step is exact.</param>
/// <param name="Truncation">What the central difference is off by beside rounding: 0 for losses without a third derivative.</param>
public sealed record GradientCase(OpCase Backward, Func<double> Loss, (int Operand, float[] Variable)[] Outputs, double Truncation = 0)
{
    /// <summary>The step of the central difference, small beside the distance to any kink.</summary>
    public const float Step = 1f / 128;
}

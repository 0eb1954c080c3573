using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Adam (Kingma and Ba, 2014) with PyTorch's rule: each weight steps by its mean gradient over the root of its mean squared gradient,
/// both corrected for having started at 0.
/// </summary>
public sealed class Adam : Optimizer
{
    private readonly float _beta1;
    private readonly float _beta2;
    private readonly float _epsilon;
    private readonly float _weightDecay;

    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">The step size, 0 or more.</param>
    /// <param name="beta1">The share of the mean gradient that is kept, above 0 and below 1.</param>
    /// <param name="beta2">The share of the mean square that is kept, above 0 and below 1.</param>
    /// <param name="epsilon">What is added to the root of the mean square, finite and above 0.</param>
    /// <param name="weightDecay">The share of a weight that is added to its gradient, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Adam(float learningRate = 0.001f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0)
        : base(learningRate)
    {
        (_beta1, _beta2, _epsilon, _weightDecay) = (beta1, beta2, epsilon, weightDecay);
        // Refuses numbers outside their range here, where they were given.
        _ = Op(1);
    }

    /// <inheritdoc/>
    public override void Update(UpdateContext context) => context.Emit(
        Op(context.Length), context.Parameter, context.Gradient, context.Slot("mean"), context.Slot("mean_square"), context.State);

    private AdamUpdate Op(long length) => new(length, _beta1, _beta2, _epsilon, _weightDecay);
}

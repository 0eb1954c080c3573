using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// AdaDelta (Zeiler, 2012) with PyTorch's rule: each weight steps by its gradient, times the root of its mean squared step over the root of
/// its mean squared gradient.
/// </summary>
public sealed class AdaDelta : ElementwiseOptimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">What the step is multiplied by, 0 or more.</param>
    /// <param name="rho">The share of the mean squares that is kept, from 0 to below 1.</param>
    /// <param name="epsilon">What is added to the mean squares, finite and above 0.</param>
    /// <param name="weightDecay">The share of a weight that is added to its gradient, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public AdaDelta(float learningRate = 1, float rho = 0.9f, float epsilon = 1e-6f, float weightDecay = 0)
        : base(learningRate, new AdaDeltaUpdate(1, rho, epsilon, weightDecay))
    {
    }
}

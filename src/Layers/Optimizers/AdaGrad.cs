using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// AdaGrad (Duchi, Hazan and Singer, 2011) with PyTorch's rule: each weight steps by its gradient over the root of the sum of all its
/// squared gradients.
/// </summary>
public sealed class AdaGrad : ElementwiseOptimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">The step size, 0 or more.</param>
    /// <param name="rateDecay">The rate is divided by 1 + this times the updates done; 0 or more.</param>
    /// <param name="weightDecay">The share of a weight that is added to its gradient, 0 or more.</param>
    /// <param name="start">What the sum of squares starts at, 0 or more.</param>
    /// <param name="epsilon">What is added to the root of the sum, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public AdaGrad(float learningRate = 0.01f, float rateDecay = 0, float weightDecay = 0, float start = 0, float epsilon = 1e-10f)
        : base(learningRate, new AdaGradUpdate(1, rateDecay, weightDecay, start, epsilon))
    {
    }
}

using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// RMSProp (Tieleman and Hinton, 2012) with PyTorch's rule: each weight steps by its gradient over the root of its mean squared gradient.
/// </summary>
public sealed class RmsProp : ElementwiseOptimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">The step size, 0 or more.</param>
    /// <param name="alpha">The share of the mean square that is kept, from 0 to below 1.</param>
    /// <param name="epsilon">What is added to the root, finite and above 0.</param>
    /// <param name="weightDecay">The share of a weight that is added to its gradient, 0 or more.</param>
    /// <param name="momentum">The share of the last step that is kept, from 0 to below 1.</param>
    /// <param name="centered">Whether the root is of the gradient's variance instead of its mean square (Graves, 2013).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public RmsProp(
        float learningRate = 0.01f, float alpha = 0.99f, float epsilon = 1e-8f, float weightDecay = 0, float momentum = 0, bool centered = false)
        : base(learningRate, new RmsPropUpdate(1, alpha, epsilon, weightDecay, momentum, centered))
    {
    }
}

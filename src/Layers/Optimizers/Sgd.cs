using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>Stochastic gradient descent with PyTorch's rule: g += decay w; v = m v + g; w -= rate (nesterov ? g + m v : v).</summary>
public sealed class Sgd : ElementwiseOptimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">The step size, 0 or more.</param>
    /// <param name="momentum">The share of the last step that is kept, from 0 up to, but not including, 1.</param>
    /// <param name="weightDecay">The share of a weight that is added to its gradient, 0 or more.</param>
    /// <param name="nesterov">Whether to look ahead (Nesterov's momentum).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="ArgumentException">Nesterov's momentum is asked for without momentum.</exception>
    public Sgd(float learningRate, float momentum = 0, float weightDecay = 0, bool nesterov = false)
        : base(learningRate, new SgdUpdate(1, momentum, weightDecay, nesterov))
    {
    }
}

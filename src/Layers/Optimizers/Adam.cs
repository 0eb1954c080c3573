using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Adam (Kingma and Ba, 2014) with PyTorch's rule: each weight steps by its mean gradient over the root of its mean squared gradient,
/// both corrected for having started at 0.
/// </summary>
public sealed class Adam : ElementwiseOptimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">The step size, 0 or more.</param>
    /// <param name="beta1">The share of the mean gradient that is kept, above 0 and below 1.</param>
    /// <param name="beta2">The share of the mean square that is kept, above 0 and below 1.</param>
    /// <param name="epsilon">What is added to the root of the mean square, finite and above 0.</param>
    /// <param name="weightDecay">The share of a weight that is added to its gradient, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Adam(float learningRate = 0.001f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0)
        : base(learningRate, new AdamUpdate(1, beta1, beta2, epsilon, weightDecay))
    {
    }
}

/// <summary>
/// AdamW (Loshchilov and Hutter, 2019) with PyTorch's rule: Adam whose weight decay shrinks the weights themselves, rate times decay a step,
/// instead of adding to the gradient.
/// </summary>
public sealed class AdamW : ElementwiseOptimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">The step size, 0 or more.</param>
    /// <param name="beta1">The share of the mean gradient that is kept, above 0 and below 1.</param>
    /// <param name="beta2">The share of the mean square that is kept, above 0 and below 1.</param>
    /// <param name="epsilon">What is added to the root of the mean square, finite and above 0.</param>
    /// <param name="weightDecay">The share of a weight, times the rate, that is taken off it in each step; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public AdamW(float learningRate = 0.001f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0.01f)
        : base(learningRate, new AdamUpdate(1, beta1, beta2, epsilon, weightDecay, Decoupled: true))
    {
    }
}

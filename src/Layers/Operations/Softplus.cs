using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>y = log(1 + e^(beta x)) / beta, element by element, and x itself where beta x is above the threshold, as in PyTorch.</summary>
/// <param name="beta">The sharpness of the bend at 0, finite and above 0.</param>
/// <param name="threshold">Where the function becomes x.</param>
/// <exception cref="ArgumentOutOfRangeException">Beta is not above 0 or not finite, or the threshold is NaN.</exception>
public sealed class Softplus(float beta = 1, float threshold = 20) : ElementwiseActivation(ActivationFunction.Softplus(beta, threshold));

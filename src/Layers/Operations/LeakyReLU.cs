using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>y = x &gt; 0 ? x : slope x, element by element (Maas, Hannun and Ng, 2013).</summary>
/// <param name="slope">The slope below 0, finite; PyTorch's <c>negative_slope</c>.</param>
/// <exception cref="ArgumentOutOfRangeException">The slope is not finite.</exception>
public sealed class LeakyReLU(float slope = 0.01f) : ElementwiseActivation(ActivationFunction.LeakyReLU(slope));

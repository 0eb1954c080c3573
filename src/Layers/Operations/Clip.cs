using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>y = min(max(x, low), high), element by element; any shape. PyTorch's Hardtanh, whose gradient is 0 at the bounds and beyond.</summary>
/// <param name="low">The least value.</param>
/// <param name="high">The greatest value, above <paramref name="low"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">The bounds are not in order, or one is NaN.</exception>
public sealed class Clip(float low = -1, float high = 1) : ElementwiseActivation(ActivationFunction.Clip(low, high));

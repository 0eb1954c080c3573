using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>y = x &gt; 0 ? x : alpha (e^x - 1), element by element (Clevert, Unterthiner and Hochreiter, 2016).</summary>
/// <param name="alpha">Minus the value far below 0, finite and at least 0.</param>
/// <exception cref="ArgumentOutOfRangeException">Alpha is negative or not finite.</exception>
public sealed class Elu(float alpha = 1) : ElementwiseActivation(ActivationFunction.Elu(alpha));

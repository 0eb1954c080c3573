using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>y = x Φ(x), element by element, Φ the normal distribution (Hendrycks and Gimpel, 2016).</summary>
/// <param name="approximate">How Φ is computed; PyTorch's <c>approximate</c>.</param>
public sealed class Gelu(GeluApproximation approximate = GeluApproximation.None)
    : ElementwiseActivation(approximate == GeluApproximation.Tanh ? ActivationFunction.GeluTanh : ActivationFunction.Gelu);

/// <summary>How <see cref="Gelu"/> computes the normal distribution.</summary>
public enum GeluApproximation
{
    /// <summary>(1 + erf(x / √2)) / 2.</summary>
    None,

    /// <summary>(1 + tanh(√(2/π) (x + 0.044715 x³))) / 2, within 1e-3 of the exact one.</summary>
    Tanh,
}

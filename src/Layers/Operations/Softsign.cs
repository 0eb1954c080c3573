using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>y = x / (1 + |x|), element by element (Bergstra, Desjardins, Lamblin and Bengio, 2009).</summary>
public sealed class Softsign() : ElementwiseActivation(ActivationFunction.Softsign);

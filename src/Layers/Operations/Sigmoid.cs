using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>y = 1 / (1 + e^-x), element by element.</summary>
public sealed class Sigmoid() : ElementwiseActivation(ActivationFunction.Sigmoid);

using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>y = tanh x, element by element.</summary>
public sealed class Tanh() : ElementwiseActivation(ActivationFunction.Tanh);

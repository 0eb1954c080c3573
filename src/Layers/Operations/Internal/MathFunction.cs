using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>A function without a layer of its own, element by element.</summary>
internal sealed class MathFunction(ActivationFunction function) : ElementwiseActivation(function)
{
    public ActivationFunction Function { get; } = function;
}

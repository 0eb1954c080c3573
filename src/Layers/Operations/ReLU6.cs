using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// y = min(max(x, 0), 6), element by element; any shape. The bound keeps activations in few bits (Krizhevsky, 2010; Howard et al., 2017).
/// </summary>
public sealed class ReLU6() : ElementwiseActivation(ActivationFunction.Clip(0, 6))
{
    /// <inheritdoc/>
    public override string Kind => "relu6";
}

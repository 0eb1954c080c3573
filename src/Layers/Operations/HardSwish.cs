using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>y = x min(max(x + 3, 0), 6) / 6, element by element: PyTorch's Hardswish (Howard et al., 2019).</summary>
public sealed class HardSwish() : ElementwiseActivation(ActivationFunction.HardSwish);

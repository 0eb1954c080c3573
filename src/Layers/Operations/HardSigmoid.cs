using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>y = min(max(x + 3, 0), 6) / 6, element by element: PyTorch's Hardsigmoid, a sigmoid of straight lines (Howard et al., 2019).</summary>
public sealed class HardSigmoid() : ElementwiseActivation(ActivationFunction.HardSigmoid);

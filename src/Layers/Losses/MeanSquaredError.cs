using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>The mean of the squared differences between the output and the target, over all elements of an item.</summary>
public sealed class MeanSquaredError() : ElementwiseLoss(ElementLoss.Squared);

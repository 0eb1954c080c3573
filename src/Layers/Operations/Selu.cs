using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// y = scale (x &gt; 0 ? x : alpha (e^x - 1)) with alpha 1.6732632 and scale 1.0507010, element by element (Klambauer, Unterthiner, Mayr and
/// Hochreiter, 2017).
/// </summary>
public sealed class Selu() : ElementwiseActivation(ActivationFunction.Selu);

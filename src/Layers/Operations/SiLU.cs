using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>y = x / (1 + e^-x), element by element; also called swish (Elfwing, Uchibe and Doya, 2018).</summary>
public sealed class SiLU() : ElementwiseActivation(ActivationFunction.SiLU);

namespace ConvGpu.Kernels;

/// <summary>A function applied to each output of an op before it is stored.</summary>
public enum Activation
{
    /// <summary>The output as it is.</summary>
    None,

    /// <summary>max(y, 0); NaN stays NaN.</summary>
    ReLU,
}

namespace ConvGpu;

/// <summary>What a convolution reads outside the image.</summary>
public enum PaddingMode
{
    /// <summary>Zeros.</summary>
    Zero,

    /// <summary>The nearest element of the image: edge replication.</summary>
    Edge,
}

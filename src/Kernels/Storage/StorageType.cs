namespace ConvGpu.Kernels;

/// <summary>How a float is stored in 16 bits; rounded to the nearest, ties to even.</summary>
public enum StorageType
{
    /// <summary>IEEE 754 binary16: 11 bits of precision, magnitudes from 2^-24 to 65,504; larger ones become infinity.</summary>
    Half,

    /// <summary>The upper half of a float32: 8 bits of precision, float32's range.</summary>
    BFloat16,
}

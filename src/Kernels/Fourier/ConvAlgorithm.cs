namespace ConvGpu;

/// <summary>How a convolution is computed.</summary>
public enum ConvAlgorithm
{
    /// <summary>What suits the sizes and the device; today <see cref="Direct"/>.</summary>
    Automatic,

    /// <summary>As sums over windows.</summary>
    Direct,

    /// <summary>
    /// As products of Fourier transforms: the padded image and the filters are transformed at the next powers of two. For large kernels;
    /// stride and dilation are 1. Results differ from direct ones by roundings of about 1e-6 of the largest value; a NaN or infinity reaches
    /// all outputs of its image.
    /// </summary>
    Fft,
}

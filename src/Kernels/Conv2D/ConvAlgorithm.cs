namespace ConvGpu;

/// <summary>How a convolution is computed.</summary>
public enum ConvAlgorithm
{
    /// <summary>
    /// What suits the sizes and the device: <see cref="Winograd"/> where counted operations say it is faster and CONVGPU_WINOGRAD=0 does not
    /// refuse it; on <c>cpu</c> <see cref="Fft"/> for kernels so large that it takes at most half the time (from some 25x25 on, docs/ops.md);
    /// else <see cref="Direct"/>.
    /// </summary>
    Automatic,

    /// <summary>As sums over windows.</summary>
    Direct,

    /// <summary>
    /// As products of Fourier transforms: the padded image and the filters are transformed at the next powers of two. For large kernels;
    /// stride and dilation are 1. Results differ from direct ones by roundings of about 1e-6 of the largest value; a NaN or infinity reaches
    /// all outputs of its image.
    /// </summary>
    Fft,

    /// <summary>
    /// By minimal filtering F(4x4, 3x3), which takes a quarter of the multiplications: 3x3 kernels, stride and dilation 1, zero padding.
    /// Kernels take F(2x2, 3x3) where it multiplies less, as for outputs of 2 rows. Results differ from direct ones by roundings of about
    /// 1e-6 of the largest value (docs/ops.md); a NaN or infinity reaches all outputs of its tile. Lavin and Gray, "Fast Algorithms for
    /// Convolutional Neural Networks" (2015).
    /// </summary>
    Winograd,
}

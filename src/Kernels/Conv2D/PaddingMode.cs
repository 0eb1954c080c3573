namespace ConvGpu;

/// <summary>What a convolution reads outside the image, named and limited as PyTorch's <c>padding_mode</c> is. Below, a row 1 2 3 with 2 on each side.</summary>
public enum PaddingMode
{
    /// <summary>Zeros: 0 0 1 2 3 0 0.</summary>
    Zero,

    /// <summary>The nearest element of the image, PyTorch's <c>replicate</c>: 1 1 1 2 3 3 3.</summary>
    Edge,

    /// <summary>The image mirrored at its first and last element, which are not repeated: 3 2 1 2 3 2 1. Less padding than elements on every side.</summary>
    Reflect,

    /// <summary>The image repeated: 2 3 1 2 3 1 2. At most as much padding as elements on every side.</summary>
    Circular,
}

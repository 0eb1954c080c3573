namespace ConvGpu.Kernels;

/// <summary>
/// A sliding window over rows and columns: kernel size, stride, padding per side and dilation, in elements.
/// The output size is O = floor((I + padding - dilation*(K-1) - 1) / S) + 1.
/// </summary>
public readonly record struct Window2D(
    int KernelHeight, int KernelWidth, int StrideHeight, int StrideWidth,
    int PadTop, int PadLeft, int PadBottom, int PadRight, int DilationHeight = 1, int DilationWidth = 1)
{
    /// <summary>A square window.</summary>
    public static Window2D Square(int kernel, int stride = 1, int padding = 0, int dilation = 1) =>
        new(kernel, kernel, stride, stride, padding, padding, padding, padding, dilation, dilation);

    /// <summary>Rows that the dilated kernel spans.</summary>
    /// <exception cref="OverflowException">More than 2^31 - 1.</exception>
    public int SpanHeight => checked((int)Span(KernelHeight, DilationHeight));

    /// <summary>Columns that the dilated kernel spans.</summary>
    /// <exception cref="OverflowException">More than 2^31 - 1.</exception>
    public int SpanWidth => checked((int)Span(KernelWidth, DilationWidth));

    /// <summary>Output rows for an input of <paramref name="height"/> rows; 0 or less where the window does not fit.</summary>
    /// <exception cref="OverflowException">More than 2^31 - 1.</exception>
    public int OutputHeight(int height) => checked((int)(FloorDivide(PaddedHeight(height) - Span(KernelHeight, DilationHeight), StrideHeight) + 1));

    /// <summary>Output columns for an input of <paramref name="width"/> columns; 0 or less where the window does not fit.</summary>
    /// <exception cref="OverflowException">More than 2^31 - 1.</exception>
    public int OutputWidth(int width) => checked((int)(FloorDivide(PaddedWidth(width) - Span(KernelWidth, DilationWidth), StrideWidth) + 1));

    internal long PaddedHeight(int height) => (long)height + PadTop + PadBottom;

    internal long PaddedWidth(int width) => (long)width + PadLeft + PadRight;

    /// <summary>Why positions of the window cannot be counted in 32 bits, a step past the padded image included; null where they can.</summary>
    internal string? TooLarge(int height, int width)
    {
        var rows = PaddedHeight(height) + Span(KernelHeight, DilationHeight) + StrideHeight;
        var columns = PaddedWidth(width) + Span(KernelWidth, DilationWidth) + StrideWidth;
        if (rows <= int.MaxValue && columns <= int.MaxValue) return null;
        return $"{height}x{width} with its padding, the dilated window and its stride make {Math.Max(rows, columns):N0} positions along one side, "
            + $"more than {int.MaxValue:N0}; use less padding, dilation or stride";
    }

    private static long Span(int kernel, int dilation) => (long)dilation * (kernel - 1L) + 1;

    private static long FloorDivide(long a, long b) => a >= 0 ? a / b : -((-a + b - 1) / b);
}

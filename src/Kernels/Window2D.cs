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
    public int SpanHeight => DilationHeight * (KernelHeight - 1) + 1;

    /// <summary>Columns that the dilated kernel spans.</summary>
    public int SpanWidth => DilationWidth * (KernelWidth - 1) + 1;

    /// <summary>Output rows for an input of <paramref name="height"/> rows; 0 or less where the window does not fit.</summary>
    public int OutputHeight(int height) => FloorDivide(height + PadTop + PadBottom - SpanHeight, StrideHeight) + 1;

    /// <summary>Output columns for an input of <paramref name="width"/> columns; 0 or less where the window does not fit.</summary>
    public int OutputWidth(int width) => FloorDivide(width + PadLeft + PadRight - SpanWidth, StrideWidth) + 1;

    private static int FloorDivide(int a, int b) => a >= 0 ? a / b : -((-a + b - 1) / b);
}

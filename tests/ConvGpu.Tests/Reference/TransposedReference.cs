namespace ConvGpu.Tests.Reference;

/// <summary>
/// A transposed convolution as PyTorch defines it: every input times the kernel, laid down a stride apart, padding cut off, output padding
/// added below and on the right. Images are (n, channels, rows, columns), weights (inputs, outputs / groups, rows, columns).
/// </summary>
public sealed record TransposedReference(
    int Inputs, int Height, int Width, int Outputs, Size2D Kernel, Size2D Stride, Size2D Padding, Size2D OutputPadding, Size2D Dilation, int Groups)
{
    public int OutHeight => (Height - 1) * Stride.Height - 2 * Padding.Height + Dilation.Height * (Kernel.Height - 1) + OutputPadding.Height + 1;

    public int OutWidth => (Width - 1) * Stride.Width - 2 * Padding.Width + Dilation.Width * (Kernel.Width - 1) + OutputPadding.Width + 1;

    /// <summary>y; <paramref name="b"/> may be empty.</summary>
    public Expected Forward(int n, double[] x, double[] w, double[] b)
    {
        var y = new Expected(n * Outputs * OutHeight * OutWidth);
        int groupInputs = Inputs / Groups, groupOutputs = Outputs / Groups;
        for (var item = 0; item < n; item++)
        for (var input = 0; input < Inputs; input++)
        for (var h = 0; h < Height; h++)
        for (var v = 0; v < Width; v++)
        for (var o = 0; o < groupOutputs; o++)
        for (var kh = 0; kh < Kernel.Height; kh++)
        for (var kw = 0; kw < Kernel.Width; kw++)
        {
            int row = h * Stride.Height + kh * Dilation.Height - Padding.Height, column = v * Stride.Width + kw * Dilation.Width - Padding.Width;
            if (row < 0 || row >= OutHeight || column < 0 || column >= OutWidth) continue;
            var output = input / groupInputs * groupOutputs + o;
            y.Add(
                ((item * Outputs + output) * OutHeight + row) * OutWidth + column,
                x[((item * Inputs + input) * Height + h) * Width + v] * w[((input * groupOutputs + o) * Kernel.Height + kh) * Kernel.Width + kw]);
        }
        for (var i = 0; i < y.Values.Length && b.Length > 0; i++) y.Add(i, b[i / (OutHeight * OutWidth) % Outputs]);
        return y;
    }
}

namespace ConvGpu.Kernels.Managed;

/// <summary>One axis of a pooling window: which kernel positions of an output lie inside the image.</summary>
internal readonly struct PoolAxis(int size, int outputs, int kernel, int stride, int padBefore, int padAfter, int dilation)
{
    public readonly int Outputs = outputs;
    public readonly int Dilation = dilation;
    public readonly int Stride = stride;

    /// <summary>Image coordinate of kernel position 0.</summary>
    public int Start(int output) => output * Stride - padBefore;

    /// <summary>The first kernel position inside the image.</summary>
    public int First(int output)
    {
        var start = Start(output);
        return start >= 0 ? 0 : Dilation == 1 ? -start : (-start + Dilation - 1) / Dilation;
    }

    /// <summary>One past the last kernel position inside the image; not above <see cref="First"/> where there is none.</summary>
    public int End(int output) => Inside(Start(output), size);

    /// <summary>Kernel positions that count for an average with padding: those up to the end of the padding.</summary>
    public int Padded(int output) => Inside(Start(output), size + padAfter);

    /// <summary>The outputs, first and one past the last, whose windows lie inside the image.</summary>
    public readonly (int First, int End) Interior = FindInterior(size, outputs, kernel, stride, padBefore, dilation);

    private static (int First, int End) FindInterior(int size, int outputs, int kernel, int stride, int padBefore, int dilation)
    {
        var first = Math.Min((padBefore + stride - 1) / stride, outputs);
        var room = size + padBefore - dilation * (kernel - 1) - 1;
        return (first, Math.Max(Math.Min(room < 0 ? 0 : room / stride + 1, outputs), first));
    }

    // Division is skipped where it can be: it would cost more than the rest of a small window.
    private int Inside(int start, int end) =>
        end <= start ? 0 : Math.Min(Dilation == 1 ? end - start : (end - start + Dilation - 1) / Dilation, kernel);

    public static PoolAxis Rows(PoolGeometry g) => new(
        g.InHeight, g.OutHeight, g.Window.KernelHeight, g.Window.StrideHeight, g.Window.PadTop, g.Window.PadBottom, g.Window.DilationHeight);

    public static PoolAxis Columns(PoolGeometry g) => new(
        g.InWidth, g.OutWidth, g.Window.KernelWidth, g.Window.StrideWidth, g.Window.PadLeft, g.Window.PadRight, g.Window.DilationWidth);
}

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>The window of a convolution or a pooling, along one to three axes of an image.</summary>
internal sealed class Windows
{
    public Windows(int[] kernel, int[] stride, int[] dilation, int[] before, int[] after) =>
        (Kernel, Stride, Dilation, Before, After) = (kernel, stride, dilation, before, after);

    public int[] Kernel { get; }

    public int[] Stride { get; }

    public int[] Dilation { get; }

    /// <summary>Padding in front.</summary>
    public int[] Before { get; private set; }

    /// <summary>Padding behind.</summary>
    public int[] After { get; private set; }

    public int Rank => Kernel.Length;

    /// <summary>Reads the attributes that windows have in common.</summary>
    /// <param name="c">The node.</param>
    /// <param name="size">The image's sizes.</param>
    /// <param name="kernel">The kernel's sizes, or null to take them of the attribute.</param>
    public static Windows Read(Conversion c, int[] size, int[]? kernel)
    {
        var (a, rank) = (c.Attributes, size.Length);
        var told = a.Has("kernel_shape") ? a.Sizes("kernel_shape", rank, 1) : null;
        if (told is not null && kernel is not null && !told.SequenceEqual(kernel))
            throw c.Error($"has a kernel_shape of {OnnxTensor.Describe(told)}, but weights of {OnnxTensor.Describe(kernel)}");
        kernel ??= told ?? throw c.Error("has no kernel_shape");
        var windows = new Windows(kernel, a.Sizes("strides", rank, 1), a.Sizes("dilations", rank, 1), new int[rank], new int[rank]);
        var mode = a.Text("auto_pad", "NOTSET");
        switch (mode)
        {
            case "NOTSET":
                var pads = a.Sizes("pads", 2 * rank, 0, least: 0);
                (windows.Before, windows.After) = (pads[..rank], pads[rank..]);
                break;
            case "SAME_UPPER" or "SAME_LOWER":
                windows.PadToSame(size, mode == "SAME_UPPER");
                break;
            case "VALID":
                break;
            default:
                throw c.Error($"has an auto_pad of '{mode}'");
        }
        return windows;
    }

    public Size2D Size(int[] of) => Rank == 1 ? new(1, of[0]) : new(of[0], of[1]);

    public Size2D Distance(int[] of) => Rank == 1 ? new(1, of[0]) : new(of[0], of[1]);

    public Padding Padding => Rank == 1 ? new(0, Before[0], 0, After[0]) : new(Before[0], Before[1], After[0], After[1]);

    /// <summary>The window along some of its axes.</summary>
    public Windows Along(Range axes) => new(Kernel[axes], Stride[axes], Dilation[axes], Before[axes], After[axes]);

    public Windows Unpadded() => new(Kernel, Stride, Dilation, new int[Rank], new int[Rank]);

    /// <summary>How far the window spans along an axis.</summary>
    public long Span(int axis) => (long)Dilation[axis] * (Kernel[axis] - 1L) + 1;

    private void PadToSame(int[] size, bool upper)
    {
        for (var i = 0; i < Rank; i++)
        {
            var outputs = ((long)size[i] + Stride[i] - 1) / Stride[i];
            var total = (int)Math.Clamp((outputs - 1) * Stride[i] + Span(i) - size[i], 0, int.MaxValue / 2);
            (Before[i], After[i]) = upper ? (total / 2, total - total / 2) : (total - total / 2, total / 2);
        }
    }
}

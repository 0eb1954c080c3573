namespace ConvGpu.Kernels;

/// <summary>
/// A sliding window along one axis: kernel size, stride, padding in front and behind, and dilation, in elements.
/// The output size is O = floor((I + padding - dilation*(K-1) - 1) / S) + 1.
/// </summary>
/// <param name="Kernel">Taps, at least 1.</param>
/// <param name="Stride">Step of the window, at least 1.</param>
/// <param name="PadBefore">Padding in front of the first element, 0 or more.</param>
/// <param name="PadAfter">Padding behind the last element, 0 or more.</param>
/// <param name="Dilation">Distance between taps, at least 1.</param>
public readonly record struct WindowAxis(int Kernel, int Stride = 1, int PadBefore = 0, int PadAfter = 0, int Dilation = 1)
{
    /// <summary>Elements that the dilated kernel spans.</summary>
    public long Span => (long)Dilation * (Kernel - 1L) + 1;

    /// <summary>Outputs for an input of <paramref name="size"/> elements; 0 where the window does not fit.</summary>
    public int Output(int size)
    {
        var room = (long)size + PadBefore + PadAfter - Span;
        return room < 0 ? 0 : checked((int)(room / Stride + 1));
    }

    /// <summary>What of the axis is out of range, or null.</summary>
    internal string? Refusal(int size)
    {
        if (Kernel < 1) return $"kernel is {Kernel}; it must be at least 1";
        if (Stride < 1) return $"stride is {Stride}; it must be at least 1";
        if (Dilation < 1) return $"dilation is {Dilation}; it must be at least 1";
        if (PadBefore < 0 || PadAfter < 0) return $"padding is {PadBefore} and {PadAfter}; neither may be negative";
        var padded = (long)size + PadBefore + PadAfter;
        if (padded + Span + Stride > int.MaxValue)
            return $"{padded + Span + Stride:N0} positions are more than {int.MaxValue:N0}; use less padding, dilation or stride";
        return Span <= padded ? null
            : $"the kernel spans {Span} elements, but the input with its padding has only {padded}; use a smaller kernel or dilation, more padding or a larger input";
    }
}

/// <summary>A window that slides over the three axes of a volume.</summary>
/// <param name="Depth">Along depth, or time.</param>
/// <param name="Height">Along rows.</param>
/// <param name="Width">Along columns.</param>
public readonly record struct Window3D(WindowAxis Depth, WindowAxis Height, WindowAxis Width)
{
    /// <summary>Taps of all axes.</summary>
    public int Taps => checked(Depth.Kernel * Height.Kernel * Width.Kernel);

    /// <summary>The same window along all axes.</summary>
    public static Window3D Cube(int kernel, int stride = 1, int padding = 0, int dilation = 1)
    {
        var axis = new WindowAxis(kernel, stride, padding, padding, dilation);
        return new Window3D(axis, axis, axis);
    }

    /// <summary>Rows and columns alone.</summary>
    internal Window2D Plane => new(
        Height.Kernel, Width.Kernel, Height.Stride, Width.Stride, Height.PadBefore, Width.PadBefore, Height.PadAfter, Width.PadAfter,
        Height.Dilation, Width.Dilation);
}

using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>Rows and columns put around an input before a window slides over it.</summary>
public readonly record struct Padding
{
    private readonly bool _same;

    /// <summary>Padding given for each side.</summary>
    /// <param name="top">Rows above, 0 or more.</param>
    /// <param name="left">Columns on the left, 0 or more.</param>
    /// <param name="bottom">Rows below, 0 or more.</param>
    /// <param name="right">Columns on the right, 0 or more.</param>
    public Padding(int top, int left, int bottom, int right)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        ArgumentOutOfRangeException.ThrowIfNegative(bottom);
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        (Top, Left, Bottom, Right) = (top, left, bottom, right);
    }

    private Padding(bool same) : this(0, 0, 0, 0) => _same = same;

    /// <summary>No padding.</summary>
    public static Padding Valid => default;

    /// <summary>As much as makes the output as large as the input divided by the stride, rounded up; an odd rest goes below and right.</summary>
    public static Padding Same => new(same: true);

    /// <summary>Rows above.</summary>
    public int Top { get; }

    /// <summary>Columns on the left.</summary>
    public int Left { get; }

    /// <summary>Rows below.</summary>
    public int Bottom { get; }

    /// <summary>Columns on the right.</summary>
    public int Right { get; }

    /// <summary>The same padding on all four sides.</summary>
    public static implicit operator Padding(int all) => new(all, all, all, all);

    /// <summary>The window over an input of known size.</summary>
    internal Window2D Window(Size2D kernel, Size2D stride, Size2D dilation, Shape input)
    {
        if (!_same)
        {
            return new Window2D(
                kernel.Height, kernel.Width, stride.Height, stride.Width, Top, Left, Bottom, Right, dilation.Height, dilation.Width);
        }
        var rows = Total(input.H, kernel.Height, stride.Height, dilation.Height);
        var columns = Total(input.W, kernel.Width, stride.Width, dilation.Width);
        return new Window2D(
            kernel.Height, kernel.Width, stride.Height, stride.Width,
            rows / 2, columns / 2, rows - rows / 2, columns - columns / 2, dilation.Height, dilation.Width);
    }

    // Cut off where a layer refuses the window anyway.
    private static int Total(int input, int kernel, int stride, int dilation) => (int)Math.Clamp(
        (((long)input + stride - 1) / stride - 1) * stride + (long)dilation * (kernel - 1) + 1 - input, 0, int.MaxValue);
}

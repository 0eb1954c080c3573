using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>Rows and columns put around an input before a window slides over it.</summary>
public readonly record struct Padding
{
    private enum Rule : byte
    {
        Explicit,
        Same,
        Full,
    }

    private readonly Rule _rule;

    /// <summary>Padding given for each side; a side that is not given has none, so that <c>new Padding(right: 1)</c> is one-sided.</summary>
    /// <param name="top">Rows above, 0 or more.</param>
    /// <param name="left">Columns on the left, 0 or more.</param>
    /// <param name="bottom">Rows below, 0 or more.</param>
    /// <param name="right">Columns on the right, 0 or more.</param>
    public Padding(int top = 0, int left = 0, int bottom = 0, int right = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        ArgumentOutOfRangeException.ThrowIfNegative(bottom);
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        (Top, Left, Bottom, Right) = (top, left, bottom, right);
    }

    private Padding(Rule rule) : this(0, 0, 0, 0) => _rule = rule;

    /// <summary>No padding.</summary>
    public static Padding Valid => default;

    /// <summary>As much as makes the output as large as the input divided by the stride, rounded up; an odd rest goes below and right.</summary>
    public static Padding Same => new(Rule.Same);

    /// <summary>
    /// On every side as far as the window reaches less one, dilation * (kernel - 1): every window that holds a pixel counts, and every
    /// pixel is visited by all taps.
    /// </summary>
    public static Padding Full => new(Rule.Full);

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

    /// <summary>Whether the output's size decides how much it is.</summary>
    internal bool IsSame => _rule == Rule.Same;

    /// <summary>The window over an input of known size.</summary>
    internal Window2D Window(Size2D kernel, Size2D stride, Size2D dilation, Shape input)
    {
        var (top, bottom) = Along(input.H, kernel.Height, stride.Height, dilation.Height, Top, Bottom);
        var (left, right) = Along(input.W, kernel.Width, stride.Width, dilation.Width, Left, Right);
        return new Window2D(
            kernel.Height, kernel.Width, stride.Height, stride.Width, top, left, bottom, right, dilation.Height, dilation.Width);
    }

    private (int Before, int After) Along(int input, int kernel, int stride, int dilation, int before, int after)
    {
        if (_rule == Rule.Explicit) return (before, after);
        // Cut off where a layer refuses the window anyway.
        var reach = (int)Math.Min((long)dilation * (kernel - 1), int.MaxValue);
        if (_rule == Rule.Full) return (reach, reach);
        var total = Total(input, stride, reach);
        return (total / 2, total - total / 2);
    }

    private static int Total(int input, int stride, int reach) => (int)Math.Clamp(
        (((long)input + stride - 1) / stride - 1) * stride + reach + 1 - input, 0, int.MaxValue);
}

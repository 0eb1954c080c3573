using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>Planes, rows and columns put around a volume before a window slides over it.</summary>
public readonly record struct Padding3D
{
    private readonly bool _same;

    /// <summary>Padding given for each side.</summary>
    /// <param name="front">Planes in front, 0 or more.</param>
    /// <param name="top">Rows above, 0 or more.</param>
    /// <param name="left">Columns on the left, 0 or more.</param>
    /// <param name="back">Planes behind, 0 or more.</param>
    /// <param name="bottom">Rows below, 0 or more.</param>
    /// <param name="right">Columns on the right, 0 or more.</param>
    public Padding3D(int front, int top, int left, int back, int bottom, int right)
    {
        foreach (var side in (int[])[front, top, left, back, bottom, right]) ArgumentOutOfRangeException.ThrowIfNegative(side, "padding");
        (Front, Top, Left, Back, Bottom, Right) = (front, top, left, back, bottom, right);
    }

    private Padding3D(bool same) : this(0, 0, 0, 0, 0, 0) => _same = same;

    /// <summary>No padding.</summary>
    public static Padding3D Valid => default;

    /// <summary>As much as makes the output as large as the input divided by the stride, rounded up; an odd rest goes behind, below and right.</summary>
    public static Padding3D Same => new(same: true);

    /// <summary>Planes in front.</summary>
    public int Front { get; }

    /// <summary>Rows above.</summary>
    public int Top { get; }

    /// <summary>Columns on the left.</summary>
    public int Left { get; }

    /// <summary>Planes behind.</summary>
    public int Back { get; }

    /// <summary>Rows below.</summary>
    public int Bottom { get; }

    /// <summary>Columns on the right.</summary>
    public int Right { get; }

    /// <summary>The same padding on all six sides.</summary>
    public static implicit operator Padding3D(int all) => new(all, all, all, all, all, all);

    /// <summary>Padding per axis, the same on both sides.</summary>
    public static implicit operator Padding3D((int Depth, int Height, int Width) sides) =>
        new(sides.Depth, sides.Height, sides.Width, sides.Depth, sides.Height, sides.Width);

    /// <summary>The window over a volume of known size.</summary>
    internal Window3D Window(Size3D kernel, Size3D stride, Size3D dilation, Shape input) => new(
        Axis(input.D, kernel.Depth, stride.Depth, dilation.Depth, Front, Back),
        Axis(input.H, kernel.Height, stride.Height, dilation.Height, Top, Bottom),
        Axis(input.W, kernel.Width, stride.Width, dilation.Width, Left, Right));

    private WindowAxis Axis(int input, int kernel, int stride, int dilation, int before, int after)
    {
        if (!_same) return new(kernel, stride, before, after, dilation);
        // Cut off where a layer refuses the window anyway.
        var total = (int)Math.Clamp(
            (((long)input + stride - 1) / stride - 1) * stride + (long)dilation * (kernel - 1) + 1 - input, 0, int.MaxValue);
        return new(kernel, stride, total / 2, total - total / 2, dilation);
    }
}

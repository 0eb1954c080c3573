using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>
/// The rows or columns of an image whose padding repeats some of them. Positions count from the image's first element, so that those of the
/// padding are negative or at least <see cref="Size"/>. Outside, a mode is a straight line: position p holds element below + slope * p in
/// front of the image and above + slope * p behind it.
/// </summary>
internal readonly struct PaddedAxis
{
    /// <summary>Elements of the image, and of the padding in front of it and behind it.</summary>
    public readonly int Size, Before, After;

    private readonly int _slope, _below, _above;

    public PaddedAxis(PaddingMode mode, int size, int before, int after)
    {
        (Size, Before, After) = (size, before, after);
        (_slope, _below, _above) = mode switch
        {
            PaddingMode.Reflect => (-1, 0, 2 * (size - 1)),
            PaddingMode.Circular => (1, size, -size),
            _ => (0, 0, size - 1),
        };
    }

    public int PaddedSize => Size + Before + After;

    public static PaddedAxis Rows(Conv2DGeometry geometry) =>
        new(geometry.PaddingMode, geometry.InHeight, geometry.Window.PadTop, geometry.Window.PadBottom);

    public static PaddedAxis Columns(Conv2DGeometry geometry) =>
        new(geometry.PaddingMode, geometry.InWidth, geometry.Window.PadLeft, geometry.Window.PadRight);

    /// <summary>The element that a position holds; an element of the image for positions beyond the padding too.</summary>
    public int Source(int position)
    {
        int source = position < 0 ? _below + _slope * position : position;
        source = position >= Size ? _above + _slope * position : source;
        return IntrinsicMath.Max(IntrinsicMath.Min(source, Size - 1), 0);
    }

    /// <summary>The elements that all positions hold, from the first of the padding on; on the host.</summary>
    public int[] Sources()
    {
        var sources = new int[PaddedSize];
        for (var i = 0; i < sources.Length; i++) sources[i] = Source(i - Before);
        return sources;
    }

    /// <summary>The positions that hold an element: <paramref name="part"/> 0 in front of the image, 1 in it, 2 behind it.</summary>
    public PositionRange Copies(int part, int element)
    {
        int low = part == 0 ? -Before : Size, length = part == 0 ? Before : After, line = part == 0 ? _below : _above;
        int mirrored = _slope * (element - line);
        bool isHeld = (mirrored >= low) & (mirrored < low + length);
        int first = _slope == 0 ? low : mirrored;
        int count = _slope == 0 ? (element == line ? length : 0) : (isHeld ? 1 : 0);
        return new PositionRange { First = part == 1 ? element : first, Count = part == 1 ? 1 : count };
    }
}

/// <summary>Neighbouring positions of an axis.</summary>
internal struct PositionRange
{
    public int First, Count;
}

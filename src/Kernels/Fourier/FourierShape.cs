using System.Numerics;

namespace ConvGpu.Kernels;

/// <summary>The sizes of a transform, powers of two.</summary>
internal readonly struct FourierShape(int height, int width)
{
    public readonly int LogHeight = BitOperations.Log2((uint)height);
    public readonly int LogWidth = BitOperations.Log2((uint)width);

    /// <summary>Columns of a spectrum: those of the transform that are not conjugates of others.</summary>
    public readonly FastDivide Columns = new(width / 2 + 1);

    /// <summary>Elements from the real parts of a spectrum to its imaginary parts; a spectrum has twice as many.</summary>
    public readonly int Bins = height * (width / 2 + 1);
}

/// <summary>
/// Where the rows and columns of an image lie in the frame that is transformed. Rows FrameRow to FrameRow + Rows - 1 of the frame are
/// rows FirstRow, FirstRow + RowStep, ... of the image, which may lie in its padding; and so for columns. The rest of the frame is zero.
/// </summary>
internal readonly struct Frame
{
    public readonly int Height, Width, Rows, Columns, FrameRow, FrameColumn;
    public readonly int FirstRow, RowStep, FirstColumn, ColumnStep;

    /// <summary>Pairs of rows, which are transformed together.</summary>
    public readonly FastDivide Pairs;

    private Frame(int height, int width, int rows, int columns, (int Row, int Column) frame, (int Row, int Column) first, int step)
    {
        (Height, Width, Rows, Columns) = (height, width, rows, columns);
        (FrameRow, FrameColumn) = frame;
        (FirstRow, FirstColumn) = first;
        (RowStep, ColumnStep) = (step, step);
        Pairs = new FastDivide((rows + 1) / 2);
    }

    /// <summary>An image in the frame's corner, turned around where <paramref name="flip"/> says so.</summary>
    public static Frame Corner(int height, int width, bool flip = false) =>
        new(height, width, height, width, (0, 0), flip ? (height - 1, width - 1) : (0, 0), flip ? -1 : 1);

    /// <summary>An image with its padding, the padding in the frame's corner.</summary>
    public static Frame Padded(Conv2DGeometry geometry, FourierPlan plan) => new(
        geometry.InHeight, geometry.InWidth, plan.PaddedHeight, plan.PaddedWidth, (0, 0), (-geometry.Window.PadTop, -geometry.Window.PadLeft), 1);

    /// <summary>An image whose padding lies in the frame's corner, without the padding.</summary>
    public static Frame Inside(Conv2DGeometry geometry) => new(
        geometry.InHeight, geometry.InWidth, geometry.InHeight, geometry.InWidth, (geometry.Window.PadTop, geometry.Window.PadLeft), (0, 0), 1);
}

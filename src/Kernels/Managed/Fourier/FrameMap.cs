namespace ConvGpu.Kernels.Managed;

/// <summary>Which row and column of an image each row and column of the transformed frame holds: -1 where it holds zeros.</summary>
internal sealed class FrameMap
{
    private FrameMap(int height, int width, int[] rows, int[] columns)
    {
        (Height, Width, Rows, Columns) = (height, width, rows, columns);
        EndRow = Array.FindLastIndex(rows, row => row >= 0) + 1;
        EndColumn = Array.FindLastIndex(columns, column => column >= 0) + 1;
    }

    /// <summary>Rows of the image.</summary>
    public int Height { get; }

    /// <summary>Columns of the image.</summary>
    public int Width { get; }

    /// <summary>By row of the frame.</summary>
    public int[] Rows { get; }

    /// <summary>By column of the frame.</summary>
    public int[] Columns { get; }

    /// <summary>One past the last row of the frame that holds anything.</summary>
    public int EndRow { get; }

    /// <summary>One past the last column of the frame that holds anything.</summary>
    public int EndColumn { get; }

    /// <summary>An image in the corner of a frame of the sizes given, turned around where <paramref name="flip"/> says so.</summary>
    public static FrameMap Corner(int frameHeight, int frameWidth, int height, int width, bool flip = false)
    {
        int[] Axis(int frame, int size) => [.. Enumerable.Range(0, frame).Select(i => i >= size ? -1 : flip ? size - 1 - i : i)];
        return new(height, width, Axis(frameHeight, height), Axis(frameWidth, width));
    }

    /// <summary>An image with its padding, the padding in the frame's corner.</summary>
    public static FrameMap Padded(Conv2DGeometry geometry, FourierPlan plan)
    {
        int[] Axis(int frame, PaddedAxis axis) => [.. Enumerable.Range(-axis.Before, frame).Select(position =>
            position >= axis.Size + axis.After ? -1
            : geometry.PaddingMode != PaddingMode.Zero ? axis.Source(position)
            : position >= 0 && position < axis.Size ? position : -1)];
        return new(
            geometry.InHeight, geometry.InWidth, Axis(plan.Height, PaddedAxis.Rows(geometry)), Axis(plan.Width, PaddedAxis.Columns(geometry)));
    }
}

using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>
/// The windows that hold one element of the input: at most CoverHeight x CoverWidth of them, from the first row and column on. Items count
/// to those limits together and skip what they do not have, so that neighbours stay in step.
/// </summary>
internal readonly struct CoveringWindows
{
    private readonly int _start, _lastRow, _lastColumn;

    public CoveringWindows(int item, PoolShape shape)
    {
        int plane = shape.InPlane.Divide(item);
        Element = item - plane * shape.InPlane.Divisor;
        int row = shape.InWidth.Divide(Element);
        Row = row + shape.PadTop;
        Column = Element - row * shape.InWidth.Divisor + shape.PadLeft;
        FirstRow = First(Row, shape.SpanHeight, shape.StrideHeight);
        FirstColumn = First(Column, shape.SpanWidth, shape.StrideWidth);
        _lastRow = IntrinsicMath.Min(shape.StrideHeight.Divide(Row), shape.OutHeight - 1);
        _lastColumn = IntrinsicMath.Min(shape.StrideWidth.Divide(Column), shape.OutWidth.Divisor - 1);
        _start = plane * shape.OutPlane.Divisor;
    }

    /// <summary>The element's position in its plane.</summary>
    public readonly int Element;

    /// <summary>Row and column of the element, counted from the start of the padding.</summary>
    public readonly int Row, Column;

    /// <summary>Row and column of the first window.</summary>
    public readonly int FirstRow, FirstColumn;

    public bool Has(int i, int j) => (FirstRow + i <= _lastRow) & (FirstColumn + j <= _lastColumn);

    /// <summary>Where the window's output stands.</summary>
    public int Position(int i, int j, PoolShape shape) => _start + (FirstRow + i) * shape.OutWidth.Divisor + FirstColumn + j;

    private static int First(int position, int span, FastDivide stride)
    {
        int distance = position - span + stride.Divisor;
        int first = 0;
        if (distance > 0)
            first = stride.Divide(distance);
        return first;
    }
}

using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>
/// Pooling: an item an output in the forward pass, an item an input in the backward pass, which gathers from the windows that hold it in a
/// fixed order, so that no two items write the same element.
/// </summary>
internal static class PoolKernels
{
    public static void MaxForward(Index1D index, ArrayView<float> x, ArrayView<float> y, ArrayView<int> winners, PoolShape shape)
    {
        int item = index;
        int plane = shape.OutPlane.Divide(item), pixel = item - plane * shape.OutPlane.Divisor;
        int outRow = shape.OutWidth.Divide(pixel), outColumn = pixel - outRow * shape.OutWidth.Divisor;
        int firstRow = outRow * shape.StrideHeight.Divisor - shape.PadTop, firstColumn = outColumn * shape.StrideWidth.Divisor - shape.PadLeft;
        int start = plane * shape.InPlane.Divisor;
        float best = float.NegativeInfinity;
        int winner = -1;
        for (int i = 0; i < shape.KernelHeight; i++)
        {
            int row = firstRow + i * shape.DilationHeight.Divisor;
            for (int j = 0; j < shape.KernelWidth; j++)
            {
                int column = firstColumn + j * shape.DilationWidth.Divisor;
                if ((row >= 0) & (row < shape.InHeight) & (column >= 0) & (column < shape.InWidth.Divisor))
                {
                    int position = row * shape.InWidth.Divisor + column;
                    float value = x[start + position];
                    bool wins = (winner < 0) | Maximum.Wins(value, best);
                    best = wins ? value : best;
                    winner = wins ? position : winner;
                }
            }
        }
        y[item] = best;
        winners[item] = winner;
    }

    public static void MaxBackward(Index1D index, ArrayView<float> dy, ArrayView<int> winners, ArrayView<float> dx, PoolShape shape)
    {
        int item = index;
        int plane = shape.InPlane.Divide(item), position = item - plane * shape.InPlane.Divisor;
        int row = shape.InWidth.Divide(position), column = position - row * shape.InWidth.Divisor;
        int rowInPadding = row + shape.PadTop, columnInPadding = column + shape.PadLeft;
        int firstRow = FirstWindow(rowInPadding, shape.SpanHeight, shape.StrideHeight);
        int lastRow = IntrinsicMath.Min(shape.StrideHeight.Divide(rowInPadding), shape.OutHeight - 1);
        int firstColumn = FirstWindow(columnInPadding, shape.SpanWidth, shape.StrideWidth);
        int lastColumn = IntrinsicMath.Min(shape.StrideWidth.Divide(columnInPadding), shape.OutWidth.Divisor - 1);
        int start = plane * shape.OutPlane.Divisor;
        float sum = 0;
        for (int outRow = firstRow; outRow <= lastRow; outRow++)
        {
            for (int outColumn = firstColumn; outColumn <= lastColumn; outColumn++)
            {
                int window = start + outRow * shape.OutWidth.Divisor + outColumn;
                if (winners[window] == position)
                    sum += dy[window];
            }
        }
        dx[item] = sum;
    }

    public static void AverageForward(Index1D index, ArrayView<float> x, ArrayView<float> y, PoolShape shape)
    {
        int item = index;
        int plane = shape.OutPlane.Divide(item), pixel = item - plane * shape.OutPlane.Divisor;
        int outRow = shape.OutWidth.Divide(pixel), outColumn = pixel - outRow * shape.OutWidth.Divisor;
        int firstRow = outRow * shape.StrideHeight.Divisor - shape.PadTop, firstColumn = outColumn * shape.StrideWidth.Divisor - shape.PadLeft;
        int start = plane * shape.InPlane.Divisor;
        float sum = 0;
        for (int i = 0; i < shape.KernelHeight; i++)
        {
            int row = firstRow + i * shape.DilationHeight.Divisor;
            for (int j = 0; j < shape.KernelWidth; j++)
            {
                int column = firstColumn + j * shape.DilationWidth.Divisor;
                if ((row >= 0) & (row < shape.InHeight) & (column >= 0) & (column < shape.InWidth.Divisor))
                    sum += x[start + row * shape.InWidth.Divisor + column];
            }
        }
        int count = CountRows(outRow, shape) * CountColumns(outColumn, shape);
        y[item] = count > 0 ? sum / count : 0;
    }

    public static void AverageBackward(Index1D index, ArrayView<float> dy, ArrayView<float> dx, PoolShape shape)
    {
        int item = index;
        int plane = shape.InPlane.Divide(item), position = item - plane * shape.InPlane.Divisor;
        int row = shape.InWidth.Divide(position), column = position - row * shape.InWidth.Divisor;
        int rowInPadding = row + shape.PadTop, columnInPadding = column + shape.PadLeft;
        int firstRow = FirstWindow(rowInPadding, shape.SpanHeight, shape.StrideHeight);
        int lastRow = IntrinsicMath.Min(shape.StrideHeight.Divide(rowInPadding), shape.OutHeight - 1);
        int firstColumn = FirstWindow(columnInPadding, shape.SpanWidth, shape.StrideWidth);
        int lastColumn = IntrinsicMath.Min(shape.StrideWidth.Divide(columnInPadding), shape.OutWidth.Divisor - 1);
        int start = plane * shape.OutPlane.Divisor;
        float sum = 0;
        for (int outRow = firstRow; outRow <= lastRow; outRow++)
        {
            bool rowMeets = IsMultiple(rowInPadding - outRow * shape.StrideHeight.Divisor, shape.DilationHeight);
            int rowCount = CountRows(outRow, shape);
            for (int outColumn = firstColumn; outColumn <= lastColumn; outColumn++)
            {
                bool columnMeets = IsMultiple(columnInPadding - outColumn * shape.StrideWidth.Divisor, shape.DilationWidth);
                if (rowMeets & columnMeets)
                    sum += dy[start + outRow * shape.OutWidth.Divisor + outColumn] / (rowCount * CountColumns(outColumn, shape));
            }
        }
        dx[item] = sum;
    }

    /// <summary>The first window along one side that reaches a position, counted from the start of the padding.</summary>
    private static int FirstWindow(int position, int span, FastDivide stride)
    {
        int distance = position - span + stride.Divisor;
        return distance > 0 ? stride.Divide(distance) : 0;
    }

    private static bool IsMultiple(int distance, FastDivide step) => step.Divide(distance) * step.Divisor == distance;

    private static int CountRows(int outRow, PoolShape shape) => CountTaps(
        outRow * shape.StrideHeight.Divisor - shape.PadTop, shape.KernelHeight, shape.DilationHeight, shape.CountTop, shape.CountBottom);

    private static int CountColumns(int outColumn, PoolShape shape) => CountTaps(
        outColumn * shape.StrideWidth.Divisor - shape.PadLeft, shape.KernelWidth, shape.DilationWidth, shape.CountLeft, shape.CountRight);

    /// <summary>How many of the taps start, start + step, ... lie from low up to but not including high.</summary>
    private static int CountTaps(int start, int taps, FastDivide step, int low, int high)
    {
        int before = start < low ? step.Divide(low - start + step.Divisor - 1) : 0;
        int until = start < high ? step.Divide(high - start + step.Divisor - 1) : 0;
        return IntrinsicMath.Max(IntrinsicMath.Min(until, taps) - IntrinsicMath.Min(before, taps), 0);
    }
}

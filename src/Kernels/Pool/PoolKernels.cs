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
        var windows = new CoveringWindows(item, shape);
        float sum = 0;
        for (int i = 0; i < shape.CoverHeight; i++)
        {
            for (int j = 0; j < shape.CoverWidth; j++)
            {
                if (windows.Has(i, j))
                {
                    int window = windows.Position(i, j, shape);
                    if (winners[window] == windows.Element)
                        sum += dy[window];
                }
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
        var windows = new CoveringWindows(item, shape);
        float sum = 0;
        for (int i = 0; i < shape.CoverHeight; i++)
        {
            int outRow = windows.FirstRow + i;
            bool rowMeets = IsMultiple(windows.Row - outRow * shape.StrideHeight.Divisor, shape.DilationHeight);
            int rowCount = CountRows(outRow, shape);
            for (int j = 0; j < shape.CoverWidth; j++)
            {
                int outColumn = windows.FirstColumn + j;
                bool columnMeets = IsMultiple(windows.Column - outColumn * shape.StrideWidth.Divisor, shape.DilationWidth);
                if (windows.Has(i, j) & rowMeets & columnMeets)
                    sum += dy[windows.Position(i, j, shape)] / (rowCount * CountColumns(outColumn, shape));
            }
        }
        dx[item] = sum;
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

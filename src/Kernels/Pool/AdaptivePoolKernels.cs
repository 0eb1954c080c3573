using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;

namespace ConvGpu.Kernels;

/// <summary>
/// Adaptive pooling: an item an output in the forward pass, an item an input in the backward pass, which gathers from the windows that hold
/// it in order. The average of whole planes is a group's sum.
/// </summary>
internal static class AdaptivePoolKernels
{
    /// <summary>A group a plane; neighbouring items read neighbouring elements, each every Group.DimX-th in order.</summary>
    public static void GlobalAverage(ArrayView<float> x, ArrayView<float> y, int plane)
    {
        int start = Grid.IdxX * plane;
        float sum = 0;
        for (int i = Group.IdxX; i < plane; i += Group.DimX)
            sum += x[start + i];
        sum = GroupExtensions.AllReduce<float, AddFloat>(sum);
        if (Group.IdxX == 0)
            y[Grid.IdxX] = sum / plane;
    }

    public static void AverageForward(Index1D index, ArrayView<float> x, ArrayView<float> y, AdaptivePoolShape shape)
    {
        int item = index;
        int plane = shape.OutPlane.Divide(item), pixel = item - plane * shape.OutPlane.Divisor;
        int outRow = shape.Columns.Outputs.Divide(pixel), outColumn = pixel - outRow * shape.Columns.Outputs.Divisor;
        int firstRow = shape.Rows.First(outRow), endRow = shape.Rows.End(outRow);
        int firstColumn = shape.Columns.First(outColumn), endColumn = shape.Columns.End(outColumn);
        int start = plane * shape.InPlane.Divisor;
        float sum = 0;
        for (int row = firstRow; row < endRow; row++)
        {
            int line = start + row * shape.Columns.Inputs.Divisor;
            for (int column = firstColumn; column < endColumn; column++)
                sum += x[line + column];
        }
        y[item] = sum / ((endRow - firstRow) * (endColumn - firstColumn));
    }

    public static void AverageBackward(Index1D index, ArrayView<float> dy, ArrayView<float> dx, AdaptivePoolShape shape)
    {
        int item = index;
        int plane = shape.InPlane.Divide(item), pixel = item - plane * shape.InPlane.Divisor;
        int row = shape.Columns.Inputs.Divide(pixel), column = pixel - row * shape.Columns.Inputs.Divisor;
        int endRow = shape.Rows.EndOutput(row), endColumn = shape.Columns.EndOutput(column);
        int start = plane * shape.OutPlane.Divisor;
        float sum = 0;
        for (int outRow = shape.Rows.FirstOutput(row); outRow < endRow; outRow++)
        {
            int line = start + outRow * shape.Columns.Outputs.Divisor, rowCount = shape.Rows.Count(outRow);
            for (int outColumn = shape.Columns.FirstOutput(column); outColumn < endColumn; outColumn++)
                sum += dy[line + outColumn] / (rowCount * shape.Columns.Count(outColumn));
        }
        dx[item] = sum;
    }

    public static void MaxForward(Index1D index, ArrayView<float> x, ArrayView<float> y, ArrayView<int> winners, AdaptivePoolShape shape)
    {
        int item = index;
        int plane = shape.OutPlane.Divide(item), pixel = item - plane * shape.OutPlane.Divisor;
        int outRow = shape.Columns.Outputs.Divide(pixel), outColumn = pixel - outRow * shape.Columns.Outputs.Divisor;
        int firstRow = shape.Rows.First(outRow), endRow = shape.Rows.End(outRow);
        int firstColumn = shape.Columns.First(outColumn), endColumn = shape.Columns.End(outColumn);
        int start = plane * shape.InPlane.Divisor;
        int winner = firstRow * shape.Columns.Inputs.Divisor + firstColumn;
        float best = x[start + winner];
        for (int row = firstRow; row < endRow; row++)
        {
            for (int column = firstColumn; column < endColumn; column++)
            {
                int position = row * shape.Columns.Inputs.Divisor + column;
                float value = x[start + position];
                bool wins = Maximum.Wins(value, best);
                best = wins ? value : best;
                winner = wins ? position : winner;
            }
        }
        y[item] = best;
        winners[item] = winner;
    }

    public static void MaxBackward(Index1D index, ArrayView<float> dy, ArrayView<int> winners, ArrayView<float> dx, AdaptivePoolShape shape)
    {
        int item = index;
        int plane = shape.InPlane.Divide(item), pixel = item - plane * shape.InPlane.Divisor;
        int row = shape.Columns.Inputs.Divide(pixel), column = pixel - row * shape.Columns.Inputs.Divisor;
        int endRow = shape.Rows.EndOutput(row), endColumn = shape.Columns.EndOutput(column);
        int start = plane * shape.OutPlane.Divisor;
        float sum = 0;
        for (int outRow = shape.Rows.FirstOutput(row); outRow < endRow; outRow++)
        {
            int line = start + outRow * shape.Columns.Outputs.Divisor;
            for (int outColumn = shape.Columns.FirstOutput(column); outColumn < endColumn; outColumn++)
            {
                if (winners[line + outColumn] == pixel)
                    sum += dy[line + outColumn];
            }
        }
        dx[item] = sum;
    }
}

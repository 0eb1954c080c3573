using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>Resampling: an item an output in the forward pass, an item an input, which gathers what it gave, in the backward pass.</summary>
internal static class ResampleKernels
{
    public static void Forward(Index1D index, ArrayView<float> x, ArrayView<float> y, ResampleShape shape)
    {
        int plane = shape.OutPlane.Divide(index), pixel = index - plane * shape.OutPlane.Divisor;
        int outRow = shape.Columns.Outputs.Divide(pixel), outColumn = pixel - outRow * shape.Columns.Outputs.Divisor;
        int row = shape.Rows.First(outRow), column = shape.Columns.First(outColumn), width = shape.Columns.Inputs.Divisor;
        int up = plane * shape.InPlane.Divisor + row * width;
        float value = x[up + column];
        if (shape.Blends != 0)
        {
            int down = plane * shape.InPlane.Divisor + shape.Rows.Next(row) * width, next = shape.Columns.Next(column);
            float share = shape.Columns.Share(outColumn, column);
            // Between equal pixels exactly what they are.
            float upper = value + (x[up + next] - value) * share;
            float lower = x[down + column] + (x[down + next] - x[down + column]) * share;
            value = upper + (lower - upper) * shape.Rows.Share(outRow, row);
        }
        y[index] = value;
    }

    public static void Backward(Index1D index, ArrayView<float> dy, ArrayView<float> dx, ResampleShape shape)
    {
        int plane = shape.InPlane.Divide(index), pixel = index - plane * shape.InPlane.Divisor;
        int row = shape.Columns.Inputs.Divide(pixel), column = pixel - row * shape.Columns.Inputs.Divisor;
        int endRow = shape.Rows.EndOutput(row), endColumn = shape.Columns.EndOutput(column);
        int firstColumn = shape.Columns.FirstOutput(column), start = plane * shape.OutPlane.Divisor;
        float sum = 0;
        for (int outRow = shape.Rows.FirstOutput(row); outRow < endRow; outRow++)
        {
            int line = start + outRow * shape.Columns.Outputs.Divisor;
            float inRow = 0;
            for (int outColumn = firstColumn; outColumn < endColumn; outColumn++)
                inRow += dy[line + outColumn] * shape.Columns.Weight(outColumn, column);
            sum += inRow * shape.Rows.Weight(outRow, row);
        }
        dx[index] = sum;
    }
}

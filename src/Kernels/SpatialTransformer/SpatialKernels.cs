using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;

namespace ConvGpu.Kernels;

/// <summary>The kernels of a spatial transformer (Jaderberg et al., 2015).</summary>
internal static class SpatialKernels
{
    /// <summary>An item a pixel.</summary>
    public static void AffineGrid(Index1D index, ArrayView<float> transforms, ArrayView<float> grid, FastDivide plane, FastDivide width, int height)
    {
        int item = plane.Divide(index), pixel = index - item * plane.Divisor, row = width.Divide(pixel), column = pixel - row * width.Divisor;
        float x = Coordinate(column, width.Divisor), y = Coordinate(row, height);
        int first = 6 * item;
        grid[2 * index] = transforms[first] * x + transforms[first + 1] * y + transforms[first + 2];
        grid[2 * index + 1] = transforms[first + 3] * x + transforms[first + 4] * y + transforms[first + 5];
    }

    /// <summary>A group a batch item and row of the transform: each of its items adds every Group.DimX-th pixel in order, then the group reduces.</summary>
    public static void AffineGridBackward(ArrayView<float> dgrid, ArrayView<float> dtransforms, FastDivide width, int height)
    {
        int item = Grid.IdxX / 2, axis = Grid.IdxX - 2 * item, plane = width.Divisor * height;
        float alongX = 0, alongY = 0, shift = 0;
        for (int pixel = Group.IdxX; pixel < plane; pixel += Group.DimX)
        {
            int row = width.Divide(pixel), column = pixel - row * width.Divisor;
            float gradient = dgrid[2 * (item * plane + pixel) + axis];
            alongX += gradient * Coordinate(column, width.Divisor);
            alongY += gradient * Coordinate(row, height);
            shift += gradient;
        }
        alongX = GroupExtensions.AllReduce<float, AddFloat>(alongX);
        alongY = GroupExtensions.AllReduce<float, AddFloat>(alongY);
        shift = GroupExtensions.AllReduce<float, AddFloat>(shift);
        if (Group.IdxX == 0)
        {
            dtransforms[3 * Grid.IdxX] = alongX;
            dtransforms[3 * Grid.IdxX + 1] = alongY;
            dtransforms[3 * Grid.IdxX + 2] = shift;
        }
    }

    /// <summary>An item a pixel of the output, through all channels.</summary>
    public static void Sample(Index1D index, ArrayView<float> x, ArrayView<float> grid, ArrayView<float> y, SampleShape shape)
    {
        int item = shape.OutPlane.Divide(index), pixel = index - item * shape.OutPlane.Divisor;
        var point = new SamplePoint(grid[2 * index], grid[2 * index + 1], shape);
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            int plane = item * shape.Channels + channel;
            y[plane * shape.OutPlane.Divisor + pixel] = point.Between(
                At(x, plane, point.Row, point.Column, shape), At(x, plane, point.Row, point.Column + 1, shape),
                At(x, plane, point.Row + 1, point.Column, shape), At(x, plane, point.Row + 1, point.Column + 1, shape));
        }
    }

    /// <summary>
    /// An item a channel of a batch item, which it clears and adds to, sample by sample: an order that nothing changes, without atomics and
    /// without a search for the samples that reach a pixel.
    /// </summary>
    public static void SampleBackwardData(Index1D plane, ArrayView<float> dy, ArrayView<float> grid, ArrayView<float> dx, SampleShape shape, FastDivide channels)
    {
        int start = plane * shape.InPlane, item = channels.Divide(plane);
        for (int element = 0; element < shape.InPlane; element++)
            dx[start + element] = 0;
        for (int pixel = 0; pixel < shape.OutPlane.Divisor; pixel++)
        {
            int at = 2 * (item * shape.OutPlane.Divisor + pixel);
            var point = new SamplePoint(grid[at], grid[at + 1], shape);
            float gradient = dy[plane * shape.OutPlane.Divisor + pixel];
            for (int down = 0; down < 2; down++)
            {
                for (int right = 0; right < 2; right++)
                {
                    int row = point.Row + down, column = point.Column + right;
                    if (SamplePoint.IsInside(row, column, shape))
                        dx[start + row * shape.InWidth + column] += gradient * point.Weight(down, right);
                }
            }
        }
    }

    /// <summary>An item a pixel of the output, through all channels in order.</summary>
    public static void SampleBackwardGrid(
        Index1D index, ArrayView<float> x, ArrayView<float> grid, ArrayView<float> dy, ArrayView<float> dgrid, SampleShape shape)
    {
        int item = shape.OutPlane.Divide(index), pixel = index - item * shape.OutPlane.Divisor;
        var point = new SamplePoint(grid[2 * index], grid[2 * index + 1], shape);
        float alongX = 0, alongY = 0;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            int plane = item * shape.Channels + channel;
            float gradient = dy[plane * shape.OutPlane.Divisor + pixel];
            float upLeft = At(x, plane, point.Row, point.Column, shape), upRight = At(x, plane, point.Row, point.Column + 1, shape);
            float downLeft = At(x, plane, point.Row + 1, point.Column, shape), downRight = At(x, plane, point.Row + 1, point.Column + 1, shape);
            alongX += gradient * ((upRight - upLeft) * (1 - point.Down) + (downRight - downLeft) * point.Down);
            alongY += gradient * ((downLeft - upLeft) * (1 - point.Right) + (downRight - upRight) * point.Right);
        }
        dgrid[2 * index] = alongX * (0.5f * shape.InWidth);
        dgrid[2 * index + 1] = alongY * (0.5f * shape.InHeight);
    }

    /// <summary>The middle of a pixel, where -1 and 1 are the edges of the image.</summary>
    public static float Coordinate(int pixel, int size) => (2 * pixel + 1) / (float)size - 1;

    private static float At(ArrayView<float> x, int plane, int row, int column, SampleShape shape)
    {
        float value = 0;
        if (SamplePoint.IsInside(row, column, shape))
            value = x[plane * shape.InPlane + row * shape.InWidth + column];
        return value;
    }
}

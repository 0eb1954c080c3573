using ConvGpu.Kernels;

namespace ConvGpu.Tests.Reference;

/// <summary>Affine grids and bilinear samples in double precision.</summary>
public static class SpatialReference
{
    // Coordinate of a pixel, products and sums; and what the position of a sample, its share and weight round.
    private const int GridRoundings = 6, SampleRoundings = 10;

    public static Expected AffineForward(int height, int width, int n, float[] t)
    {
        var grid = new Expected(2 * height * width * n);
        EachPixel(height, width, n, (item, pixel, x, y) =>
        {
            for (var axis = 0; axis < 2; axis++)
            {
                double a = t[6 * item + 3 * axis], b = t[6 * item + 3 * axis + 1], c = t[6 * item + 3 * axis + 2];
                // A coordinate is off by two roundings of what is at most 2.
                grid.Set(2 * pixel + axis, a * x + b * y + c, 2 * Math.Abs(a) + 2 * Math.Abs(b) + Math.Abs(c), GridRoundings);
            }
        });
        return grid;
    }

    public static Expected AffineBackward(int height, int width, int n, float[] dgrid)
    {
        var (values, magnitudes) = (new double[6 * n], new double[6 * n]);
        EachPixel(height, width, n, (item, pixel, x, y) =>
        {
            for (var axis = 0; axis < 2; axis++)
            {
                var (gradient, first) = ((double)dgrid[2 * pixel + axis], 6 * item + 3 * axis);
                (values[first], values[first + 1], values[first + 2]) = (values[first] + gradient * x, values[first + 1] + gradient * y, values[first + 2] + gradient);
                for (var i = 0; i < 3; i++) magnitudes[first + i] += 2 * Math.Abs(gradient);
            }
        });
        var dt = new Expected(6 * n);
        for (var i = 0; i < values.Length; i++) dt.Set(i, values[i], magnitudes[i], height * width + GridRoundings);
        return dt;
    }

    public static Expected SampleForward(SampleSizes s, int n, float[] x, float[] grid)
    {
        var y = new Expected(n * s.OutCount);
        EachCorner(s, n, grid, (input, output, weight, _, _, scale) => Add(y, output, x[input] * weight, Math.Abs(x[input]) * scale));
        return y;
    }

    public static Expected SampleData(SampleSizes s, int n, float[] dy, float[] grid)
    {
        var dx = new Expected(n * s.InCount);
        EachCorner(s, n, grid, (input, output, weight, _, _, scale) => Add(dx, input, dy[output] * weight, Math.Abs(dy[output]) * scale));
        return dx;
    }

    public static Expected SampleGrid(SampleSizes s, int n, float[] x, float[] grid, float[] dy)
    {
        var dgrid = new Expected(2 * n * s.OutPlane);
        EachCorner(s, n, grid, (input, output, _, alongX, alongY, scale) =>
        {
            var at = 2 * (output / s.OutCount * s.OutPlane + output % s.OutPlane);
            double product = (double)dy[output] * x[input], magnitude = Math.Abs(product) * scale;
            Add(dgrid, at, product * alongX * s.InWidth / 2, magnitude * s.InWidth / 2);
            Add(dgrid, at + 1, product * alongY * s.InHeight / 2, magnitude * s.InHeight / 2);
        });
        return dgrid;
    }

    private static void Add(Expected expected, int index, double term, double magnitude) => expected.Set(
        index, expected.Values[index] + term, expected.Magnitudes[index] + magnitude, Math.Max(expected.Roundings[index], SampleRoundings) + 1);

    /// <summary>
    /// Every pixel of the image that a sample takes: its element, the sample's, its weight and the weight's derivative by the position in
    /// columns and rows, and how much the rounding of the position, beside that of the sum, may change.
    /// </summary>
    private static void EachCorner(SampleSizes s, int n, float[] grid, Action<int, int, double, double, double, double> visit)
    {
        for (var output = 0; output < n * s.OutCount; output++)
        {
            var at = 2 * (output / s.OutCount * s.OutPlane + output % s.OutPlane);
            double gx = grid[at], gy = grid[at + 1];
            double column = ((gx + 1) * s.InWidth - 1) / 2, row = ((gy + 1) * s.InHeight - 1) / 2;
            for (var h = 0; h < s.InHeight; h++)
            {
                for (var w = 0; w < s.InWidth; w++)
                {
                    double right = column - w, down = row - h;
                    if (!(Math.Abs(right) < 1 && Math.Abs(down) < 1)) continue;
                    var scale = 1 + s.InWidth * (Math.Abs(gx) + 1) + s.InHeight * (Math.Abs(gy) + 1);
                    double weightX = 1 - Math.Abs(right), weightY = 1 - Math.Abs(down);
                    visit(
                        (output / s.OutPlane * s.InHeight + h) * s.InWidth + w, output, weightX * weightY, right > 0 ? -weightY : weightY,
                        down > 0 ? -weightX : weightX, scale);
                }
            }
        }
    }

    private static void EachPixel(int height, int width, int n, Action<int, int, double, double> visit)
    {
        for (var pixel = 0; pixel < n * height * width; pixel++)
        {
            int row = pixel / width % height, column = pixel % width;
            visit(pixel / (height * width), pixel, (2.0 * column + 1) / width - 1, (2.0 * row + 1) / height - 1);
        }
    }
}

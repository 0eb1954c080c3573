namespace ConvGpu.Kernels.Managed;

/// <summary>grid = (t0 x + t1 y + t2, t3 x + t4 y + t5) for the middle (x, y) of each pixel.</summary>
internal sealed unsafe class AffineGridJob(int height, int width, float* transforms, float* grid) : ItemJob
{
    public void Run(int n) => RunOver(n, 2 * height * width);

    protected override void Item(long item)
    {
        var t = transforms + 6 * item;
        var target = grid + 2 * item * height * width;
        for (var row = 0; row < height; row++)
        {
            var y = SpatialKernels.Coordinate(row, height);
            for (var column = 0; column < width; column++, target += 2)
            {
                var x = SpatialKernels.Coordinate(column, width);
                target[0] = t[0] * x + t[1] * y + t[2];
                target[1] = t[3] * x + t[4] * y + t[5];
            }
        }
    }
}

/// <summary>The gradient of a transform: sums over the pixels in order.</summary>
internal sealed unsafe class AffineGridGradientJob(int height, int width, float* dgrid, float* dtransforms) : ItemJob
{
    public void Run(int n) => RunOver(n, 2 * height * width);

    protected override void Item(long item)
    {
        var source = dgrid + 2 * item * height * width;
        var sums = stackalloc double[6];
        new Span<double>(sums, 6).Clear();
        for (var row = 0; row < height; row++)
        {
            var y = SpatialKernels.Coordinate(row, height);
            for (var column = 0; column < width; column++, source += 2)
            {
                var x = SpatialKernels.Coordinate(column, width);
                for (var axis = 0; axis < 2; axis++)
                {
                    sums[3 * axis] += source[axis] * x;
                    sums[3 * axis + 1] += source[axis] * y;
                    sums[3 * axis + 2] += source[axis];
                }
            }
        }
        for (var i = 0; i < 6; i++) dtransforms[6 * item + i] = (float)sums[i];
    }
}

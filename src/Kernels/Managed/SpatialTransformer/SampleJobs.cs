namespace ConvGpu.Kernels.Managed;

/// <summary>Bilinear samples of a batch item: the point is found once for all channels.</summary>
internal abstract unsafe class SampleItemJob(SampleSizes sizes, float* grid) : ItemJob
{
    protected SampleSizes Sizes { get; } = sizes;
    protected readonly SampleShape Shape = new(sizes);

    public void Run(int n) => RunOver(n, Sizes.OutCount);

    protected SamplePoint Point(long item, int pixel)
    {
        var at = grid + 2 * (item * Sizes.OutPlane + pixel);
        return new SamplePoint(at[0], at[1], Shape);
    }

    /// <summary>Where the four pixels around a point stand in a plane, row by row; -1 for those outside of the image.</summary>
    protected void Corners(SamplePoint point, int* corners)
    {
        for (var i = 0; i < 4; i++)
        {
            int row = point.Row + i / 2, column = point.Column + i % 2;
            corners[i] = SamplePoint.IsInside(row, column, Shape) ? row * Sizes.InWidth + column : -1;
        }
    }

    protected static float At(float* plane, int corner) => corner < 0 ? 0 : plane[corner];
}

/// <summary>y = the samples.</summary>
internal sealed unsafe class SampleJob(SampleSizes sizes, float* x, float* grid, float* y) : SampleItemJob(sizes, grid)
{
    protected override void Item(long item)
    {
        var corners = stackalloc int[4];
        for (var pixel = 0; pixel < Sizes.OutPlane; pixel++)
        {
            var point = Point(item, pixel);
            Corners(point, corners);
            for (var channel = 0; channel < Sizes.Channels; channel++)
            {
                var plane = x + (item * Sizes.Channels + channel) * Shape.InPlane;
                y[(item * Sizes.Channels + channel) * Sizes.OutPlane + pixel] =
                    point.Between(At(plane, corners[0]), At(plane, corners[1]), At(plane, corners[2]), At(plane, corners[3]));
            }
        }
    }
}

/// <summary>dx: each dy goes to the four pixels around its sample, sample by sample.</summary>
internal sealed unsafe class SampleDataGradientJob(SampleSizes sizes, float* dy, float* grid, float* dx) : SampleItemJob(sizes, grid)
{
    protected override void Item(long item)
    {
        var corners = stackalloc int[4];
        new Span<float>(dx + item * Sizes.InCount, Sizes.InCount).Clear();
        for (var pixel = 0; pixel < Sizes.OutPlane; pixel++)
        {
            var point = Point(item, pixel);
            Corners(point, corners);
            for (var channel = 0; channel < Sizes.Channels; channel++)
            {
                var plane = dx + (item * Sizes.Channels + channel) * Shape.InPlane;
                var gradient = dy[(item * Sizes.Channels + channel) * Sizes.OutPlane + pixel];
                for (var i = 0; i < 4; i++)
                    if (corners[i] >= 0) plane[corners[i]] += gradient * point.Weight(i / 2, i % 2);
            }
        }
    }
}

/// <summary>dgrid: what a step of a sample along each axis changes.</summary>
internal sealed unsafe class SampleGridGradientJob(SampleSizes sizes, float* x, float* grid, float* dy, float* dgrid) : SampleItemJob(sizes, grid)
{
    protected override void Item(long item)
    {
        var corners = stackalloc int[4];
        for (var pixel = 0; pixel < Sizes.OutPlane; pixel++)
        {
            var point = Point(item, pixel);
            Corners(point, corners);
            float alongX = 0, alongY = 0;
            for (var channel = 0; channel < Sizes.Channels; channel++)
            {
                var plane = x + (item * Sizes.Channels + channel) * Shape.InPlane;
                var gradient = dy[(item * Sizes.Channels + channel) * Sizes.OutPlane + pixel];
                float upLeft = At(plane, corners[0]), upRight = At(plane, corners[1]), downLeft = At(plane, corners[2]), downRight = At(plane, corners[3]);
                alongX += gradient * ((upRight - upLeft) * (1 - point.Down) + (downRight - downLeft) * point.Down);
                alongY += gradient * ((downLeft - upLeft) * (1 - point.Right) + (downRight - upRight) * point.Right);
            }
            var target = dgrid + 2 * (item * Sizes.OutPlane + pixel);
            target[0] = alongX * (0.5f * Sizes.InWidth);
            target[1] = alongY * (0.5f * Sizes.InHeight);
        }
    }
}

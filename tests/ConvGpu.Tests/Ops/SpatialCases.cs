using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of the ops of a spatial transformer.</summary>
public static class SpatialCases
{
    public static OpCase AffineForward(RandomCases random)
    {
        var (height, width, n) = (random.Between(1, 12), random.Between(1, 12), random.Batch());
        var t = random.Floats(6 * n);
        return new(
            new AffineGridForward(height, width), n,
            [OpOperand.In("t", t, 6), OpOperand.Out("grid", SpatialReference.AffineForward(height, width, n, t), 2 * height * width)]);
    }

    public static OpCase AffineBackward(RandomCases random)
    {
        var (height, width, n) = (random.Between(1, 12), random.Between(1, 12), random.Batch());
        return AffineBackward(height, width, n, random.Floats(2 * height * width * n));
    }

    public static OpCase SampleForward(RandomCases random)
    {
        var (s, n) = Draw(random);
        float[] x = random.Floats(n * s.InCount), grid = Grid(random, s, n);
        if (random.Chance(0.3)) (grid[0], grid[^1]) = (random.Chance(0.5) ? float.NaN : 1e30f, float.NegativeInfinity);
        return new(
            new GridSampleForward(s), n,
            [
                OpOperand.In("x", x, s.InCount), OpOperand.In("grid", grid, 2 * s.OutPlane),
                OpOperand.Out("y", SpatialReference.SampleForward(s, n, x, grid), s.OutCount),
            ]);
    }

    public static OpCase SampleData(RandomCases random)
    {
        var (s, n) = Draw(random);
        return SampleData(s, n, random.Floats(n * s.OutCount), Grid(random, s, n));
    }

    public static OpCase SampleGrid(RandomCases random)
    {
        var (s, n) = Draw(random);
        return SampleGrid(s, n, random.Floats(n * s.InCount), Grid(random, s, n), random.Floats(n * s.OutCount));
    }

    public static GradientCase AffineGradient(RandomCases random)
    {
        var (height, width, n) = (random.Between(1, 9), random.Between(1, 9), random.Batch());
        float[] t = GradientCases.Exact(random, 6 * n), dgrid = random.Floats(2 * height * width * n);
        return new(
            AffineBackward(height, width, n, dgrid), () => GradientCases.Sum(dgrid, SpatialReference.AffineForward(height, width, n, t).Values), [(1, t)]);
    }

    public static GradientCase DataGradient(RandomCases random)
    {
        var (s, n) = Draw(random);
        float[] x = GradientCases.Exact(random, n * s.InCount), grid = Grid(random, s, n), dy = random.Floats(n * s.OutCount);
        return new(SampleData(s, n, dy, grid), () => GradientCases.Sum(dy, SpatialReference.SampleForward(s, n, x, grid).Values), [(2, x)]);
    }

    /// <summary>Along each axis a sample is linear between two pixels, which a step of 1/128 of at most 8 pixels does not leave.</summary>
    public static GradientCase GridGradient(RandomCases random)
    {
        var (s, n) = (new SampleSizes(random.Between(1, 3), 1 << random.Between(0, 3), 1 << random.Between(0, 3), random.Between(1, 4), random.Between(1, 4)), random.Batch());
        var grid = new float[2 * n * s.OutPlane];
        for (var i = 0; i < grid.Length; i++)
        {
            var size = i % 2 == 0 ? s.InWidth : s.InHeight;
            var position = random.Between(-1, size - 1) + random.Between(2, 6) / 8f;
            grid[i] = (2 * position + 1) / size - 1;
        }
        float[] x = random.Floats(n * s.InCount), dy = random.Floats(n * s.OutCount);
        return new(SampleGrid(s, n, x, grid, dy), () => GradientCases.Sum(dy, SpatialReference.SampleForward(s, n, x, grid).Values), [(3, grid)]);
    }

    private static OpCase AffineBackward(int height, int width, int n, float[] dgrid) => new(
        new AffineGridBackward(height, width), n,
        [OpOperand.In("dgrid", dgrid, 2 * height * width), OpOperand.Out("dt", SpatialReference.AffineBackward(height, width, n, dgrid), 6)]);

    private static OpCase SampleData(SampleSizes s, int n, float[] dy, float[] grid) => new(
        new GridSampleBackwardData(s), n,
        [
            OpOperand.In("dy", dy, s.OutCount), OpOperand.In("grid", grid, 2 * s.OutPlane),
            OpOperand.Out("dx", SpatialReference.SampleData(s, n, dy, grid), s.InCount),
        ]);

    private static OpCase SampleGrid(SampleSizes s, int n, float[] x, float[] grid, float[] dy) => new(
        new GridSampleBackwardGrid(s), n,
        [
            OpOperand.In("x", x, s.InCount), OpOperand.In("grid", grid, 2 * s.OutPlane), OpOperand.In("dy", dy, s.OutCount),
            OpOperand.Out("dgrid", SpatialReference.SampleGrid(s, n, x, grid, dy), 2 * s.OutPlane),
        ]);

    // Positions inside, at the edges and outside, a tenth of a pixel or more from where the four pixels of a sample change.
    private static float[] Grid(RandomCases random, SampleSizes s, int n)
    {
        var grid = new float[2 * n * s.OutPlane];
        for (var i = 0; i < grid.Length; i++)
        {
            var size = i % 2 == 0 ? s.InWidth : s.InHeight;
            grid[i] = (2 * (random.Between(-4, size + 2) + random.Between(1, 9) / 10f) + 1) / size - 1;
        }
        return grid;
    }

    private static (SampleSizes Sizes, int N) Draw(RandomCases random) => (
        new(random.Between(1, 4), random.Between(1, 12), random.Between(1, 12), random.Between(1, 12), random.Between(1, 12)), random.Batch());
}

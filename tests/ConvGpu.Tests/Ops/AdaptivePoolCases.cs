using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of adaptive and global pooling.</summary>
public static class AdaptivePoolCases
{
    public static OpCase MaxForward(RandomCases random)
    {
        var (g, n) = (Geometry(random), random.Batch());
        var x = random.Floats(n * g.InCount);
        // Few values, so that ties are many; all negative, so that a maximum that starts at zero is found out.
        if (random.Chance(0.3)) x = Array.ConvertAll(x, v => MathF.Round(v) - 3);
        if (random.Chance(0.2)) x[random.Between(0, x.Length - 1)] = float.NaN;
        return MaxForward(g, n, x);
    }

    public static OpCase MaxBackward(RandomCases random)
    {
        var (g, n) = (Geometry(random), random.Batch());
        return MaxBackward(g, n, random.Floats(n * g.InCount), random.Floats(n * g.OutCount));
    }

    public static OpCase AverageForward(RandomCases random)
    {
        var (g, n) = (Geometry(random), random.Batch());
        return AverageForward(g, n, random.Floats(n * g.InCount));
    }

    public static OpCase AverageBackward(RandomCases random)
    {
        var (g, n) = (Geometry(random), random.Batch());
        return AverageBackward(g, n, random.Floats(n * g.OutCount));
    }

    public static GradientCase MaxGradient(RandomCases random)
    {
        var (g, n) = (Geometry(random), random.Batch());
        // All values differ by 1/16 or more, so that no step changes a winner.
        var x = random.Distinct(n * g.InCount);
        var dy = random.Floats(n * g.OutCount);
        return new(
            MaxBackward(g, n, x, dy), () => AdaptivePoolReference.MaxForward(g, n, x).Values.Select((v, i) => (double)v * dy[i]).Sum(), [(2, x)]);
    }

    public static GradientCase AverageGradient(RandomCases random)
    {
        var (g, n) = (Geometry(random), random.Batch());
        var x = Array.ConvertAll(random.Floats(n * g.InCount), v => MathF.Round(v * 256) / 256);
        var dy = random.Floats(n * g.OutCount);
        return new(
            AverageBackward(g, n, dy), () => AdaptivePoolReference.AverageForward(g, n, x).Values.Select((v, i) => v * dy[i]).Sum(), [(1, x)]);
    }

    public static OpCase MaxForward(AdaptivePoolGeometry g, int n, float[] x)
    {
        var (values, indices) = AdaptivePoolReference.MaxForward(g, n, x);
        return new(
            new AdaptiveMaxPool2DForward(g), n,
            [OpOperand.In("x", x, g.InCount), OpOperand.Out("y", values, g.OutCount), OpOperand.Out("index", indices, g.OutCount)]);
    }

    /// <summary>The backward pass with the indices that <paramref name="x"/> gives.</summary>
    public static OpCase MaxBackward(AdaptivePoolGeometry g, int n, float[] x, float[] dy)
    {
        var indices = AdaptivePoolReference.MaxForward(g, n, x).Indices;
        return new(
            new AdaptiveMaxPool2DBackward(g), n,
            [
                OpOperand.In("dy", dy, g.OutCount), OpOperand.In("index", indices, g.OutCount),
                OpOperand.Out("dx", AdaptivePoolReference.MaxBackward(g, n, dy, indices), g.InCount),
            ]);
    }

    public static OpCase AverageForward(AdaptivePoolGeometry g, int n, float[] x) => new(
        new AdaptiveAvgPool2DForward(g), n,
        [OpOperand.In("x", x, g.InCount), OpOperand.Out("y", AdaptivePoolReference.AverageForward(g, n, x), g.OutCount)]);

    public static OpCase AverageBackward(AdaptivePoolGeometry g, int n, float[] dy) => new(
        new AdaptiveAvgPool2DBackward(g), n,
        [OpOperand.In("dy", dy, g.OutCount), OpOperand.Out("dx", AdaptivePoolReference.AverageBackward(g, n, dy), g.InCount)]);

    // A third global, a fifth of one row, some with more outputs than inputs.
    private static AdaptivePoolGeometry Geometry(RandomCases random)
    {
        int height = random.Chance(0.2) ? 1 : random.Between(1, 15), width = random.Between(1, random.Chance(0.2) ? 70 : 15), channels = random.Between(1, 5);
        return random.Chance(0.3)
            ? new(channels, height, width)
            : new(channels, height, width, height == 1 ? 1 : random.Between(1, height + 2), random.Between(1, width + 2));
    }
}

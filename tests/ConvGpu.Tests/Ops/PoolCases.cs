using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of max and average pooling.</summary>
public static class PoolCases
{
    public static OpCase MaxForward(RandomCases random)
    {
        var g = random.Pooling();
        var n = random.Batch();
        var x = random.Floats(n * g.InCount);
        if (random.Chance(0.3))
        {
            // Few values, so that ties are many; all negative, so that a maximum that starts at zero is found out.
            for (var i = 0; i < x.Length; i++)
                x[i] = -1 - random.Between(0, 2);
        }
        if (random.Chance(0.2))
            x[random.Between(0, x.Length - 1)] = float.NaN;
        return MaxForward(g, n, x);
    }

    public static OpCase MaxBackward(RandomCases random)
    {
        var g = random.Pooling();
        var n = random.Batch();
        return MaxBackward(g, n, random.Floats(n * g.InCount), random.Floats(n * g.OutCount));
    }

    public static OpCase AverageForward(RandomCases random)
    {
        var g = random.Pooling();
        var n = random.Batch();
        return AverageForward(g, random.Chance(0.5), n, random.Floats(n * g.InCount));
    }

    public static OpCase AverageBackward(RandomCases random)
    {
        var g = random.Pooling();
        var n = random.Batch();
        return AverageBackward(g, random.Chance(0.5), n, random.Floats(n * g.OutCount));
    }

    public static OpCase MaxForward(PoolGeometry g, int n, float[] x)
    {
        var (values, indices) = PoolReference.MaxForward(g, n, x);
        return new(
            new MaxPool2DForward(g), n,
            [OpOperand.In("x", x, g.InCount), OpOperand.Out("y", values, g.OutCount), OpOperand.Out("index", indices, g.OutCount)]);
    }

    /// <summary>The backward pass with the indices that <paramref name="x"/> gives.</summary>
    public static OpCase MaxBackward(PoolGeometry g, int n, float[] x, float[] dy)
    {
        var indices = PoolReference.MaxForward(g, n, x).Indices;
        return new(
            new MaxPool2DBackward(g), n,
            [
                OpOperand.In("dy", dy, g.OutCount), OpOperand.In("index", indices, g.OutCount),
                OpOperand.Out("dx", PoolReference.MaxBackward(g, n, dy, indices), g.InCount),
            ]);
    }

    public static OpCase AverageForward(PoolGeometry g, bool countPadding, int n, float[] x) => new(
        new AvgPool2DForward(g, countPadding), n,
        [OpOperand.In("x", x, g.InCount), OpOperand.Out("y", PoolReference.AverageForward(g, countPadding, n, x), g.OutCount)]);

    public static OpCase AverageBackward(PoolGeometry g, bool countPadding, int n, float[] dy) => new(
        new AvgPool2DBackward(g, countPadding), n,
        [OpOperand.In("dy", dy, g.OutCount), OpOperand.Out("dx", PoolReference.AverageBackward(g, countPadding, n, dy), g.InCount)]);
}

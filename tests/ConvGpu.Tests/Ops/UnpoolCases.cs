using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of undoing a max pooling.</summary>
public static class UnpoolCases
{
    public static OpCase Forward(RandomCases random)
    {
        var (g, n, indices) = Draw(random);
        var x = random.Floats(n * g.OutCount);
        return new(
            new MaxUnpool2DForward(g), n,
            [OpOperand.In("x", x, g.OutCount), OpOperand.In("index", indices, g.OutCount), OpOperand.Out("y", Values(g, n, x, indices), g.InCount)]);
    }

    public static OpCase Backward(RandomCases random)
    {
        var (g, n, indices) = Draw(random);
        return Backward(g, n, random.Floats(n * g.InCount), indices);
    }

    public static GradientCase Gradient(RandomCases random)
    {
        var (g, n, indices) = Draw(random);
        float[] x = GradientCases.Exact(random, n * g.OutCount), dy = random.Floats(n * g.InCount);
        return new(
            Backward(g, n, dy, indices), () => GradientCases.Sum(dy, Array.ConvertAll(Values(g, n, x, indices), v => (double)v)), [(2, x)]);
    }

    private static OpCase Backward(PoolGeometry g, int n, float[] dy, int[] indices)
    {
        // Which value stays at each element: the last.
        var owners = new Dictionary<int, int>();
        for (var i = 0; i < indices.Length; i++)
            if (indices[i] >= 0) owners[Element(g, i, indices)] = i;
        var dx = new Expected(n * g.OutCount);
        foreach (var (element, owner) in owners) dx.Set(owner, dy[element], 0, 0);
        return new(
            new MaxUnpool2DBackward(g), n,
            [OpOperand.In("dy", dy, g.InCount), OpOperand.In("index", indices, g.OutCount), OpOperand.Out("dx", dx, g.OutCount)]);
    }

    private static float[] Values(PoolGeometry g, int n, float[] x, int[] indices)
    {
        var y = new float[n * g.InCount];
        for (var i = 0; i < indices.Length; i++)
            if (indices[i] >= 0) y[Element(g, i, indices)] = x[i];
        return y;
    }

    private static int Element(PoolGeometry g, int value, int[] indices) =>
        value / (g.OutHeight * g.OutWidth) * g.InHeight * g.InWidth + indices[value];

    private static (PoolGeometry Geometry, int N, int[] Indices) Draw(RandomCases random)
    {
        var (g, n) = (random.Pooling(), random.Batch());
        return (g, n, PoolReference.MaxForward(g, n, random.Floats(n * g.InCount)).Indices);
    }
}

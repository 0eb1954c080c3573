using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of padding that repeats volumes.</summary>
public static class PadCases
{
    public static OpCase Forward(RandomCases random)
    {
        var (g, n) = (Sizes(random), random.Batch());
        return Forward(g, n, random.Floats(n * g.InCount));
    }

    public static OpCase Backward(RandomCases random)
    {
        var (g, n) = (Sizes(random), random.Batch());
        return Backward(g, n, random.Floats(n * g.OutCount));
    }

    public static GradientCase Gradient(RandomCases random)
    {
        var (g, n) = (Sizes(random), random.Batch());
        float[] x = GradientCases.Exact(random, n * g.InCount), dy = random.Floats(n * g.OutCount);
        var sources = PadReference.Sources(g, n);
        return new(Backward(g, n, dy), () => GradientCases.Sum(dy, [.. sources.Select(i => (double)x[i])]), [(1, x)]);
    }

    public static OpCase Forward(Pad3DGeometry g, int n, float[] x) => new(
        new Pad3DForward(g), n, [OpOperand.In("x", x, g.InCount), OpOperand.Out("y", [.. PadReference.Sources(g, n).Select(i => x[i])], g.OutCount)]);

    private static OpCase Backward(Pad3DGeometry g, int n, float[] dy)
    {
        var dx = new Expected(n * g.InCount);
        foreach (var (place, i) in PadReference.Sources(g, n).Select((place, i) => (place, i))) dx.Add(place, dy[i]);
        return new(new Pad3DBackward(g), n, [OpOperand.In("dy", dy, g.OutCount), OpOperand.Out("dx", dx, g.InCount)]);
    }

    private static Pad3DGeometry Sizes(RandomCases random)
    {
        var mode = random.Between(0, 2) switch { 0 => PaddingMode.Edge, 1 => PaddingMode.Reflect, _ => PaddingMode.Circular };
        int depth = random.Between(1, 5), height = random.Between(1, 7), width = random.Between(1, random.Chance(0.2) ? 40 : 9);
        (int, int) Padding(int size)
        {
            var most = mode switch { PaddingMode.Reflect => size - 1, PaddingMode.Circular => size, _ => 4 };
            return (random.Between(0, most), random.Between(0, most));
        }
        return new(random.Between(1, 4), depth, height, width, Padding(depth), Padding(height), Padding(width), mode);
    }
}

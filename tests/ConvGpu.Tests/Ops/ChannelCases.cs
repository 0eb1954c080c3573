using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of the ops on whole channels.</summary>
public static class ChannelCases
{
    public static OpCase BiasForward(RandomCases random)
    {
        var (channels, plane, n) = (random.Between(1, 9), random.Between(1, random.Chance(0.2) ? 3000 : 100), random.Batch());
        float[] x = random.Floats(n * channels * plane), b = random.Floats(channels);
        return new(
            new ChannelBiasForward(channels, plane), n,
            [
                OpOperand.In("x", x, channels * plane), OpOperand.In("b", b),
                OpOperand.Out("y", ChannelReference.AddBias(channels, plane, x, b), channels * plane),
            ],
            (2, 0));
    }

    public static OpCase BiasBackward(RandomCases random)
    {
        var (channels, plane, n) = (random.Between(1, 9), random.Between(1, random.Chance(0.2) ? 3000 : 100), random.Batch());
        return BiasBackward(channels, plane, n, random.Floats(n * channels * plane));
    }

    public static OpCase BiasBackward(int channels, int plane, int n, float[] dy) => new(
        new ChannelBiasBackward(channels, plane), n,
        [OpOperand.In("dy", dy, channels * plane), OpOperand.Out("db", ChannelReference.SumChannels(channels, plane, dy))]);

    public static OpCase SubsampleForward(RandomCases random)
    {
        var (g, n) = (Subsampling(random), random.Batch());
        return SubsampleForward(g, n, random.Floats(n * g.InCount));
    }

    public static OpCase SubsampleForward(Subsample2DGeometry g, int n, float[] x) => new(
        new Subsample2DForward(g), n, [OpOperand.In("x", x, g.InCount), OpOperand.Out("y", [.. ChannelReference.Kept(g, n).Select(i => x[i])], g.OutCount)]);

    public static OpCase SubsampleBackward(RandomCases random)
    {
        var (g, n) = (Subsampling(random), random.Batch());
        return SubsampleBackward(g, n, random.Floats(n * g.OutCount));
    }

    public static OpCase SubsampleBackward(Subsample2DGeometry g, int n, float[] dy)
    {
        var dx = new Expected(n * g.InCount);
        foreach (var (place, i) in ChannelReference.Kept(g, n).Select((place, i) => (place, i))) dx.Set(place, dy[i], 0, 0);
        return new(new Subsample2DBackward(g), n, [OpOperand.In("dy", dy, g.OutCount), OpOperand.Out("dx", dx, g.InCount)]);
    }

    public static GradientCase BiasGradient(RandomCases random)
    {
        var (channels, plane, n) = (random.Between(1, 9), random.Between(1, 40), random.Batch());
        float[] x = random.Floats(n * channels * plane), b = GradientCases.Exact(random, channels), dy = random.Floats(x.Length);
        return new(
            BiasBackward(channels, plane, n, dy), () => GradientCases.Sum(dy, ChannelReference.AddBias(channels, plane, x, b).Values), [(1, b)]);
    }

    public static GradientCase SubsampleGradient(RandomCases random)
    {
        var (g, n) = (Subsampling(random), random.Batch());
        float[] x = GradientCases.Exact(random, n * g.InCount), dy = random.Floats(n * g.OutCount);
        return new(
            SubsampleBackward(g, n, dy), () => GradientCases.Sum(dy, [.. ChannelReference.Kept(g, n).Select(i => (double)x[i])]), [(1, x)]);
    }

    /// <summary>Starts anywhere in the image, steps beyond it among them.</summary>
    public static Subsample2DGeometry Subsampling(RandomCases random)
    {
        int height = random.Between(1, 20), width = random.Between(1, random.Chance(0.2) ? 90 : 20);
        return new Subsample2DGeometry(
            random.Between(1, 5), height, width, random.Between(0, Math.Min(2, height - 1)), random.Between(0, width - 1),
            random.Between(1, 4), random.Chance(0.1) ? width + 3 : random.Between(1, 4));
    }
}

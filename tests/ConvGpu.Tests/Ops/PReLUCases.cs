using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of the leaky ReLU with learned slopes.</summary>
public static class PReLUCases
{
    public static OpCase Forward(RandomCases random)
    {
        var (s, n, x, slopes) = Draw(random);
        return new(
            new PReLUForward(s), n,
            [OpOperand.In("x", x, s.Count), OpOperand.In("a", slopes), OpOperand.Out("y", Values(s, x, slopes), s.Count)], (2, 0));
    }

    public static OpCase BackwardData(RandomCases random)
    {
        var (s, n, x, slopes) = Draw(random);
        return BackwardData(s, n, x, slopes, random.Floats(x.Length));
    }

    public static OpCase BackwardWeights(RandomCases random)
    {
        var (s, n, x, _) = Draw(random);
        return BackwardWeights(s, n, x, random.Floats(x.Length));
    }

    /// <summary>The output is linear in x but for the bend at 0, from which all numbers are 1/8 or more.</summary>
    public static GradientCase DataGradient(RandomCases random)
    {
        var (s, n, _, slopes) = Draw(random, 40);
        float[] x = Array.ConvertAll(GradientCases.Exact(random, n * s.Count), v => v < 0 ? v - 0.125f : v + 0.125f), dy = random.Floats(x.Length);
        return new(BackwardData(s, n, x, slopes, dy), () => GradientCases.Sum(dy, Values(s, x, slopes).Values), [(3, x)]);
    }

    public static GradientCase WeightsGradient(RandomCases random)
    {
        var (s, n, x, _) = Draw(random, 40);
        float[] slopes = GradientCases.Exact(random, s.Channels), dy = random.Floats(x.Length);
        return new(BackwardWeights(s, n, x, dy), () => GradientCases.Sum(dy, Values(s, x, slopes).Values), [(2, slopes)]);
    }

    private static OpCase BackwardData(ChannelSizes s, int n, float[] x, float[] slopes, float[] dy)
    {
        var dx = new Expected(x.Length);
        for (var i = 0; i < x.Length; i++) dx.Set(i, dy[i] * (x[i] > 0 ? 1 : (double)slopes[i / s.Plane % s.Channels]), Math.Abs(dy[i]), 0);
        return new(
            new PReLUBackwardData(s), n,
            [OpOperand.In("x", x, s.Count), OpOperand.In("a", slopes), OpOperand.In("dy", dy, s.Count), OpOperand.Out("dx", dx, s.Count)], (3, 2));
    }

    private static OpCase BackwardWeights(ChannelSizes s, int n, float[] x, float[] dy)
    {
        var da = new Expected(s.Channels);
        for (var i = 0; i < x.Length; i++) da.Add(i / s.Plane % s.Channels, x[i] > 0 ? 0 : (double)x[i] * dy[i]);
        return new(
            new PReLUBackwardWeights(s), n, [OpOperand.In("x", x, s.Count), OpOperand.In("dy", dy, s.Count), OpOperand.Out("da", da)]);
    }

    private static Expected Values(ChannelSizes s, float[] x, float[] slopes)
    {
        var y = new Expected(x.Length);
        for (var i = 0; i < x.Length; i++) y.Set(i, x[i] > 0 ? x[i] : (double)x[i] * slopes[i / s.Plane % s.Channels], Math.Abs(x[i]), 0);
        return y;
    }

    private static (ChannelSizes Sizes, int N, float[] X, float[] Slopes) Draw(RandomCases random, int most = 200)
    {
        var (s, n) = (new ChannelSizes(random.Chance(0.4) ? 1 : random.Between(2, 9), random.Between(1, most)), random.Batch());
        return (s, n, random.Floats(n * s.Count), random.Floats(s.Channels));
    }
}

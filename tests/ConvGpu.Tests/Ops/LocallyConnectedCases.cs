using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of the three passes of a convolution without shared weights.</summary>
public static class LocallyConnectedCases
{
    public static OpCase Forward(RandomCases random)
    {
        var (g, n) = Sizes(random);
        return Forward(
            g, n, random.Floats(n * g.InCount), random.Floats(g.WeightCount), random.Chance(0.5) ? random.Floats(g.OutCount) : []);
    }

    public static OpCase BackwardData(RandomCases random)
    {
        var (g, n) = Sizes(random);
        return BackwardData(g, n, random.Floats(n * g.OutCount), random.Floats(g.WeightCount));
    }

    public static OpCase BackwardWeights(RandomCases random)
    {
        var (g, n) = Sizes(random);
        return BackwardWeights(g, n, random.Floats(n * g.InCount), random.Floats(n * g.OutCount), random.Chance(0.5));
    }

    public static GradientCase DataGradient(RandomCases random)
    {
        var (g, n) = Sizes(random);
        float[] x = GradientCases.Exact(random, n * g.InCount), w = random.Floats(g.WeightCount), dy = random.Floats(n * g.OutCount);
        return new(
            BackwardData(g, n, dy, w), () => GradientCases.Sum(dy, LocallyConnectedReference.Forward(g, n, x, w, []).Values), [(2, x)]);
    }

    public static GradientCase WeightsGradient(RandomCases random)
    {
        var (g, n) = Sizes(random);
        float[] x = random.Floats(n * g.InCount), w = GradientCases.Exact(random, g.WeightCount), b = GradientCases.Exact(random, g.OutCount);
        var dy = random.Floats(n * g.OutCount);
        return new(
            BackwardWeights(g, n, x, dy, true), () => GradientCases.Sum(dy, LocallyConnectedReference.Forward(g, n, x, w, b).Values),
            [(2, w), (3, b)]);
    }

    /// <summary>The forward pass on given data; no bias where <paramref name="b"/> is empty.</summary>
    public static OpCase Forward(LocallyConnected2DGeometry g, int n, float[] x, float[] w, float[] b) => new(
        new LocallyConnected2DForward(g, b.Length > 0), n,
        [
            OpOperand.In("x", x, g.InCount), OpOperand.In("w", w), .. (OpOperand[])(b.Length > 0 ? [OpOperand.In("b", b)] : []),
            OpOperand.Out("y", LocallyConnectedReference.Forward(g, n, x, w, b), g.OutCount),
        ]);

    /// <summary>The gradient of the input on given data.</summary>
    public static OpCase BackwardData(LocallyConnected2DGeometry g, int n, float[] dy, float[] w) => new(
        new LocallyConnected2DBackwardData(g), n,
        [
            OpOperand.In("dy", dy, g.OutCount), OpOperand.In("w", w),
            OpOperand.Out("dx", LocallyConnectedReference.BackwardData(g, n, dy, w), g.InCount),
        ]);

    /// <summary>The gradients of weights and bias on given data.</summary>
    public static OpCase BackwardWeights(LocallyConnected2DGeometry g, int n, float[] x, float[] dy, bool bias) => new(
        new LocallyConnected2DBackwardWeights(g, bias), n,
        [
            OpOperand.In("x", x, g.InCount), OpOperand.In("dy", dy, g.OutCount),
            OpOperand.Out("dw", LocallyConnectedReference.BackwardWeights(g, n, x, dy)),
            .. (OpOperand[])(bias ? [OpOperand.Out("db", LocallyConnectedReference.BackwardBias(g, n, dy))] : []),
        ]);

    // A convolution's sizes, without what shared weights alone have; every fourth is wide enough for vectors.
    private static (LocallyConnected2DGeometry Geometry, int Batch) Sizes(RandomCases random)
    {
        var shared = random.Convolution();
        var width = random.Chance(0.25) ? random.Between(20, 50) : shared.InWidth;
        if (shared.Window.OutputWidth(width) < 1) width = shared.InWidth;
        return (new(Math.Min(shared.InChannels, 6), shared.InHeight, width, Math.Min(shared.OutChannels, 8), shared.Window), random.Batch());
    }
}

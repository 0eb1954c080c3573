using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of the three passes of a 3-D convolution.</summary>
public static class Convolution3DCases
{
    public static OpCase Forward(RandomCases random)
    {
        var (g, n) = (Sizes(random), random.Batch());
        return Forward(
            g, n, random.Floats(n * g.InCount), random.Floats(g.WeightCount), random.Chance(0.5) ? random.Floats(g.OutChannels) : []);
    }

    public static OpCase BackwardData(RandomCases random)
    {
        var (g, n) = (Sizes(random), random.Batch());
        return BackwardData(g, n, random.Floats(n * g.OutCount), random.Floats(g.WeightCount));
    }

    public static OpCase BackwardWeights(RandomCases random)
    {
        var (g, n) = (Sizes(random), random.Batch());
        return BackwardWeights(g, n, random.Floats(n * g.InCount), random.Floats(n * g.OutCount), random.Chance(0.5));
    }

    public static GradientCase DataGradient(RandomCases random)
    {
        var (g, n) = (Sizes(random), random.Batch());
        float[] x = GradientCases.Exact(random, n * g.InCount), w = random.Floats(g.WeightCount), dy = random.Floats(n * g.OutCount);
        return new(BackwardData(g, n, dy, w), () => GradientCases.Sum(dy, Conv3DReference.Forward(g, n, x, w, []).Values), [(2, x)]);
    }

    public static GradientCase WeightsGradient(RandomCases random)
    {
        var (g, n) = (Sizes(random), random.Batch());
        float[] x = random.Floats(n * g.InCount), w = GradientCases.Exact(random, g.WeightCount), b = GradientCases.Exact(random, g.OutChannels);
        var dy = random.Floats(n * g.OutCount);
        return new(
            BackwardWeights(g, n, x, dy, true), () => GradientCases.Sum(dy, Conv3DReference.Forward(g, n, x, w, b).Values), [(2, w), (3, b)]);
    }

    /// <summary>The forward pass on given data; no bias where <paramref name="b"/> is empty.</summary>
    public static OpCase Forward(Conv3DGeometry g, int n, float[] x, float[] w, float[] b) =>
        Forward(g, n, x, w, b, Conv3DReference.Forward(g, n, x, w, b));

    /// <summary>The forward pass with results from elsewhere.</summary>
    public static OpCase Forward(Conv3DGeometry g, int n, float[] x, float[] w, float[] b, Expected y) => new(
        new Conv3DForward(g, b.Length > 0), n,
        [
            OpOperand.In("x", x, g.InCount), OpOperand.In("w", w), .. (OpOperand[])(b.Length > 0 ? [OpOperand.In("b", b)] : []),
            OpOperand.Out("y", y, g.OutCount),
        ]);

    /// <summary>The gradient of the input on given data.</summary>
    public static OpCase BackwardData(Conv3DGeometry g, int n, float[] dy, float[] w) =>
        BackwardData(g, n, dy, w, Conv3DReference.BackwardData(g, n, dy, w));

    /// <summary>The gradient of the input with results from elsewhere.</summary>
    public static OpCase BackwardData(Conv3DGeometry g, int n, float[] dy, float[] w, Expected dx) => new(
        new Conv3DBackwardData(g), n, [OpOperand.In("dy", dy, g.OutCount), OpOperand.In("w", w), OpOperand.Out("dx", dx, g.InCount)]);

    /// <summary>The gradients of weights and bias on given data.</summary>
    public static OpCase BackwardWeights(Conv3DGeometry g, int n, float[] x, float[] dy, bool bias) =>
        BackwardWeights(g, n, x, dy, Conv3DReference.BackwardWeights(g, n, x, dy), bias ? Conv3DReference.BackwardBias(g, n, dy) : null);

    /// <summary>The gradients of weights and bias with results from elsewhere.</summary>
    public static OpCase BackwardWeights(Conv3DGeometry g, int n, float[] x, float[] dy, Expected dw, Expected? db) => new(
        new Conv3DBackwardWeights(g, db is not null), n,
        [
            OpOperand.In("x", x, g.InCount), OpOperand.In("dy", dy, g.OutCount), OpOperand.Out("dw", dw),
            .. (OpOperand[])(db is not null ? [OpOperand.Out("db", db)] : []),
        ]);

    // Rows and columns as in 2-D cases, smaller; an axis of depth of its own.
    private static Conv3DGeometry Sizes(RandomCases random)
    {
        while (true)
        {
            var plane = random.Convolution();
            var window = plane.Window;
            int depth = random.Between(1, 7), height = Math.Min(plane.InHeight, 9), width = Math.Min(plane.InWidth, 12);
            var axis = new WindowAxis(
                random.Between(1, 3), random.Chance(0.6) ? 1 : random.Between(1, 3), random.Between(0, 2), random.Between(0, 2),
                random.Chance(0.75) ? 1 : random.Between(2, 3));
            if (axis.Output(depth) < 1 || window.OutputHeight(height) < 1 || window.OutputWidth(width) < 1) continue;
            var kernel = new Window3D(
                axis,
                new(window.KernelHeight, window.StrideHeight, window.PadTop, window.PadBottom, window.DilationHeight),
                new(window.KernelWidth, window.StrideWidth, window.PadLeft, window.PadRight, window.DilationWidth));
            return new(
                Math.Min(plane.GroupInChannels, 4) * plane.Groups, depth, height, width, Math.Min(plane.GroupOutChannels, 20) * plane.Groups, kernel,
                plane.Groups, plane.Flip);
        }
    }
}

using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of the three passes of a convolution.</summary>
public static class ConvolutionCases
{
    public static OpCase Forward(RandomCases random)
    {
        var g = random.Convolution();
        var n = random.Batch();
        return Forward(
            g, n, random.Floats(n * g.InCount), random.Floats(g.WeightCount), random.Chance(0.5) ? random.Floats(g.OutChannels) : [],
            random.Chance(0.3) ? Activation.ReLU : Activation.None);
    }

    public static OpCase BackwardData(RandomCases random)
    {
        var g = random.Convolution();
        var n = random.Batch();
        return BackwardData(g, n, random.Floats(n * g.OutCount), random.Floats(g.WeightCount));
    }

    public static OpCase BackwardWeights(RandomCases random)
    {
        var g = random.Convolution();
        var n = random.Batch();
        float[] x = random.Floats(n * g.InCount), dy = random.Floats(n * g.OutCount);
        var bias = random.Chance(0.5);
        // What is no number reaches only the weights that meet it.
        if (random.Chance(0.2))
            x[random.Between(0, x.Length - 1)] = random.Chance(0.5) ? float.NaN : float.PositiveInfinity;
        return BackwardWeights(g, n, x, dy, bias);
    }

    /// <summary>The forward pass on given data; no bias where <paramref name="b"/> is empty.</summary>
    public static OpCase Forward(Conv2DGeometry g, int n, float[] x, float[] w, float[] b, Activation activation = Activation.None) => new(
        new Conv2DForward(g, b.Length > 0, activation), n,
        [
            OpOperand.In("x", x, g.InCount), OpOperand.In("w", w), .. Bias(b),
            OpOperand.Out("y", ConvReference.Forward(g, n, x, w, b, activation), g.OutCount),
        ]);

    /// <summary>The gradient of the input on given data.</summary>
    public static OpCase BackwardData(Conv2DGeometry g, int n, float[] dy, float[] w) => new(
        new Conv2DBackwardData(g), n,
        [OpOperand.In("dy", dy, g.OutCount), OpOperand.In("w", w), OpOperand.Out("dx", ConvReference.BackwardData(g, n, dy, w), g.InCount)]);

    /// <summary>The gradients of weights and bias on given data.</summary>
    public static OpCase BackwardWeights(Conv2DGeometry g, int n, float[] x, float[] dy, bool bias)
    {
        List<OpOperand> operands =
        [
            OpOperand.In("x", x, g.InCount), OpOperand.In("dy", dy, g.OutCount), OpOperand.Out("dw", ConvReference.BackwardWeights(g, n, x, dy)),
        ];
        if (bias)
            operands.Add(OpOperand.Out("db", ConvReference.BackwardBias(g, n, dy)));
        return new(new Conv2DBackwardWeights(g, bias), n, operands);
    }

    private static OpOperand[] Bias(float[] b) => b.Length > 0 ? [OpOperand.In("b", b)] : [];
}

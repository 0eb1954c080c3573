using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>The passes of a convolution whose algorithm transforms its operands, against direct sums.</summary>
internal static class AlgorithmCases
{
    // Largest error over largest value, in units of a rounding.
    private const int Roundings = (int)(1e-4 / Expected.UnitRoundoff) - 1;

    /// <summary>Forward, data and weights, held to 1e-4 of the largest value, or of the largest sum of magnitudes where values may cancel.</summary>
    public static IEnumerable<OpCase> Passes(
        Conv2DGeometry g, int n, float[] x, float[] w, float[] bias, float[] dy, Activation activation, bool values = false)
    {
        OpOperand Near(string name, Expected exact, int itemLength = 0)
        {
            var largest = values ? exact.Values.Max(Math.Abs) : exact.Magnitudes.Max();
            var near = new Expected(exact.Values.Length);
            for (var i = 0; i < exact.Values.Length; i++) near.Set(i, exact.Values[i], largest, Roundings);
            return OpOperand.Out(name, near, itemLength);
        }
        yield return new(
            new Conv2DForward(g, bias.Length > 0, activation), n,
            [
                OpOperand.In("x", x, g.InCount), OpOperand.In("w", w), .. (OpOperand[])(bias.Length > 0 ? [OpOperand.In("b", bias)] : []),
                Near("y", ConvReference.Forward(g, n, x, w, bias, activation), g.OutCount),
            ]);
        yield return new(
            new Conv2DBackwardData(g), n,
            [OpOperand.In("dy", dy, g.OutCount), OpOperand.In("w", w), Near("dx", ConvReference.BackwardData(g, n, dy, w), g.InCount)]);
        yield return new(
            new Conv2DBackwardWeights(g, bias.Length > 0), n,
            [
                OpOperand.In("x", x, g.InCount), OpOperand.In("dy", dy, g.OutCount), Near("dw", ConvReference.BackwardWeights(g, n, x, dy)),
                .. (OpOperand[])(bias.Length > 0 ? [OpOperand.Out("db", ConvReference.BackwardBias(g, n, dy))] : []),
            ]);
    }
}

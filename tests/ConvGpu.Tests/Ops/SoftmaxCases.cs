using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of softmax, its logarithm and one-hot rows.</summary>
public static class SoftmaxCases
{
    public static OpCase Forward(RandomCases random)
    {
        var (op, n) = Draw(random);
        var scale = random.Chance(0.2) ? 1e4f : random.Between(1, 10);
        var x = Array.ConvertAll(random.Floats(n * op.Outer * op.Length * op.Inner), v => v * scale);
        if (random.Chance(0.2)) x[random.Between(0, x.Length - 1)] = float.NaN;
        if (random.Chance(0.2)) x[random.Between(0, x.Length - 1)] = random.Chance(0.5) ? float.PositiveInfinity : float.NegativeInfinity;
        return Forward(op, n, x);
    }

    public static OpCase Backward(RandomCases random)
    {
        var (op, n) = Draw(random);
        var count = n * op.Outer * op.Length * op.Inner;
        return Backward(op, n, Array.ConvertAll(random.Floats(count), v => v * 3), random.Floats(count));
    }

    public static GradientCase Gradient(RandomCases random)
    {
        var (op, n) = Draw(random);
        var count = n * op.Outer * op.Length * op.Inner;
        var x = Array.ConvertAll(random.Floats(count), v => MathF.Round(v * 256) / 64);
        var dy = random.Floats(count);
        // The third derivatives of a softmax are below 0.2 and those of a sum of |dy| <= 1 logarithms below 0.1 Length; the kept output was
        // rounded, which each of the Length terms takes over.
        var truncation = GradientCase.Step * (double)GradientCase.Step / 6 * 0.2 * op.Length + 20 * Expected.UnitRoundoff * op.Length;
        return new(Backward(op, n, x, dy), () => SoftmaxReference.Forward(op, n, x).Values.Select((v, i) => v * dy[i]).Sum(), [(2, x)], truncation);
    }

    public static OpCase Hot(RandomCases random)
    {
        var (classes, length, n) = (random.Between(1, random.Chance(0.2) ? 300 : 12), random.Chance(0.5) ? 1 : random.Between(2, 20), random.Between(1, 40));
        // From -1 to one past the last class: both ends are no class.
        return Hot(classes, Array.ConvertAll(random.Ints(n * length, classes + 2), label => label - 1), length);
    }

    public static OpCase Forward(SoftmaxForward op, int n, float[] x)
    {
        var count = op.Outer * op.Length * op.Inner;
        return new(op, n, [OpOperand.In("x", x, count), OpOperand.Out("y", SoftmaxReference.Forward(op, n, x), count)], (1, 0));
    }

    /// <summary>The backward pass with the output that <paramref name="x"/> gives.</summary>
    public static OpCase Backward(SoftmaxForward op, int n, float[] x, float[] dy)
    {
        var count = op.Outer * op.Length * op.Inner;
        var y = Array.ConvertAll(SoftmaxReference.Forward(op, n, x).Values, v => (float)v);
        var backward = new SoftmaxBackward(op.Outer, op.Length, op.Inner, op.Log);
        return new(
            backward, n,
            [
                OpOperand.In("y", y, count), OpOperand.In("dy", dy, count),
                OpOperand.Out("dx", SoftmaxReference.Backward(backward, n, y, dy), count),
            ], (2, 1));
    }

    public static OpCase Hot(int classes, int[] labels, int length = 1)
    {
        var y = new float[labels.Length * classes];
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] >= 0 && labels[i] < classes) y[(i / length * classes + labels[i]) * length + i % length] = 1;
        return new(
            new OneHotForward(classes, length), labels.Length / length, [OpOperand.In("labels", labels, length), OpOperand.Out("y", y, classes * length)]);
    }

    private static (SoftmaxForward Op, int N) Draw(RandomCases random) => (
        new SoftmaxForward(
            random.Chance(0.5) ? 1 : random.Between(2, 4), random.Between(1, random.Chance(0.2) ? 150 : 20), random.Chance(0.5) ? 1 : random.Between(2, 37),
            random.Chance(0.5)),
        random.Batch());
}

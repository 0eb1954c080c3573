using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of batch normalisation.</summary>
public static class BatchNormCases
{
    public static OpCase Forward(RandomCases random)
    {
        var (s, n) = Sizes(random);
        var x = random.Floats(n * s.Count);
        // A mean far from 0, where the square of the mean would drown the variance.
        if (random.Chance(0.3)) x = Array.ConvertAll(x, v => v + 100);
        return Forward(s, n, x, random, random.Chance(0.3) ? Activation.ReLU : Activation.None);
    }

    public static OpCase Forward(ChannelSizes s, int n, float[] x, RandomCases random, Activation activation = Activation.None)
    {
        var (momentum, epsilon) = (random.Between(0, 10) / 10f, random.Chance(0.5) ? 1e-5f : 1e-3f);
        float[] w = random.Floats(s.Channels), b = random.Floats(s.Channels), runningMean = random.Floats(s.Channels), runningVariance = Positive(random, s.Channels);
        var expected = BatchNormReference.Forward(s, n, x, w, b, runningMean, runningVariance, momentum, epsilon, activation);
        return new(
            new BatchNormForward(s, momentum, epsilon, activation), n,
            [
                OpOperand.In("x", x, s.Count), OpOperand.In("w", w), OpOperand.In("b", b),
                OpOperand.InOut("running mean", runningMean, expected.RunningMean), OpOperand.InOut("running variance", runningVariance, expected.RunningVariance),
                OpOperand.Out("mean", expected.Mean), OpOperand.Out("inverse", expected.Inverse), OpOperand.Out("y", expected.Y, s.Count),
            ]);
    }

    public static OpCase Inference(RandomCases random)
    {
        var (s, n) = Sizes(random);
        float[] x = random.Floats(n * s.Count), w = random.Floats(s.Channels), b = random.Floats(s.Channels), mean = random.Floats(s.Channels);
        var variance = Positive(random, s.Channels);
        var activation = random.Chance(0.3) ? Activation.ReLU : Activation.None;
        return new(
            new BatchNormInference(s, 1e-5f, activation), n,
            [
                OpOperand.In("x", x, s.Count), OpOperand.In("w", w), OpOperand.In("b", b), OpOperand.In("mean", mean), OpOperand.In("variance", variance),
                OpOperand.Out("y", BatchNormReference.Inference(s, n, x, w, b, mean, variance, 1e-5f, activation), s.Count),
            ], (5, 0));
    }

    public static OpCase BackwardWeights(RandomCases random)
    {
        var (s, n) = Sizes(random);
        return BackwardWeights(s, n, random.Floats(n * s.Count), random.Floats(n * s.Count), random.Floats(s.Channels), Positive(random, s.Channels));
    }

    public static OpCase BackwardData(RandomCases random)
    {
        var (s, n) = Sizes(random);
        return BackwardData(
            s, n, random.Floats(n * s.Count), random.Floats(n * s.Count), random.Floats(s.Channels), random.Floats(s.Channels), Positive(random, s.Channels),
            random.Floats(s.Channels), random.Floats(s.Channels));
    }

    /// <summary>The gradients of weight and bias, in which the loss is linear; mean and inverse are rounded, which two roundings more cover.</summary>
    public static GradientCase WeightsGradient(RandomCases random)
    {
        var (s, n, x, dy, mean, inverse) = Prepared(random);
        float[] w = GradientCases.Exact(random, s.Channels), b = GradientCases.Exact(random, s.Channels);
        var backward = BackwardWeights(s, n, x, dy, mean, inverse);
        return new(
            backward, () => GradientCases.Sum(dy, Values(s, n, x, w, b)), [(4, w), (5, b)],
            InputRoundings(backward.Operands[4].Expected!) + s.Plane * n * 64 * Expected.UnitRoundoff * inverse.Max());
    }

    public static GradientCase DataGradient(RandomCases random)
    {
        var (s, n, x, dy, mean, inverse) = Prepared(random);
        var w = random.Floats(s.Channels);
        var (dw, db) = BatchNormReference.BackwardWeights(s, n, x, dy, mean, inverse);
        var backward = BackwardData(s, n, x, dy, w, mean, inverse, Rounded(dw.Values), Rounded(db.Values));
        // The third derivative of a normalised value is below 15 k / deviation^3: step^2 / 6 of it, times what the values are weighted by.
        var k = n * s.Plane;
        var truncation = GradientCase.Step * GradientCase.Step / 6.0 * 15 * k * Math.Pow(inverse.Max(), 3) * k;
        return new(
            backward, () => GradientCases.Sum(dy, Values(s, n, x, w, new float[s.Channels])), [(7, x)],
            truncation + 4 * InputRoundings(backward.Operands[7].Expected!) + 64 * k * Expected.UnitRoundoff * inverse.Max() * inverse.Max());
    }

    public static OpCase BackwardWeights(ChannelSizes s, int n, float[] x, float[] dy, float[] mean, float[] inverse)
    {
        var (dw, db) = BatchNormReference.BackwardWeights(s, n, x, dy, mean, inverse);
        return new(
            new BatchNormBackwardWeights(s), n,
            [
                OpOperand.In("x", x, s.Count), OpOperand.In("dy", dy, s.Count), OpOperand.In("mean", mean), OpOperand.In("inverse", inverse),
                OpOperand.Out("dw", dw), OpOperand.Out("db", db),
            ]);
    }

    public static OpCase BackwardData(
        ChannelSizes s, int n, float[] x, float[] dy, float[] w, float[] mean, float[] inverse, float[] dw, float[] db) => new(
        new BatchNormBackwardData(s), n,
        [
            OpOperand.In("x", x, s.Count), OpOperand.In("dy", dy, s.Count), OpOperand.In("w", w), OpOperand.In("mean", mean),
            OpOperand.In("inverse", inverse), OpOperand.In("dw", dw), OpOperand.In("db", db),
            OpOperand.Out("dx", BatchNormReference.BackwardData(s, n, x, dy, w, mean, inverse, dw, db), s.Count),
        ], (7, 1));

    // Values up to 64, so that a step of a central difference is small beside their deviation.
    private static (ChannelSizes Sizes, int N, float[] X, float[] Dy, float[] Mean, float[] Inverse) Prepared(RandomCases random)
    {
        var (s, n) = (new ChannelSizes(random.Between(1, 4), random.Between(4, 12)), random.Batch());
        float[] x = Array.ConvertAll(GradientCases.Exact(random, n * s.Count), v => v * 64), zeros = new float[s.Channels];
        var statistics = BatchNormReference.Forward(s, n, x, zeros, zeros, zeros, zeros, 0, Epsilon, Activation.None);
        return (s, n, x, random.Floats(n * s.Count), Rounded(statistics.Mean.Values), Rounded(statistics.Inverse.Values));
    }

    private const float Epsilon = 1e-5f;

    private static double[] Values(ChannelSizes s, int n, float[] x, float[] w, float[] b)
    {
        var zeros = new float[s.Channels];
        return BatchNormReference.Forward(s, n, x, w, b, zeros, zeros, 0, Epsilon, Activation.None).Y.Values;
    }

    private static float[] Rounded(double[] values) => Array.ConvertAll(values, v => (float)v);

    private static double InputRoundings(Expected expected) => 2 * Expected.UnitRoundoff * expected.Magnitudes.Max();

    private static float[] Positive(RandomCases random, int count) => Array.ConvertAll(random.Floats(count), v => Math.Abs(v) + 0.01f);

    private static (ChannelSizes Sizes, int N) Sizes(RandomCases random) => (
        new(random.Between(1, random.Chance(0.2) ? 40 : 6), random.Chance(0.3) ? 1 : random.Between(1, random.Chance(0.1) ? 3000 : 90)), random.Batch());
}

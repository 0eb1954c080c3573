using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of the normalisation of groups: of channels, of one channel, of whole items, of last axes.</summary>
public static class GroupNormCases
{
    private const float Epsilon = 1e-5f;

    public static OpCase Statistics(RandomCases random)
    {
        var op = new InstanceStatistics(new(random.Between(1, 40), random.Between(2, 60)), random.Chance(0.2) ? 0 : random.Between(1, 10) / 10f, random.Chance(0.5) ? 1e-5f : 0.1f);
        var (n, channels) = (random.Batch(), op.Sizes.Channels);
        float[] mean = random.Floats(n * channels), inverse = [.. random.Floats(n * channels).Select(v => 1 + v / 2)], before = random.Floats(channels), variance = random.Floats(channels);
        var (means, variances) = (new Expected(channels), new Expected(channels));
        for (var c = 0; c < channels; c++)
        {
            var items = Enumerable.Range(0, n).Select(i => i * channels + c).ToList();
            double average = items.Average(i => (double)mean[i]), spread = items.Average(i => 1 / ((double)inverse[i] * inverse[i]) - op.Epsilon);
            var correction = op.Sizes.Plane / (op.Sizes.Plane - 1.0);
            double kept = 1.0 - op.Momentum, magnitude = items.Average(i => 1 / ((double)inverse[i] * inverse[i]) + op.Epsilon);
            // A sum of n terms, three roundings each, and the blend.
            means.Set(c, kept * before[c] + op.Momentum * average, kept * Math.Abs(before[c]) + op.Momentum * items.Average(i => Math.Abs((double)mean[i])), n + 6);
            variances.Set(c, kept * variance[c] + op.Momentum * spread * correction, kept * Math.Abs(variance[c]) + op.Momentum * magnitude * correction, n + 12);
        }
        return new(op, n,
        [
            OpOperand.In("mean", mean, channels), OpOperand.In("inverse", inverse, channels), OpOperand.InOut("running mean", before, means),
            OpOperand.InOut("running variance", variance, variances),
        ]);
    }

    public static OpCase Forward(RandomCases random)
    {
        var (s, n, affine) = (Sizes(random, 1), random.Batch(), random.Chance(0.7));
        var x = random.Floats(n * s.Count);
        // A mean far from 0, where the square of the mean would drown the variance.
        if (random.Chance(0.3)) x = Array.ConvertAll(x, v => v + 100);
        float[] w = affine ? random.Floats(s.Parameters) : [], b = affine ? random.Floats(s.Parameters) : [];
        var epsilon = random.Chance(0.5) ? Epsilon : 1e-3f;
        var expected = GroupNormReference.Forward(s, n, x, w, b, epsilon);
        OpOperand[] weights = affine ? [OpOperand.In("w", w), OpOperand.In("b", b)] : [];
        return new(
            new GroupNormForward(s, epsilon, affine), n,
            [
                OpOperand.In("x", x, s.Count), .. weights, OpOperand.Out("y", expected.Y, s.Count),
                OpOperand.Out("mean", expected.Mean, s.Groups), OpOperand.Out("inverse", expected.Inverse, s.Groups),
            ]);
    }

    public static OpCase BackwardWeights(RandomCases random)
    {
        var (s, n) = (Sizes(random, 1), random.Batch());
        return BackwardWeights(s, n, random.Floats(n * s.Count), random.Floats(n * s.Count), random.Floats(n * s.Groups), Positive(random, n * s.Groups));
    }

    public static OpCase BackwardData(RandomCases random)
    {
        var (s, n) = (Sizes(random, 1), random.Batch());
        return BackwardData(
            s, n, random.Floats(n * s.Count), random.Floats(n * s.Count), random.Chance(0.7) ? random.Floats(s.Parameters) : [],
            random.Floats(n * s.Groups), Positive(random, n * s.Groups));
    }

    /// <summary>The gradients of weight and bias, in which the loss is linear; mean and inverse are rounded, which two roundings more cover.</summary>
    public static GradientCase WeightsGradient(RandomCases random)
    {
        var (s, n, x, dy, mean, inverse) = Prepared(random);
        float[] w = GradientCases.Exact(random, s.Parameters), b = GradientCases.Exact(random, s.Parameters);
        var backward = BackwardWeights(s, n, x, dy, mean, inverse);
        return new(
            backward, () => GradientCases.Sum(dy, GroupNormReference.Forward(s, n, x, w, b, Epsilon).Y.Values), [(4, w), (5, b)],
            2 * Expected.UnitRoundoff * backward.Operands[4].Expected!.Magnitudes.Max() + n * s.Count * 64 * Expected.UnitRoundoff * inverse.Max());
    }

    public static GradientCase DataGradient(RandomCases random)
    {
        var (s, n, x, dy, mean, inverse) = Prepared(random);
        var w = random.Chance(0.7) ? random.Floats(s.Parameters) : [];
        var backward = BackwardData(s, n, x, dy, w, mean, inverse);
        // The third derivative of a normalised value is below 15 k / deviation^3: step^2 / 6 of it, times what the values are weighted by.
        var truncation = GradientCase.Step * GradientCase.Step / 6.0 * 15 * s.Length * Math.Pow(inverse.Max(), 3) * s.Length;
        return new(
            backward, () => GradientCases.Sum(dy, GroupNormReference.Forward(s, n, x, w, [], Epsilon).Y.Values), [(backward.Operands.Count - 1, x)],
            truncation + 8 * Expected.UnitRoundoff * backward.Operands[^1].Expected!.Magnitudes.Max()
                + 64 * s.Length * Expected.UnitRoundoff * inverse.Max() * inverse.Max());
    }

    private static OpCase BackwardWeights(GroupSizes s, int n, float[] x, float[] dy, float[] mean, float[] inverse)
    {
        var (dw, db) = GroupNormReference.BackwardWeights(s, n, x, dy, mean, inverse);
        return new(
            new GroupNormBackwardWeights(s), n,
            [
                OpOperand.In("x", x, s.Count), OpOperand.In("dy", dy, s.Count), OpOperand.In("mean", mean, s.Groups),
                OpOperand.In("inverse", inverse, s.Groups), OpOperand.Out("dw", dw), OpOperand.Out("db", db),
            ]);
    }

    private static OpCase BackwardData(GroupSizes s, int n, float[] x, float[] dy, float[] w, float[] mean, float[] inverse)
    {
        OpOperand[] weights = w.Length > 0 ? [OpOperand.In("w", w)] : [];
        return new(
            new GroupNormBackwardData(s, w.Length > 0), n,
            [
                OpOperand.In("x", x, s.Count), OpOperand.In("dy", dy, s.Count), .. weights, OpOperand.In("mean", mean, s.Groups),
                OpOperand.In("inverse", inverse, s.Groups),
                OpOperand.Out("dx", GroupNormReference.BackwardData(s, n, x, dy, w, mean, inverse), s.Count),
            ], (4 + weights.Length, 1));
    }

    // Values up to 64, so that a step of a central difference is small beside their deviation.
    private static (GroupSizes Sizes, int N, float[] X, float[] Dy, float[] Mean, float[] Inverse) Prepared(RandomCases random)
    {
        var (s, n) = (Sizes(random, 4), random.Batch());
        var x = Array.ConvertAll(GradientCases.Exact(random, n * s.Count), v => v * 64);
        var (_, mean, inverse) = GroupNormReference.Forward(s, n, x, [], [], Epsilon);
        return (s, n, x, random.Floats(n * s.Count), Array.ConvertAll(mean.Values, v => (float)v), Array.ConvertAll(inverse.Values, v => (float)v));
    }

    private static float[] Positive(RandomCases random, int count) => Array.ConvertAll(random.Floats(count), v => Math.Abs(v) + 0.01f);

    /// <summary>Sizes with groups of at least <paramref name="least"/> elements; of few where that is more than 1.</summary>
    private static GroupSizes Sizes(RandomCases random, int least)
    {
        var (groups, each) = (random.Between(1, 5), random.Between(least > 1 ? 2 : 1, 4));
        var plane = random.Between(least > 1 ? 2 : 1, least > 1 ? 5 : random.Chance(0.1) ? 2000 : 60);
        return random.Between(0, 3) switch
        {
            // A weight a channel; a weight an element of a group; a group a channel; vectors in groups.
            0 => new(groups, each * plane, groups * each, plane),
            1 => new(groups, each * plane, each * plane, 1),
            2 => new(groups, Math.Max(plane, least), groups, Math.Max(plane, least)),
            _ => new(groups, each * least, groups * each * least, 1),
        };
    }
}

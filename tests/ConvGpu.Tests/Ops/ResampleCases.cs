using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of resampling, held against the positions that PyTorch's documentation gives, in double precision.</summary>
public static class ResampleCases
{
    // The share, two differences and the products with it; sums of few terms.
    private const int Roundings = 8;

    public static OpCase Forward(RandomCases random)
    {
        var (s, n) = Draw(random);
        var x = random.Floats(n * s.InCount);
        if (s.Mode == ResampleMode.Nearest && random.Chance(0.3)) x[0] = float.PositiveInfinity;
        return new(new Resample2DForward(s), n, [OpOperand.In("x", x, s.InCount), OpOperand.Out("y", Values(s, n, x), s.OutCount)]);
    }

    public static OpCase Backward(RandomCases random)
    {
        var (s, n) = Draw(random);
        return Backward(s, n, random.Floats(n * s.OutCount));
    }

    public static GradientCase Gradient(RandomCases random)
    {
        var (s, n) = Draw(random);
        float[] x = GradientCases.Exact(random, n * s.InCount), dy = random.Floats(n * s.OutCount);
        return new(Backward(s, n, dy), () => GradientCases.Sum(dy, Values(s, n, x).Values), [(1, x)]);
    }

    private static OpCase Backward(ResampleSizes s, int n, float[] dy)
    {
        var dx = new Expected(n * s.InCount);
        foreach (var (output, input, weight) in Samples(s, n))
        {
            dx.Add(input, dy[output] * weight);
            // Its own share comes from 1 less a rounded one.
            dx.Magnitudes[input] += Math.Abs(dy[output]) * (1 - weight) * Expected.UnitRoundoff;
        }
        for (var i = 0; i < dx.Roundings.Length; i++) dx.Roundings[i] += Roundings;
        return new(new Resample2DBackward(s), n, [OpOperand.In("dy", dy, s.OutCount), OpOperand.Out("dx", dx, s.InCount)]);
    }

    private static Expected Values(ResampleSizes s, int n, float[] x)
    {
        var y = new Expected(n * s.OutCount);
        foreach (var (output, input, weight) in Samples(s, n))
        {
            // Differences of neighbours are rounded, whatever their weights.
            if (weight > 0) y.Values[output] += x[input] * weight;
            y.Magnitudes[output] += Math.Abs(x[input]);
            y.Roundings[output] = Roundings;
        }
        return y;
    }

    private static IEnumerable<(int Output, int Input, double Weight)> Samples(ResampleSizes s, int n) =>
        from plane in Enumerable.Range(0, n * s.Channels)
        from row in Enumerable.Range(0, s.OutHeight)
        from rowSample in Axis(row, s.InHeight, s.OutHeight, s.Mode)
        from column in Enumerable.Range(0, s.OutWidth)
        from columnSample in Axis(column, s.InWidth, s.OutWidth, s.Mode)
        select (
            (plane * s.OutHeight + row) * s.OutWidth + column, (plane * s.InHeight + rowSample.At) * s.InWidth + columnSample.At,
            rowSample.Weight * columnSample.Weight);

    private static (int At, double Weight)[] Axis(int output, int inputs, int outputs, ResampleMode mode)
    {
        if (mode == ResampleMode.Nearest) return [(Math.Min((int)Math.Floor(output * ((double)inputs / outputs) + 1e-9), inputs - 1), 1)];
        var position = mode == ResampleMode.BilinearCorners
            ? outputs == 1 ? 0 : output * (inputs - 1.0) / (outputs - 1)
            : Math.Max((output + 0.5) * inputs / outputs - 0.5, 0);
        var first = Math.Min((int)position, inputs - 1);
        return [(first, 1 - (position - first)), (Math.Min(first + 1, inputs - 1), position - first)];
    }

    private static (ResampleSizes Sizes, int N) Draw(RandomCases random)
    {
        int height = random.Between(1, 9), width = random.Between(1, random.Chance(0.2) ? 30 : 9);
        var whole = random.Chance(0.5);
        var (rows, columns) = whole
            ? (height * random.Between(1, 4), width * random.Between(1, 4)) : (random.Between(1, 20), random.Between(1, 20));
        return (new(random.Between(1, 3), height, width, rows, columns, (ResampleMode)random.Between(0, 2)), random.Batch());
    }
}

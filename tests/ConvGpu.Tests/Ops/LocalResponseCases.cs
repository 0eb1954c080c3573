using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of local response normalisation, with its reference in double precision.</summary>
public static class LocalResponseCases
{
    // A power may be off by 16 units in the last place on OpenCL, and a logarithm of up to 3 magnifies the error of an exponential.
    private const int PowerRoundings = 40;

    public static OpCase Forward(RandomCases random)
    {
        var (window, n) = Draw(random);
        var x = Array.ConvertAll(random.Floats(n * window.Sizes.Count), v => 3 * v);
        var (scales, y) = (new Expected(x.Length), new Expected(x.Length));
        for (var i = 0; i < x.Length; i++)
        {
            var scale = Scale(window, x, i);
            scales.Set(i, scale, scale, window.Size + 4);
            var value = x[i] * Math.Pow(scale, -window.Beta);
            y.Set(i, value, Math.Abs(value), window.Size + 4 + PowerRoundings);
        }
        return new(
            new LocalResponseNormForward(window), n,
            [OpOperand.In("x", x, window.Sizes.Count), OpOperand.Out("y", y, window.Sizes.Count), OpOperand.Out("s", scales, window.Sizes.Count)]);
    }

    public static OpCase Backward(RandomCases random)
    {
        var (window, n) = Draw(random);
        float[] x = random.Floats(n * window.Sizes.Count), dy = random.Floats(x.Length);
        return Backward(window, n, x, dy);
    }

    public static GradientCase Gradient(RandomCases random)
    {
        var (window, n) = (Draw(random).Window, random.Batch());
        window = window with { Sizes = new(random.Between(1, 9), random.Between(1, 4)) };
        float[] x = GradientCases.Exact(random, n * window.Sizes.Count), dy = random.Floats(x.Length);
        double[] Values() => [.. x.Select((v, i) => v * Math.Pow(Scale(window, x, i), -window.Beta))];
        // The third derivative of each of the window's values is below 20 alpha / size; the rounding of y and s as in the op's own bound.
        var truncation = GradientCase.Step * GradientCase.Step / 6.0 * 20 * window.Alpha;
        return new(Backward(window, n, x, dy), () => GradientCases.Sum(dy, Values()), [(4, x)], truncation + 8 * Expected.UnitRoundoff);
    }

    private static OpCase Backward(ResponseWindow window, int n, float[] x, float[] dy)
    {
        var (plane, channels, count) = (window.Sizes.Plane, window.Sizes.Channels, window.Sizes.Count);
        float[] scales = [.. x.Select((_, i) => (float)Scale(window, x, i))];
        float[] y = [.. x.Select((v, i) => (float)(v * Math.Pow(Scale(window, x, i), -window.Beta)))];
        var dx = new Expected(x.Length);
        for (var i = 0; i < x.Length; i++)
        {
            var channel = i / plane % channels;
            double sum = 0, magnitude = 0, factor = 2.0 * window.Alpha * window.Beta / window.Size * x[i];
            for (var c = 0; c < channels; c++)
            {
                if (channel < c - window.Size / 2 || channel > c + (window.Size - 1) / 2) continue;
                var at = i + (c - channel) * plane;
                var term = (double)dy[at] * y[at] / scales[at];
                (sum, magnitude) = (sum + term, magnitude + Math.Abs(term));
            }
            var direct = dy[i] * Math.Pow(scales[i], -window.Beta);
            dx.Set(i, direct - factor * sum, Math.Abs(direct) + Math.Abs(factor) * magnitude, window.Size + 8 + PowerRoundings);
        }
        return new(
            new LocalResponseNormBackward(window), n,
            [
                OpOperand.In("x", x, count), OpOperand.In("y", y, count), OpOperand.In("s", scales, count), OpOperand.In("dy", dy, count),
                OpOperand.Out("dx", dx, count),
            ]);
    }

    private static double Scale(ResponseWindow window, float[] x, int index)
    {
        var (plane, channels, sum) = (window.Sizes.Plane, window.Sizes.Channels, 0.0);
        var channel = index / plane % channels;
        for (var c = Math.Max(channel - window.Size / 2, 0); c <= Math.Min(channel + (window.Size - 1) / 2, channels - 1); c++)
        {
            double value = x[index + (c - channel) * plane];
            sum += value * value;
        }
        return window.K + (double)window.Alpha * sum / window.Size;
    }

    private static (ResponseWindow Window, int N) Draw(RandomCases random) => (
        new(
            new(random.Between(1, 12), random.Chance(0.3) ? 1 : random.Between(1, 60)), random.Between(1, 6), random.Chance(0.3) ? 1e-4f : 0.5f,
            random.Chance(0.5) ? 0.75f : random.Between(1, 4) / 4f, random.Between(1, 2)),
        random.Batch());
}

using ConvGpu.Threading;

namespace ConvGpu.Tests.Graphs;

// The number of threads belongs to the process.
[Collection("Console")]
public class InitializerTests
{
    private static readonly ParameterSpec _weights = new("weight", new Shape(100, 100, 3, 3), FanIn: 900, FanOut: 900, Initializer.He);

    [Fact]
    public void HeHasItsDeviation() => AssertMoments(Initializer.He, Math.Sqrt(2.0 / 900));

    [Fact]
    public void XavierHasItsDeviation() => AssertMoments(Initializer.Xavier, Math.Sqrt(2.0 / 1800));

    [Fact]
    public void HeUniformHasItsDeviation() => AssertMoments(Initializer.HeUniform, Math.Sqrt(2.0 / 900), Math.Sqrt(6.0 / 900));

    [Fact]
    public void XavierNormalHasItsDeviation() => AssertMoments(Initializer.XavierNormal, Math.Sqrt(2.0 / 1800));

    [Fact]
    public void UniformStaysInItsRange()
    {
        AssertMoments(Initializer.Uniform(-0.3f, 0.3f), 0.3 / Math.Sqrt(3), 0.3);
        var values = Fill(Initializer.Uniform(2, 5));
        Assert.All(values, v => Assert.InRange(v, 2, 5));
        // Five standard errors of the mean.
        Assert.InRange(values.Average(v => (double)v), 3.5 - 5 * Math.Sqrt(0.75 / values.Length), 3.5 + 5 * Math.Sqrt(0.75 / values.Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.Uniform(2, 1));
    }

    /// <summary>The variance of a normal cut at ±2: 1 - 4 φ(2) / (Φ(2) - Φ(-2)) = 0.7737.</summary>
    [Fact]
    public void TruncatedNormalIsCutAtTwoDeviations()
    {
        AssertMoments(Initializer.TruncatedNormal(0.02f), 0.02 * Math.Sqrt(0.7737), 0.04);
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.TruncatedNormal(-1));
    }

    [Theory]
    [InlineData(20, 63)]
    [InlineData(63, 20)]
    [InlineData(30, 30)]
    [InlineData(1, 5)]
    public void OrthogonalVectorsAreOrthogonal(int rows, int columns)
    {
        const double gain = 1.5;
        var spec = new ParameterSpec("weight", new Shape(rows, columns), columns, rows, Initializer.Orthogonal((float)gain));
        var values = ParameterDraw.Draw(spec, 3, 1);
        for (var a = 0; a < Math.Min(rows, columns); a++)
        {
            for (var b = 0; b <= a; b++)
            {
                var dot = rows <= columns
                    ? Enumerable.Range(0, columns).Sum(i => (double)values[a * columns + i] * values[b * columns + i])
                    : Enumerable.Range(0, rows).Sum(i => (double)values[i * columns + a] * values[i * columns + b]);
                // Each value is rounded to float32: 2^-24 of the product of the lengths, at most twice for each side.
                Assert.Equal(a == b ? gain * gain : 0, dot, 4 * gain * gain / (1 << 24));
            }
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.Orthogonal(float.NaN));
    }

    [Fact]
    public void ConstantsAreConstant()
    {
        var values = new float[5];
        Initializer.Constant(3).Fill(_weights, new SeededRandom(1, 0), values);
        Assert.All(values, v => Assert.Equal(3, v));
    }

    /// <summary>More than one chunk, of which each has its own part of the stream, over any number of threads.</summary>
    [Fact]
    public void ParametersAreTheSameForAnyNumberOfThreads()
    {
        foreach (var initializer in (Initializer[])[Initializer.He, Initializer.HeUniform, Initializer.TruncatedNormal(1), Initializer.Orthogonal()])
            AssertSameForThreads(initializer);
    }

    private static void AssertSameForThreads(Initializer initializer)
    {
        var spec = new ParameterSpec("weight", new Shape(3, 70_001), 70_001, 3, initializer);
        float[] Drawn(int count)
        {
            using var threads = WorkerPool.UseThreads(count);
            return ParameterDraw.Draw(spec, 7, 3);
        }
        var one = Drawn(1);
        Assert.Equal(one, Drawn(3));
        Assert.NotEqual(one[..1000], one[65536..66536]);
        Assert.DoesNotContain(0f, one[^10..]);
    }

    private static float[] Fill(Initializer initializer)
    {
        var values = new float[_weights.Count];
        initializer.Fill(_weights, new SeededRandom(1, 0), values);
        return values;
    }

    private static void AssertMoments(Initializer initializer, double deviation, double limit = double.PositiveInfinity)
    {
        var values = Fill(initializer);
        Assert.All(values, v => Assert.InRange(Math.Abs(v), 0, limit * (1 + 1e-7)));
        // Five standard errors of the mean, and of the variance of a normal (a uniform's is smaller).
        var mean = values.Average(v => (double)v);
        Assert.InRange(mean, -5 * deviation / Math.Sqrt(values.Length), 5 * deviation / Math.Sqrt(values.Length));
        var variance = values.Average(v => (double)v * v) / (deviation * deviation);
        Assert.InRange(variance, 1 - 5 * Math.Sqrt(2.0 / values.Length), 1 + 5 * Math.Sqrt(2.0 / values.Length));
    }
}

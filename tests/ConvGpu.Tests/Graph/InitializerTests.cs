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
        var spec = new ParameterSpec("weight", new Shape(3, 70_001), 70_001, 3, Initializer.He);
        var threads = WorkerPool.ThreadCount;
        try
        {
            WorkerPool.ThreadCount = 1;
            var one = ParameterDraw.Draw(spec, 7, 3);
            WorkerPool.ThreadCount = 3;
            Assert.Equal(one, ParameterDraw.Draw(spec, 7, 3));
            Assert.NotEqual(one[..1000], one[65536..66536]);
            Assert.DoesNotContain(0f, one[^10..]);
        }
        finally
        {
            WorkerPool.ThreadCount = threads;
        }
    }

    private static void AssertMoments(Initializer initializer, double deviation)
    {
        var values = new float[_weights.Count];
        initializer.Fill(_weights, new SeededRandom(1, 0), values);
        // Five standard errors of the mean, and of the variance of a normal (a uniform's is smaller).
        var mean = values.Average(v => (double)v);
        Assert.InRange(mean, -5 * deviation / Math.Sqrt(values.Length), 5 * deviation / Math.Sqrt(values.Length));
        var variance = values.Average(v => (double)v * v) / (deviation * deviation);
        Assert.InRange(variance, 1 - 5 * Math.Sqrt(2.0 / values.Length), 1 + 5 * Math.Sqrt(2.0 / values.Length));
    }
}

using ConvGpu.Kernels;
using ConvGpu.Kernels.Managed;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Managed;

/// <summary>The managed poolings against the naive reference on random configurations.</summary>
public sealed unsafe class ManagedPoolTests
{
    [Fact]
    public void MaxMatchesTheReference()
    {
        for (var seed = 0; seed < TestSize.RandomCases; seed++)
        {
            var random = new RandomCases(seed);
            var g = random.Pooling();
            var n = random.Batch();
            var x = random.Floats(n * g.InCount);
            // Few different values make ties; negative ones keep padding from hiding behind a zero.
            if (seed % 3 == 0) for (var i = 0; i < x.Length; i++) x[i] = -1 - MathF.Round(x[i] * 2);
            if (seed % 5 == 0) for (var i = 0; i < x.Length; i += 7) x[i] = float.NaN;
            if (seed % 7 == 0) for (var i = 0; i < x.Length; i += 2) x[i] = float.NegativeInfinity;

            CheckMax(g, n, x, random, $"case {seed}");
        }
    }

    /// <summary>
    /// Rows as long as vectors, with and without elements that no window covers; the last three are as large as what is stored past the caches,
    /// two of them with windows that reach over the image, behind which no vector begins at a line.
    /// </summary>
    [Theory]
    [InlineData(2, 3, 5, 33, 47)]
    [InlineData(2, 1, 3, 9, 16)]
    [InlineData(2, 2, 3, 6, 64)]
    [InlineData(3, 2, 3, 21, 71)]
    [InlineData(2, 4, 32, 194, 192)]
    [InlineData(3, 5, 64, 128, 128, 1)]
    [InlineData(3, 5, 64, 128, 128, 0, true)]
    public void LongRowsMatchTheReference(int kernel, int n, int channels, int height, int width, int padding = 0, bool ceilMode = false)
    {
        var g = new PoolGeometry(channels, height, width, Window2D.Square(kernel, stride: 2, padding: padding), ceilMode);
        var random = new RandomCases(width);
        var x = random.Floats(n * g.InCount);
        for (var i = 0; i < x.Length; i += 3) x[i] = MathF.Round(x[i] * 4);
        for (var i = 0; i < x.Length; i += 31) x[i] = float.NaN;
        CheckMax(g, n, x, random, "rows");
    }

    private static void CheckMax(PoolGeometry g, int n, float[] x, RandomCases random, string what)
    {
        using var memory = new HostTensors();
        HostTensor y = memory.Output(n * g.OutCount), index = memory.Output(n * g.OutCount), dx = memory.Output(n * g.InCount);
        new MaxPoolForwardJob(g).Run(n, memory.Input(x), y.Pointer, (int*)index.Pointer);
        var (values, indices) = PoolReference.MaxForward(g, n, x);
        var actual = index.ToArray().Select(BitConverter.SingleToInt32Bits).ToArray();
        Assert.True(indices.AsSpan().SequenceEqual(actual), $"{what}: indices of {g}, batch {n}");
        Assert.Equal(values, y.ToArray());

        var dy = random.Floats(n * g.OutCount);
        new MaxPoolBackwardJob(g).Run(n, memory.Input(dy), (int*)index.Pointer, dx.Pointer);
        PoolReference.MaxBackward(g, n, dy, indices).Check(dx.ToArray(), $"{what}: max backward of {g}, batch {n}");
    }

    [Fact]
    public void AverageMatchesTheReference()
    {
        for (var seed = 0; seed < TestSize.RandomCases; seed++)
        {
            var random = new RandomCases(1000 + seed);
            var g = random.Pooling();
            var n = random.Batch();
            var countPadding = random.Chance(0.5);
            float[] x = random.Floats(n * g.InCount), dy = random.Floats(n * g.OutCount);
            using var memory = new HostTensors();
            HostTensor y = memory.Output(n * g.OutCount), dx = memory.Output(n * g.InCount);
            new AveragePoolForwardJob(g, countPadding).Run(n, memory.Input(x), y.Pointer);
            new AveragePoolBackwardJob(g, countPadding).Run(n, memory.Input(dy), dx.Pointer);
            var what = $"case {seed}: {g}, batch {n}, padding counts {countPadding}";
            PoolReference.AverageForward(g, countPadding, n, x).Check(y.ToArray(), what);
            PoolReference.AverageBackward(g, countPadding, n, dy).Check(dx.ToArray(), "backward of " + what);
        }
    }
}

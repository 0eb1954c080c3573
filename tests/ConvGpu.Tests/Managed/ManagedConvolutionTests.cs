using ConvGpu.Kernels;
using ConvGpu.Kernels.Managed;
using ConvGpu.Tests.Reference;
using ConvGpu.Threading;
using Xunit;

namespace ConvGpu.Tests.Managed;

/// <summary>The managed convolutions against the naive reference on random configurations.</summary>
public sealed unsafe class ManagedConvolutionTests
{
    [Fact]
    public void ForwardMatchesTheReference()
    {
        for (var seed = 0; seed < TestSize.RandomCases; seed++)
        {
            var random = new RandomCases(seed);
            var g = random.Convolution();
            var n = random.Batch();
            var activation = random.Chance(0.5) ? Activation.ReLU : Activation.None;
            float[] x = random.Floats(n * g.InCount), w = random.Floats(g.WeightCount), bias = random.Chance(0.5) ? random.Floats(g.OutChannels) : [];
            ConvReference.Forward(g, n, x, w, bias, activation).Check(Forward(g, n, x, w, bias, activation), $"case {seed}: {g}, batch {n}, {activation}");
        }
    }

    [Fact]
    public void BackwardDataMatchesTheReference()
    {
        for (var seed = 0; seed < TestSize.RandomCases; seed++)
        {
            var random = new RandomCases(1000 + seed);
            var g = random.Convolution();
            var n = random.Batch();
            float[] dy = random.Floats(n * g.OutCount), w = random.Floats(g.WeightCount);
            ConvReference.BackwardData(g, n, dy, w).Check(BackwardData(g, n, dy, w), $"case {seed}: {g}, batch {n}");
        }
    }

    [Fact]
    public void BackwardWeightsMatchesTheReference()
    {
        for (var seed = 0; seed < TestSize.RandomCases; seed++)
        {
            var random = new RandomCases(2000 + seed);
            var g = random.Convolution();
            var n = random.Batch();
            float[] x = random.Floats(n * g.InCount), dy = random.Floats(n * g.OutCount);
            var (dw, db) = BackwardWeights(g, n, x, dy);
            ConvReference.BackwardWeights(g, n, x, dy).Check(dw, $"case {seed}: dw of {g}, batch {n}");
            ConvReference.BackwardBias(g, n, dy).Check(db, $"case {seed}: db of {g}, batch {n}");
        }
    }

    // Sizes beyond the cuts of the blocked code: more pixels than a block, sums longer than a step, more channels than a tile.
    [Theory]
    [InlineData(70, 9, 13, 50, 3, 1, 1, 1)]
    [InlineData(130, 6, 6, 40, 3, 1, 1, 1)]
    [InlineData(3, 40, 31, 20, 5, 2, 2, 1)]
    [InlineData(16, 33, 20, 33, 3, 2, 1, 1)]
    [InlineData(1, 28, 28, 6, 5, 1, 2, 1)]
    [InlineData(6, 14, 14, 16, 5, 1, 0, 1)]
    [InlineData(100, 8, 8, 100, 1, 1, 0, 1)]
    [InlineData(3, 35, 35, 24, 11, 4, 2, 1)]
    [InlineData(64, 12, 9, 64, 3, 1, 1, 64)]
    [InlineData(40, 7, 7, 200, 3, 2, 1, 1)]
    [InlineData(33, 5, 5, 49, 1, 1, 0, 1)]
    [InlineData(36, 11, 10, 96, 3, 2, 1, 2)]
    [InlineData(48, 2, 30, 130, 3, 1, 1, 1)]
    // Taps read in place, over one step and two, across the items of a batch; in place they would share sets of a cache; results beyond all caches.
    [InlineData(90, 14, 14, 60, 1, 1, 0, 1)]
    [InlineData(300, 14, 15, 64, 1, 1, 0, 2)]
    [InlineData(300, 14, 14, 60, 1, 1, 0, 1)]
    [InlineData(64, 16, 32, 40, 1, 1, 0, 1)]
    [InlineData(20, 40, 38, 37, 1, 1, 0, 1)]
    [InlineData(4, 500, 280, 32, 1, 1, 0, 1)]
    // Gradients of weights along planes in place: every height of a tile, more channels than filters and the other way, planes in one step and more.
    [InlineData(17, 16, 16, 13, 1, 1, 0, 1)]
    [InlineData(13, 16, 24, 17, 1, 1, 0, 1)]
    [InlineData(28, 40, 38, 12, 1, 1, 0, 2)]
    [InlineData(8, 16, 17, 11, 1, 1, 0, 1)]
    [InlineData(9, 64, 64, 31, 1, 1, 0, 1)]
    public void LargerThanTheBlocks(int inChannels, int height, int width, int outChannels, int kernel, int stride, int padding, int groups) =>
        CheckAllPasses(new Conv2DGeometry(inChannels, height, width, outChannels, Window2D.Square(kernel, stride, padding), groups));

    // Every phase of the stride has one tap, which need not meet the first row: the gradient of the input is read in place from there.
    [Theory]
    [InlineData(40, 31, 30, 20, 2, 1, 2, 1, 1, 0)]
    [InlineData(40, 300, 1, 20, 2, 1, 2, 1, 1, 1)]
    [InlineData(40, 32, 30, 20, 2, 1, 2, 1, 1, 1)]
    [InlineData(40, 60, 60, 20, 2, 2, 2, 2, 1, 1)]
    [InlineData(300, 41, 40, 280, 2, 1, 2, 1, 1, 0)]
    public void PhasesOfOneTap(
        int inChannels, int height, int width, int outChannels, int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int padTop, int padBottom) =>
        CheckAllPasses(new Conv2DGeometry(
            inChannels, height, width, outChannels, new Window2D(kernelHeight, kernelWidth, strideHeight, strideWidth, padTop, 0, padBottom, 0)));

    private static void CheckAllPasses(Conv2DGeometry g)
    {
        var random = new RandomCases(g.InChannels);
        const int n = 2;
        float[] x = random.Floats(n * g.InCount), w = random.Floats(g.WeightCount), b = random.Floats(g.OutChannels), dy = random.Floats(n * g.OutCount);
        ConvReference.Forward(g, n, x, w, b).Check(Forward(g, n, x, w, b, Activation.None), $"forward {g}");
        ConvReference.BackwardData(g, n, dy, w).Check(BackwardData(g, n, dy, w), $"backward data {g}");
        var (dw, db) = BackwardWeights(g, n, x, dy);
        ConvReference.BackwardWeights(g, n, x, dy).Check(dw, $"backward weights {g}");
        ConvReference.BackwardBias(g, n, dy).Check(db, $"backward bias {g}");
    }

    // Both ways of storing a tile: in place, and through a buffer at the edges.
    [Fact]
    public void ANaNPassesThroughTheActivation()
    {
        var g = new Conv2DGeometry(2, 9, 70, 13, Window2D.Square(3, 1, 1));
        var random = new RandomCases(5);
        float[] x = random.Floats(g.InCount), w = random.Floats(g.WeightCount), b = random.Floats(g.OutChannels);
        x[3 * 70 + 20] = float.NaN;
        x[8 * 70 + 69] = float.NaN;
        ConvReference.Forward(g, 1, x, w, b, Activation.ReLU).Check(Forward(g, 1, x, w, b, Activation.ReLU), $"{g} with NaN");
    }

    [Fact]
    public void TheNumberOfThreadsDoesNotChangeABit()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var random = new RandomCases(3000 + seed);
            var g = seed switch
            {
                0 => new Conv2DGeometry(3, 40, 31, 20, Window2D.Square(3, 1, 1)),
                1 => new Conv2DGeometry(30, 13, 11, 100, Window2D.Square(3, 2, 1)),
                2 => new Conv2DGeometry(40, 9, 10, 64, Window2D.Square(1)),
                3 => new Conv2DGeometry(10, 40, 44, 15, Window2D.Square(1)),
                4 => new Conv2DGeometry(40, 60, 60, 20, new Window2D(2, 2, 2, 2, 1, 0, 1, 0)),
                _ => random.Convolution(),
            };
            const int n = 4;
            float[] x = random.Floats(n * g.InCount), w = random.Floats(g.WeightCount), dy = random.Floats(n * g.OutCount);
            List<float[]> results = [];
            foreach (var count in (int[])[1, 2, 3, 7])
            {
                using var threads = WorkerPool.UseThreads(count);
                var (dw, db) = BackwardWeights(g, n, x, dy);
                results.Add([.. Forward(g, n, x, w, [], Activation.None), .. BackwardData(g, n, dy, w), .. dw, .. db]);
            }
            Assert.All(results, result => Assert.Equal(results[0], result));
        }
    }

    private static float[] Forward(Conv2DGeometry g, int n, float[] x, float[] w, float[] bias, Activation activation)
    {
        var op = new ConvolutionForward(g, activation, n);
        using var memory = new HostTensors(op.Workspace);
        var y = memory.Output(n * g.OutCount);
        op.Run(n, memory.Input(x), memory.Input(w), bias.Length > 0 ? memory.Input(bias) : null, y.Pointer, memory.Scratch, memory.Workers);
        return y.ToArray();
    }

    private static float[] BackwardData(Conv2DGeometry g, int n, float[] dy, float[] w)
    {
        var op = new ConvolutionBackwardData(g, n);
        using var memory = new HostTensors(op.Workspace);
        var dx = memory.Output(n * g.InCount);
        op.Run(n, memory.Input(dy), memory.Input(w), dx.Pointer, memory.Scratch, memory.Workers);
        return dx.ToArray();
    }

    private static (float[] Weights, float[] Bias) BackwardWeights(Conv2DGeometry g, int n, float[] x, float[] dy)
    {
        var op = new ConvolutionBackwardWeights(g, n);
        using var memory = new HostTensors(op.Workspace);
        HostTensor dw = memory.Output(g.WeightCount), db = memory.Output(g.OutChannels);
        op.Run(n, memory.Input(x), memory.Input(dy), dw.Pointer, db.Pointer, memory.Scratch, memory.Workers);
        return (dw.ToArray(), db.ToArray());
    }
}

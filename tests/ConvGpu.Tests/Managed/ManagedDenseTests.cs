using ConvGpu.Kernels;
using ConvGpu.Kernels.Managed;
using ConvGpu.Tests.Reference;
using ConvGpu.Threading;
using Xunit;

namespace ConvGpu.Tests.Managed;

/// <summary>The managed dense layers and matrix product against the naive reference.</summary>
public sealed unsafe class ManagedDenseTests
{
    [Fact]
    public void AllPassesMatchTheReference()
    {
        for (var seed = 0; seed < TestSize.RandomCases; seed++)
        {
            var random = new RandomCases(seed);
            int inputs = random.Between(1, seed % 8 == 0 ? 600 : 70), outputs = random.Between(1, 70), n = seed % 6 == 0 ? random.Between(40, 70) : random.Batch();
            var activation = random.Chance(0.5) ? Activation.ReLU : Activation.None;
            float[] x = random.Floats(n * inputs), w = random.Floats(inputs * outputs), dy = random.Floats(n * outputs);
            var bias = random.Chance(0.5) ? random.Floats(outputs) : [];
            var what = $"case {seed}: dense {inputs} to {outputs}, batch {n}, {activation}";

            var forward = new DenseForwardProduct(inputs, outputs, activation);
            using var memory = new HostTensors(forward.Workspace(n));
            var y = memory.Output(n * outputs);
            forward.Run(n, memory.Input(x), memory.Input(w), bias.Length > 0 ? memory.Input(bias) : null, y.Pointer, memory.Scratch, memory.Workers);
            DenseReference.Forward(inputs, outputs, n, x, w, bias, activation).Check(y.ToArray(), what);

            var backwardData = new DenseBackwardDataProduct(inputs, outputs);
            using var dataMemory = new HostTensors(backwardData.Workspace(n));
            var dx = dataMemory.Output(n * inputs);
            backwardData.Run(n, dataMemory.Input(dy), dataMemory.Input(w), dx.Pointer, dataMemory.Scratch, dataMemory.Workers);
            DenseReference.BackwardData(inputs, outputs, n, dy, w).Check(dx.ToArray(), "dx of " + what);

            var backwardWeights = new DenseBackwardWeightsProduct(inputs, outputs);
            using var weightMemory = new HostTensors(backwardWeights.Workspace(n));
            HostTensor dw = weightMemory.Output(inputs * outputs), db = weightMemory.Output(outputs);
            backwardWeights.Run(
                n, weightMemory.Input(x), weightMemory.Input(dy), dw.Pointer, db.Pointer, weightMemory.Scratch, weightMemory.Workers);
            DenseReference.BackwardWeights(inputs, outputs, n, x, dy).Check(dw.ToArray(), "dw of " + what);
            DenseReference.BackwardBias(outputs, n, dy).Check(db.ToArray(), "db of " + what);
        }
    }

    [Theory]
    [InlineData(130, 300, 520)]
    [InlineData(1, 1, 1)]
    [InlineData(5, 700, 40)]
    [InlineData(300, 33, 257)]
    [InlineData(20, 290, 500)]
    [InlineData(64, 100, 800)]
    [InlineData(12, 96, 410)]
    // Last columns of one vector and two, full and not.
    [InlineData(12, 100, 50)]
    [InlineData(72, 64, 40)]
    [InlineData(90, 176, 60)]
    [InlineData(64, 160, 390)]
    public void ProductsLargerThanTheBlocks(int m, int n, int k)
    {
        var random = new RandomCases(m);
        float[] a = random.Floats(m * k), b = random.Floats(k * n);
        foreach (var transposeA in (bool[])[false, true])
        foreach (var transposeB in (bool[])[false, true])
        {
            var reference = DenseReference.Multiply(m, n, k, a, transposeA, b, transposeB);
            float[]? first = null;
            foreach (var threads in (int[])[1, 2, 5])
            {
                using var memory = new HostTensors(MatrixProduct.Workspace(m, k));
                var c = memory.Output(m * n);
                new MatrixProduct(transposeA, transposeB).Multiply(
                    m, n, k, memory.Input(a), transposeA ? m : k, memory.Input(b), transposeB ? k : n, null, c.Pointer, n,
                    memory.Scratch, Math.Min(threads, memory.Workers));
                reference.Check(c.ToArray(), $"{m}x{n}x{k}, transposed {transposeA} {transposeB}");
                Assert.Equal(first ??= c.ToArray(), c.ToArray());
            }
        }
    }

    /// <summary>A result beyond every cache is stored past them where its rows lie at lines' starts, and gives the same bits where they do not.</summary>
    [Fact]
    public void StreamedProductsHaveTheSameBits()
    {
        const int m = 2900, n = 2912, k = 20;
        var random = new RandomCases(1);
        float[] a = random.Floats(m * k), b = random.Floats(k * n);
        List<float[]> results = [];
        foreach (var ldc in (int[])[n, n + 5])
        {
            using var memory = new HostTensors(MatrixProduct.Workspace(m, k));
            var c = memory.Output(m * ldc);
            new MatrixProduct(false, false).Multiply(
                m, n, k, memory.Input(a), k, memory.Input(b), n, null, c.Pointer, ldc, memory.Scratch, memory.Workers);
            var rows = c.ToArray();
            results.Add([.. Enumerable.Range(0, m).SelectMany(row => rows.AsSpan(row * ldc, n).ToArray())]);
        }
        DenseReference.Multiply(m, n, k, a, false, b, false).Check(results[0], $"{m}x{n}x{k}");
        Assert.Equal(results[0], results[1]);
    }

    /// <summary>Chunks write what is theirs alone: they give the same in the order from the last to the first.</summary>
    [Theory]
    [InlineData(20, 290, 500)]
    [InlineData(32, 784, 1024)]
    [InlineData(64, 300, 300)]
    public void ChunksMayRunInAnyOrder(int m, int n, int k)
    {
        var random = new RandomCases(m);
        float[] a = random.Floats(m * k), b = random.Floats(k * n);
        using var threads = WorkerPool.UseThreads(2);
        using var memory = new HostTensors(MatrixProduct.Workspace(m, k));
        var c = memory.Output(m * n);
        var product = new MatrixProduct(false, false);
        product.Multiply(m, n, k, memory.Input(a), k, memory.Input(b), n, null, c.Pointer, n, memory.Scratch, 1);
        Assert.True(product.Chunks > 2, $"{product.Chunks} chunks");
        for (var chunk = product.Chunks - 1; chunk >= 0; chunk--) product.Run(chunk, 0);
        DenseReference.Multiply(m, n, k, a, false, b, false).Check(c.ToArray(), $"{m}x{n}x{k}, from the last chunk to the first");
    }

    /// <summary>Results beyond every cache are stored past them, but for the tiles at the edges, which go through a buffer that need not be aligned.</summary>
    [Theory]
    [InlineData(1030, 8720, 3)]
    [InlineData(530, 16400, 2)]
    public void ResultsBeyondTheCaches(int m, int n, int k)
    {
        var random = new RandomCases(m);
        float[] a = random.Floats(m * k), b = random.Floats(k * n);
        using var memory = new HostTensors(MatrixProduct.Workspace(m, k));
        var c = memory.Output(m * n);
        new MatrixProduct(true, false).Multiply(m, n, k, memory.Input(a), m, memory.Input(b), n, null, c.Pointer, n, memory.Scratch, memory.Workers);
        DenseReference.Multiply(m, n, k, a, true, b, false).Check(c.ToArray(), $"{m}x{n}x{k}");
    }
}

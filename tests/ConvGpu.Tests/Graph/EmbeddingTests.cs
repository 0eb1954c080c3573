using ConvGpu.Kernels;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>Networks whose input is indices, on every device.</summary>
public abstract class EmbeddingTests(string deviceName)
{
    private static readonly int[] _indices = [0, 3, 3, 1, 4, 0, 3, 2];

    [Fact]
    public void TrainingMovesTheVectorsOfTheIndicesThatOccurred()
    {
        using var reference = ComputeDevice.Open("cpu");
        using var expected = Made(reference);
        using var actual = Made(TestDevices.Open(deviceName));
        var before = actual.ReadParameter("embedding1.weight");
        Assert.Equal(5, actual.IndexLimit);
        foreach (var network in (Network[])[expected, actual])
        {
            network.SetIndices(_indices);
            network.SetTargets([1, -1, 0.5f, 2]);
            network.TrainStep(2);
        }
        NetworkGradient.CheckEqual(expected, actual, 2);
        var after = actual.ReadParameter("embedding1.weight");
        Assert.All(Enumerable.Range(0, 5), entry => Assert.NotEqual(before[(entry * 3)..(entry * 3 + 3)], after[(entry * 3)..(entry * 3 + 3)]));
        var vectors = actual.ReadActivation("embedding1", 2);
        for (var i = 0; i < vectors.Length; i++)
            Assert.Equal(before[_indices[i / 12 * 4 + i % 4] * 3 + i / 4 % 3], vectors[i]);
        // An index that does not occur gets no gradient.
        actual.SetIndices([0, 0, 0, 0, 1, 1, 1, 1]);
        actual.TrainStep(2);
        Assert.All(actual.ReadGradient("embedding1.weight")[6..], g => Assert.Equal(0, g));
    }

    [Fact]
    public void WholeNumbersAreIndicesToo()
    {
        using var network = Made(TestDevices.Open(deviceName));
        float[] one = new float[4], other = new float[4];
        network.SetIndices(_indices);
        network.Predict(2, one);
        network.SetInput(Array.ConvertAll(_indices, i => (float)i));
        network.Predict(2, other);
        Assert.Equal(one, other);
        foreach (var value in (float[])[-1, 5, 0.5f, float.NaN, float.PositiveInfinity, 1e20f])
            Assert.Contains("whole numbers from 0 to 4", Assert.Throws<ShapeException>(() => network.SetInput([0, 1, 2, value])).Message);
        Assert.Contains("Input 1 is 5", Assert.Throws<ShapeException>(() => network.SetIndices([0, 5, 1, 1])).Message);
        Assert.Throws<ShapeException>(() => network.SetIndices([0, 1, 2]));
    }

    private static Network Made(ComputeDevice device)
    {
        var graph = Sequential.Of("sequence", new Shape(1, 1, 1, 4), new Embedding(5, 3), new Conv2D(3, 4, kernel: (1, 2)), new ReLU(), new Flatten(), new Dense(12, 2));
        return new(graph, device, new NetworkOptions { MaxBatch = 2, Loss = new MeanSquaredError(), Optimizer = new Sgd(0.1f), KeepActivations = true });
    }
}

/// <summary>Where indices may not enter, and what embedding refuses.</summary>
public class EmbeddingShapeTests
{
    [Fact]
    public void ShapesAndOptions()
    {
        Assert.Equal(new Shape(1, 8, 1, 20), new Embedding(5, 8).InferShape([new(1, 1, 1, 20)]));
        Assert.Equal(new Shape(1, 8, 1, 20), new Embedding(5, 8).InferShape([new(1, 20)]));
        Assert.Contains("one row of indices", Assert.Throws<ShapeException>(() => new Embedding(5, 8).InferShape([new(1, 1, 2, 20)])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(0, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmbeddingForward(new(1, 1, 0)));
        Assert.Throws<ArgumentException>(() => new EmbeddingBackward(new(1 << 16, 1 << 16, 1)));
    }

    [Fact]
    public void IndicesEnterByTheInputAlone()
    {
        var chained = Sequential.Of(new Flatten(), new Embedding(5, 8));
        Assert.Contains("only the graph's input", Assert.Throws<ShapeException>(() => new ShapedGraph(chained, new(1, 1, 1, 4))).Message);
        var both = new Graph();
        both.Add(new Sum(), both.Add(new Embedding(5, 1)), both.Add(new ReLU(), both.Input));
        Assert.Contains("it cannot be both", Assert.Throws<ShapeException>(() => new ShapedGraph(both, new(1, 1, 1, 4))).Message);
        var two = new Graph("two");
        two.Add(new Concat(), two.Add(new Embedding(5, 1)), two.Add(new Embedding(3, 2), two.Input));
        Assert.Equal(3, new ShapedGraph(two, new(1, 1, 1, 4)).IndexLimit);
        using var device = ComputeDevice.Open("cpu");
        using var network = new Network(Sequential.Of("values", new Shape(1, 2), new Dense(2, 1)), device, new NetworkOptions());
        Assert.Null(network.IndexLimit);
        Assert.Contains("use SetInput", Assert.Throws<InvalidOperationException>(() => network.SetIndices([0, 1])).Message);
    }
}

[Collection(OnDevice.Cpu)]
public sealed class EmbeddingTestsOnCpu() : EmbeddingTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class EmbeddingTestsOnCpuAccelerator() : EmbeddingTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class EmbeddingTestsOnOpenCl() : EmbeddingTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class EmbeddingTestsOnCuda() : EmbeddingTests(OnDevice.Cuda);

namespace ConvGpu.Tests.Graphs;

/// <summary>Networks whose convolutions took over their batch normalisation.</summary>
public class FoldingTests
{
    private const int Items = 2;

    // The distance from a float to its neighbour, of a half of which a rounding is wrong at most.
    private const double HalfStep = 1.0 / (1 << 24);

    [Theory]
    [InlineData("cpu")]
    [InlineData("cpu-accelerator")]
    public void OutputsAreEqualUpToRounding(string name)
    {
        using var device = ComputeDevice.Open(name);
        foreach (var graph in (Graph[])[Branches(), ModelZoo.Create("resnet-small"), Plain()])
        {
            using var network = Random(graph, device);
            using var folded = network.FoldBatchNorm();
            var norms = network.LayerNames.Count(n => n.StartsWith("batchnorm", StringComparison.Ordinal));
            var left = folded.LayerNames.Count(n => n.StartsWith("batchnorm", StringComparison.Ordinal));
            Assert.Equal(graph.Name == "branches" ? (4, 2) : (norms, 0), (norms, left));
            var inputs = new float[Items * network.InputShape.ItemCount];
            var random = new Random(2);
            for (var i = 0; i < inputs.Length; i++) inputs[i] = (float)(2 * random.NextDouble() - 1);
            var (expected, actual, bounds) = (Predict(network, inputs), Predict(folded, inputs), Magnitudes(network, device, inputs));
            for (var i = 0; i < expected.Length; i++) Assert.InRange(actual[i] - expected[i], -bounds[i], bounds[i]);
            Assert.NotEqual(expected, new float[expected.Length]);
        }
    }

    [Fact]
    public void ItIsAtTheValuesOfTheMomentAndOfAverages()
    {
        using var device = ComputeDevice.Open("cpu");
        using var network = new Network(Plain(), device, new NetworkOptions { MaxBatch = Items, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.5f), AverageDecay = 0.5f });
        var inputs = new float[Items * network.InputShape.ItemCount];
        Array.Fill(inputs, 0.5f);
        network.SetInput(inputs);
        network.SetLabels([1, 2]);
        network.TrainStep(Items);
        using var folded = network.FoldBatchNorm();
        var (expected, actual, bounds) = (Predict(network, inputs), Predict(folded, inputs), Magnitudes(network, device, inputs));
        for (var i = 0; i < expected.Length; i++) Assert.InRange(actual[i] - expected[i], -bounds[i], bounds[i]);
        network.TrainStep(Items);
        Assert.Equal(actual, Predict(folded, inputs));
        Assert.Throws<InvalidOperationException>(() => folded.TrainStep(1));
    }

    private static Sequential Plain() => Sequential.Of("plain", new Shape(1, 2, 6, 6),
        new Conv2D(2, 4, 3, groups: 2, padding: 1), new BatchNorm2D(4), new ReLU(), new Conv2D(4, 3, 2, stride: 2, bias: false), new BatchNorm2D(3), new Flatten(), new Dense(27, 4));

    /// <summary>Normalisations behind a convolution of their own, one that others take too, a sum, and one behind the other.</summary>
    private static Graph Branches()
    {
        var graph = new Graph("branches", new Shape(1, 3, 8, 8));
        var shared = graph.Add(new Conv2D(3, 4, 3, padding: 1) { Name = "shared" });
        var one = graph.Add(new BatchNorm2D(4), shared);
        var own = graph.Add(new Conv2D(4, 4, 3, padding: 1, bias: false), shared);
        var two = graph.Add(new BatchNorm2D(4), own);
        graph.Add(new Sum(), one, two);
        graph.Add(new ReLU());
        graph.Add(new Conv2D(4, 2, 1));
        graph.Add(new BatchNorm2D(2));
        graph.Add(new BatchNorm2D(2));
        return graph;
    }

    private static Network Random(Graph graph, ComputeDevice device)
    {
        var network = new Network(graph, device, new NetworkOptions { MaxBatch = Items, Seed = 3 });
        var random = new Random(1);
        foreach (var name in network.ParameterNames.Where(n => n.StartsWith("batchnorm", StringComparison.Ordinal)))
            network.WriteParameter(name, Values(network.ReadParameter(name).Length, -1, 1));
        foreach (var name in network.BufferNames)
            network.WriteBuffer(name, Values(network.ReadBuffer(name).Length, name.EndsWith("var", StringComparison.Ordinal) ? 0.1 : -1, 2));
        return network;

        float[] Values(int count, double low, double high) => [.. Enumerable.Range(0, count).Select(_ => (float)(low + (high - low) * random.NextDouble()))];
    }

    private static float[] Predict(Network network, float[] inputs)
    {
        network.SetInput(inputs);
        var outputs = new float[Items * network.OutputShape.ItemCount];
        network.Predict(Items, outputs);
        return outputs;
    }

    /// <summary>
    /// How far two ways of rounding the same sums may be apart: a layer that adds K products is wrong by at most (K + 8) roundings of the sum
    /// of their magnitudes (8 for bias, scale, root and division), and the layers behind see that error as they see the magnitudes. Those are what the
    /// same network puts out with all its parameters and inputs positive and means subtracted the other way round; both networks are wrong.
    /// </summary>
    private static double[] Magnitudes(Network network, ComputeDevice device, float[] inputs)
    {
        using var positive = new Network(network.Shapes.Graph, device, new NetworkOptions { InputShape = network.InputShape, MaxBatch = Items });
        var averaged = network.Options.AverageDecay is not null;
        foreach (var name in network.ParameterNames)
            positive.WriteParameter(name, [.. (averaged ? network.ReadAverage(name) : network.ReadParameter(name)).Select(Math.Abs)]);
        foreach (var name in network.BufferNames)
            positive.WriteBuffer(name, [.. network.ReadBuffer(name).Select(v => name.EndsWith("mean", StringComparison.Ordinal) ? -Math.Abs(v) : v)]);
        var roundings = 0.0;
        foreach (var node in network.Shapes.Nodes.Skip(1))
        {
            var weight = network.Shapes.Parameters(node).FirstOrDefault(p => p.Name == "weight");
            roundings += 8 + (weight is null || weight.Shape.N == 0 ? network.Shapes.InputShapes(node)[0].H * network.Shapes.InputShapes(node)[0].W : weight.Shape.ItemCount);
        }
        return [.. Predict(positive, [.. inputs.Select(Math.Abs)]).Select(m => 2 * roundings * HalfStep * m)];
    }
}

namespace ConvGpu.Tests.Graphs;

[Collection("Console")]
public class PlanTests
{
    private static readonly Shape _input = new(1, 2, 6, 6);

    [Fact]
    public void AReLUBehindAConvolutionIsComputedThere()
    {
        var ops = Ops(Sequential.Of(new Conv2D(2, 4, 3), new ReLU(), new Flatten(), new Dense(64, 3)));
        Assert.DoesNotContain("relu.forward", ops);
        Assert.Contains("relu.backward", ops);
    }

    [Fact]
    public void AReLUWhoseInputIsUsedElsewhereStaysAnOpOfItsOwn()
    {
        var graph = new Graph();
        var convolution = graph.Add(new Conv2D(2, 4, 3));
        var relu = graph.Add(new ReLU());
        graph.Add(new Sum(), convolution, relu);
        graph.Add(new Flatten());
        graph.Add(new Dense(64, 3));
        Assert.Contains("relu.forward", Ops(graph));
    }

    [Fact]
    public void TheFirstLayerComputesNoGradientOfTheImages()
    {
        var ops = Ops(Sequential.Of(new Conv2D(2, 4, 3), new Conv2D(4, 4, 3), new Flatten(), new Dense(16, 3)));
        Assert.Equal(1, ops.Count(o => o == "conv2d.backward-data"));
    }

    [Fact]
    public void DropoutIsLeftOutOfInference()
    {
        var graph = Sequential.Of(new Flatten(), new Dropout(0.5f), new Dense(72, 3));
        var shapes = new ShapedGraph(graph, _input);
        var builder = new PlanBuilder(shapes, new PersistentTensors(shapes, null), training: false);
        builder.Forward();
        Assert.Equal(["dense.forward"], builder.Ops.Select(o => o.Op.Name));
    }

    [Fact]
    public void ALayerWithoutAGradientIsRefused()
    {
        var graph = Sequential.Of(new Conv2D(2, 4, 3), new NoGradient(), new Flatten(), new Dense(64, 3));
        Assert.Contains("nogradient1", Assert.Throws<NotSupportedException>(() => Ops(graph)).Message);
    }

    [Fact]
    public void AModelWithNothingToLearnIsRefused() =>
        Assert.Contains("nothing to learn", Assert.Throws<ShapeException>(() => Ops(Sequential.Of(new Flatten(), new ReLU()))).Message);

    /// <summary>
    /// The analytic gradient of a graph with branches against central differences of its own loss. A step of 1e-2 has a truncation
    /// error of about 1e-4 of the third derivative and a rounding error of 1e-7 * loss / 1e-2 = 1e-5 * loss; 1e-2 of the largest
    /// gradient is above both and far below what a wrong gradient gives. Without a kink, since nothing is rectified.
    /// </summary>
    [Fact]
    public void GradientsOfBranchesAddUp()
    {
        using var device = ComputeDevice.Open("cpu");
        var graph = new Graph();
        var stem = graph.Add(new Conv2D(2, 3, 3, padding: 1));
        var left = graph.Add(new Conv2D(3, 3, 3, padding: 1));
        var sum = graph.Add(new Sum(), stem, left);
        var pooled = graph.Add(new AvgPool2D(2), sum);
        graph.Add(new Flatten(), pooled);
        graph.Add(new Dense(27, 3));
        using var network = new Network(graph, device, new NetworkOptions
        {
            InputShape = _input, MaxBatch = 4, Loss = new SoftmaxCrossEntropy(), KeepActivations = true,
        });
        var random = new SeededRandom(3, 0);
        network.SetInput([.. Enumerable.Range(0, 4 * 72).Select(_ => (float)random.NextGaussian())]);
        network.SetLabels([0, 1, 2, 1]);
        network.TrainStep(4);
        foreach (var (name, gradient) in network.ReadGradients().ToList())
        {
            var values = network.ReadParameter(name);
            var largest = gradient.Max(Math.Abs);
            for (var i = 0; i < values.Length; i += Math.Max(1, values.Length / 7))
            {
                var numeric = (LossWith(network, name, values, i, 1e-2f) - LossWith(network, name, values, i, -1e-2f)) / 2e-2;
                Assert.True(Math.Abs(numeric - gradient[i]) <= 1e-2 * largest, $"{name}[{i}]: {gradient[i]} instead of {numeric}");
            }
            network.WriteParameter(name, values);
        }
    }

    [Fact]
    public void SharedMemoryComputesWhatOwnMemoryComputes()
    {
        var apart = TrainedLoss(keep: true);
        var shared = TrainedLoss(keep: false);
        Assert.Equal(apart, shared);
    }

    private static float[] TrainedLoss(bool keep)
    {
        using var device = ComputeDevice.Open("cpu");
        using var network = new Network(ModelZoo.LeNet5(), device, new NetworkOptions
        {
            MaxBatch = 8, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.02f, momentum: 0.9f), KeepActivations = keep,
        });
        var random = new SeededRandom(5, 0);
        network.SetInput([.. Enumerable.Range(0, 8 * 784).Select(_ => (float)random.NextGaussian())]);
        network.SetLabels([0, 1, 2, 3, 4, 5, 6, 7]);
        var losses = new float[5];
        foreach (ref var loss in losses.AsSpan())
        {
            network.TrainStep(8);
            loss = network.ReadLoss();
        }
        return losses;
    }

    private static double LossWith(Network network, string name, float[] values, int index, float change)
    {
        var changed = (float[])values.Clone();
        changed[index] += change;
        network.WriteParameter(name, changed);
        network.ResetSums();
        network.EvaluateStep(4);
        return network.ReadSums().Loss / 4;
    }

    private static List<string> Ops(Graph graph)
    {
        var shapes = new ShapedGraph(graph, _input);
        var loss = new SoftmaxCrossEntropy();
        var builder = new PlanBuilder(shapes, new PersistentTensors(shapes, loss), training: true);
        builder.Forward();
        builder.Loss(loss);
        builder.Backward(new Sgd(0.1f));
        return [.. builder.Ops.Select(o => o.Op.Name)];
    }

    private sealed class NoGradient : Layer
    {
        public override string Kind => "nogradient";

        public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

        public override void Forward(LayerContext context) =>
            context.Emit(new Kernels.Scale((int)context.OutputShape.ItemCount, 2), context.Input(), context.Output);
    }
}

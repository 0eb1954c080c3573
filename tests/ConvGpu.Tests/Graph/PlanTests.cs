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

    /// <summary>Two layers take one output; the gradient of one of them alone would look sound.</summary>
    [Theory]
    [InlineData(0, "pass2: its backward pass gave 0 gradients for its input conv2d1 instead of 1")]
    [InlineData(2, "pass2: its backward pass gave 2 gradients for its input conv2d1 instead of 1")]
    public void ALayerThatForgetsOrRepeatsAGradientIsRefused(int times, string message)
    {
        var graph = new Graph();
        var stem = graph.Add(new Conv2D(2, 4, 3));
        var (left, right) = (graph.Add(new Pass(1), stem), graph.Add(new Pass(times), stem));
        graph.Add(new Flatten(), graph.Add(new Sum(), left, right));
        graph.Add(new Dense(64, 3));
        Assert.Contains(message, Assert.Throws<NotSupportedException>(() => Ops(graph)).Message);
    }

    /// <summary>A layer of somebody else's that overwrites the gradient it gets, behind a sum whose inputs share theirs.</summary>
    [Fact]
    public void AGradientThatBranchesShareIsCopiedOnlyForALayerThatOverwritesIt()
    {
        List<string> Behind(Layer inner)
        {
            var graph = new Graph();
            var stem = graph.Add(new Conv2D(2, 4, 3));
            graph.Add(new Sum(), stem, graph.Add(inner, graph.Add(new Conv2D(4, 4, 3, padding: 1), stem)));
            graph.Add(new Flatten());
            graph.Add(new Dense(64, 3));
            return [.. Ops(graph).SkipWhile(o => o != "softmax-cross-entropy.backward")];
        }
        Assert.Equal(1, Behind(new Overwriting()).Count(o => o == "scale"));
        Assert.DoesNotContain("scale", Behind(new ReLU()));
    }

    /// <summary>The gradient of a residual block's input is summed in the memory that the sum passed on: one addition, no copy.</summary>
    [Fact]
    public void AResidualBlockSumsGradientsWithoutACopy()
    {
        var graph = new Graph();
        var stem = graph.Add(new Conv2D(2, 4, 3));
        graph.Add(new Sum(), stem, graph.Add(new Conv2D(4, 4, 3, padding: 1), stem));
        graph.Add(new Flatten());
        graph.Add(new Dense(64, 3));
        var builder = Built(graph);
        var backward = builder.Ops.SkipWhile(o => o.Op.Name != "softmax-cross-entropy.backward").ToList();
        Assert.DoesNotContain(backward, o => o.Op.Name == "scale");
        var addition = Assert.Single(backward, o => o.Op.Name == "add");
        Assert.Same(addition.Operands[0], addition.Operands[2]);
        var passed = backward.First(o => o.Op.Name == "dense.backward-data").Operands[2];
        Assert.Same(passed, addition.Operands[2]);
    }

    [Fact]
    public void ANodeTakenTwiceByOneLayerGetsTwoGradients()
    {
        var graph = new Graph();
        var stem = graph.Add(new Conv2D(2, 4, 3));
        graph.Add(new Sum(), stem, stem);
        graph.Add(new Flatten());
        graph.Add(new Dense(64, 3));
        Assert.Equal(1, Ops(graph).SkipWhile(o => o != "softmax-cross-entropy.backward").Count(o => o == "add"));
    }

    [Fact]
    public void NodesThatTheOutputDoesNotNeedCostNothing()
    {
        using var device = ComputeDevice.Open("cpu");
        var graph = new Graph("branched", new Shape(1, 4));
        var output = graph.Add(new Dense(4, 2));
        graph.Add(new Dense(2, 3));
        graph.Output = output;
        using var network = new Network(graph, device, new NetworkOptions
        {
            MaxBatch = 1, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.1f), KeepActivations = true,
        });
        Assert.Equal(4 * 2 + 2, network.ParameterCount);
        Assert.Equal(["dense1.weight", "dense1.bias"], network.ParameterNames);
        network.SetInput([1, 2, 3, 4]);
        network.SetLabels([0]);
        network.TrainStep(1);
        Assert.Equal(["dense1.weight", "dense1.bias"], network.ReadGradients().Select(g => g.Name));
        Assert.Equal(["dense1"], network.ReadActivations(1).Select(a => a.Name));
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
    public void KeptActivationsAndGradientsAreReadByName()
    {
        using var device = ComputeDevice.Open("cpu");
        NetworkOptions options = new() { InputShape = new Shape(1, 1, 1, 3), MaxBatch = 2, Loss = new MeanSquaredError(), KeepActivations = true };
        var graph = Sequential.Of(new Flatten(), new Dense(3, 2) { Name = "head", Initializer = Initializer.Constant(0.5f) });
        using var network = new Network(graph, device, options);
        network.SetInput([1, 2, 3, 0, 1, 0]);
        network.SetTargets([1, 3, 0, 0.5f]);
        network.TrainStep(2);
        Assert.Equal(["flatten1", "head"], network.LayerNames);
        Assert.Equal([1f, 2, 3, 0, 1, 0], network.ReadActivation("flatten1", 2));
        Assert.Equal([3f, 3, 0.5f, 0.5f], network.ReadActivation("head", 2));
        // The mean over 2 items and 2 outputs of (y - t)^2: 2 (y - t) / 4 is 1, 0 for the first item and 0.25, 0 for the second.
        Assert.Equal([1f, 2.25f, 3, 0, 0, 0], network.ReadGradient("head.weight"));
        Assert.Equal([1.25f, 0], network.ReadGradient("head.bias"));
        Assert.Contains("there are flatten1, head", Assert.Throws<ArgumentException>(() => network.ReadActivation("dense1", 1)).Message);
        Assert.Contains("head.weight", Assert.Throws<ArgumentException>(() => network.ReadGradient("head")).Message);
        Assert.Throws<ShapeException>(() => network.ReadActivation("head", 3));
        using var shared = new Network(graph, device, options with { KeepActivations = false });
        Assert.Contains("KeepActivations", Assert.Throws<InvalidOperationException>(() => shared.ReadGradient("head.bias")).Message);
        using var predicting = new Network(graph, device, options with { Loss = null });
        Assert.Contains("without a loss", Assert.Throws<InvalidOperationException>(() => predicting.ReadActivation("head", 1)).Message);
    }

    /// <summary>An optimiser of somebody else's, made of public members alone.</summary>
    [Fact]
    public void AnOptimizerOutsideTheLibraryUpdatesParameters()
    {
        using var device = ComputeDevice.Open("cpu");
        float[] Trained(Optimizer optimizer)
        {
            using var network = new Network(Sequential.Of(new Dense(3, 2)), device, new NetworkOptions
            {
                InputShape = new Shape(1, 3), MaxBatch = 1, Loss = new MeanSquaredError(), Optimizer = optimizer,
            });
            network.SetInput([1, 2, 3]);
            network.SetTargets([1, -1]);
            for (var step = 0; step < 3; step++) network.TrainStep(1);
            return network.ReadParameter("dense1.weight");
        }
        Assert.Equal(Trained(new Sgd(0.125f, momentum: 0.5f)), Trained(new HalfMomentum(0.125f)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HalfMomentum(float.NaN));
    }

    [Fact]
    public void AnOptimizerCannotEmitWhatGrowsWithTheBatch()
    {
        using var device = ComputeDevice.Open("cpu");
        var refusal = Assert.Throws<InvalidOperationException>(() => new Network(ModelZoo.Mlp(), device, new NetworkOptions
        {
            MaxBatch = 2, Loss = new SoftmaxCrossEntropy(), Optimizer = new Shrinking(),
        }));
        Assert.Contains("scale counts its elements per batch item", refusal.Message);
        Assert.Equal(0, device.Counters.LiveBytes);
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

    private static List<string> Ops(Graph graph) => [.. Built(graph).Ops.Select(o => o.Op.Name)];

    private static PlanBuilder Built(Graph graph)
    {
        var shapes = new ShapedGraph(graph, _input);
        var loss = new SoftmaxCrossEntropy();
        var builder = new PlanBuilder(shapes, new PersistentTensors(shapes, loss), training: true);
        builder.Forward();
        builder.Loss(loss);
        builder.Backward(new GradientFlow(builder, new NetworkOptions { Optimizer = new Sgd(0.1f) }));
        return builder;
    }

    private sealed class NoGradient : Layer
    {
        public override string Kind => "nogradient";

        public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

        public override void Forward(LayerContext context) =>
            context.Emit(new Kernels.Scale((int)context.OutputShape.ItemCount, 2), context.Input(), context.Output);
    }

    private sealed class Pass(int times) : Layer
    {
        public override string Kind => "pass";

        public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

        public override void Forward(LayerContext context) => context.Emit(new Kernels.Scale(1, 1), context.Input(), context.Output);

        public override void Backward(LayerContext context)
        {
            for (var i = 0; i < times; i++) context.Emit(new Kernels.Scale(1, 1), context.OutputGradient, context.InputGradient());
        }
    }

    private sealed class Shrinking() : Optimizer(0.1f)
    {
        public override void Update(UpdateContext context) =>
            context.Emit(new Kernels.Scale((int)context.Length, 0.5f), context.Parameter, context.Parameter);
    }

    private sealed class HalfMomentum(float learningRate) : Optimizer(learningRate)
    {
        public override void Update(UpdateContext context) => context.Emit(
            new Kernels.SgdUpdate(context.Length, Momentum: 0.5f), context.Parameter, context.Gradient, context.Slot("velocity"), context.State);
    }

    private sealed class Overwriting : Layer
    {
        public override string Kind => "overwriting";

        public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

        public override void Forward(LayerContext context) => context.Emit(new Kernels.ReLUForward(1), context.Input(), context.Output);

        public override void Backward(LayerContext context)
        {
            var gradient = context.OutputGradient;
            context.Emit(new Kernels.ReLUBackward(1), context.Output, gradient, gradient);
            context.PassGradient();
        }
    }
}

using ConvGpu.Kernels;
using ConvGpu.Tests.Matrix;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>The gradient check passes every layer on every device.</summary>
public abstract class GradientCheckTests(string device)
{
    [Fact]
    public void EveryLayersGradientIsThatOfItsForwardPass()
    {
        var opened = TestDevices.Open(device);
        // On cpu, where a step is quickest, more of each tensor.
        var options = new GradientCheckOptions { Samples = TestDevices.IsSlow(device) ? 1 : device == OnDevice.Cpu ? 6 : 2 };
        foreach (var example in LayerExamples.All)
        {
            var result = example.Check(opened, options);
            Assert.True(result.LargestDifference < 0.01, $"{example.Name}: {result}");
            OpMatrix.Count("layer " + example.Name, device, "gradient");
            CheckMatrix.Passed(Subject.Layer, example.LayerType.Name, device, Check.Gradient);
            var (graph, input) = example.Graph(options);
            var plan = new NetworkPlan(graph, new NetworkOptions { InputShape = input, MaxBatch = options.Batch, Loss = new MeanSquaredError() });
            var node = graph.Nodes.Last(n => n.Layer?.GetType() == example.LayerType);
            CheckMatrix.MadeOf(node.Layer!, plan.Training.Concat(plan.Inference).Where(o => o.Layer == node.Name).Select(o => o.Op));
        }
        var hot = new NetworkPlan(Sequential.Of(new OneHot(4)), new NetworkOptions { InputShape = new Shape(1, 1, 1, 3) });
        CheckMatrix.MadeOf(new OneHot(4), hot.Inference.Select(o => o.Op));
    }
}

[Collection(OnDevice.Cpu)]
public sealed class GradientCheckTestsOnCpu() : GradientCheckTests(OnDevice.Cpu)
{
    [Fact]
    public void EveryLayerWithAGradientIsAmongTheExamples()
    {
        var layers = typeof(Layer).Assembly.GetTypes().Where(
            t => t.IsPublic && !t.IsAbstract && t.IsSubclassOf(typeof(Layer)) && t.GetMethod(nameof(Layer.Backward))!.DeclaringType != typeof(Layer));
        // Indices have no gradient, and one hot learns nothing.
        Assert.Equal([nameof(OneHot)], layers.Except(LayerExamples.All.Select(e => e.LayerType)).Select(t => t.Name));
    }

    /// <summary>A gradient that is off by a thousandth, has the other sign, or is 0.</summary>
    [Theory]
    [InlineData(1.001f, "has the analytic gradient")]
    [InlineData(-1, "has the analytic gradient")]
    [InlineData(0, "has the analytic gradient 0 on cpu")]
    public void AWrongGradientIsFound(float factor, string found)
    {
        var message = Fails(new Scaled(0.5f, 0.5f * factor));
        Assert.Contains("scaled: ", message);
        Assert.Contains("variable1.value", message);
        Assert.Contains(found, message);
    }

    [Fact]
    public void WhatShowsNothingIsNoSuccess() => Assert.Contains("no gradient of variable1.value on cpu could be compared", Fails(new Scaled(0, 0)));

    [Fact]
    public void AMessageNamesWhereTheToleranceComesFrom()
    {
        var message = Fails(new Scaled(0.5f, 0.25f));
        Assert.Matches(@"element \d+ of variable1\.value has the analytic gradient \S+ on cpu, but the numeric gradient \S+: they differ by", message);
        Assert.Matches(@"\(what steps of \S+ and half of it differ by, over 3\)", message);
        Assert.Contains("(roundings of outputs up to", message);
    }

    [Fact]
    public void AResultTellsHowNearGradientsAre()
    {
        var result = GradientCheck.Run(new Dense(3, 2), new Shape(1, 3), TestDevices.Open(OnDevice.Cpu), new GradientCheckOptions { Samples = 100 });
        Assert.Equal(["variable1.value", "dense1.weight", "dense1.bias"], result.Tensors.Select(t => t.Tensor));
        Assert.Equal([6, 6, 2], result.Tensors.Select(t => t.Checked));
        Assert.All(result.Tensors, t => Assert.InRange(t.LargestDifference, 0, t.LargestTolerance));
        Assert.Contains("dense on cpu: dense1.bias: 2 gradients up to", result.ToString());
    }

    /// <summary>What is not differentiable near an element is looked at with smaller steps.</summary>
    [Fact]
    public void KinksAreNoErrors()
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            foreach (Layer layer in (Layer[])[new ReLU(), new MaxPool2D(3, 1), new PReLU(2)])
                GradientCheck.Run(layer, new Shape(1, 2, 9, 9), TestDevices.Open(OnDevice.Cpu), new GradientCheckOptions { Seed = seed, Samples = 40 });
        }
    }

    private static string Fails(Layer layer) => Assert.Throws<GradientCheckException>(
        () => GradientCheck.Run(layer, new Shape(1, 2, 3, 3), TestDevices.Open(OnDevice.Cpu))).Message;

    private sealed class Scaled(float forward, float backward) : Layer
    {
        public override string Kind => "scaled";

        public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

        public override void Forward(LayerContext context) =>
            context.Emit(new Scale((int)context.OutputShape.ItemCount, forward), context.Input(), context.Output);

        public override void Backward(LayerContext context) =>
            context.Emit(new Scale((int)context.OutputShape.ItemCount, backward), context.ReadOnlyOutputGradient, context.InputGradient());
    }
}

[Collection(OnDevice.CpuAccelerator)]
public sealed class GradientCheckTestsOnCpuAccelerator() : GradientCheckTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class GradientCheckTestsOnOpenCl() : GradientCheckTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class GradientCheckTestsOnCuda() : GradientCheckTests(OnDevice.Cuda);

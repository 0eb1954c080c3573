using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>Graphs made for other classes, the layers in front of the new ones, and weights taken over from another network.</summary>
public class ClassHeadTests
{
    private static readonly Shape _input = new(1, 2, 4, 4);

    [Theory]
    [InlineData(5, "dense1")]
    [InlineData(3, "classes")]
    public void TheLastDenseLayerIsExchanged(int classes, string last)
    {
        var graph = Sequential.Of("five", _input, new Conv2D(2, 3, 3), new ReLU(), new Flatten(), new Dense(12, 5), new Softmax());
        Assert.Same(graph, graph.ForClasses(classes));
        Assert.Equal(last, graph.Output.Name);
        using var network = new Network(graph, TestDevices.Open(OnDevice.Cpu), new NetworkOptions { MaxBatch = 1 });
        Assert.Equal(classes, network.OutputShape.ItemCount);
        Assert.Equal(["conv2d1.weight", "conv2d1.bias", $"{last}.weight", $"{last}.bias"], network.ParameterNames);
    }

    [Fact]
    public void AHeadWithoutABiasStaysWithoutOne()
    {
        var graph = Sequential.Of("five", _input, new Flatten(), new Dense(32, 5, bias: false)).ForClasses(3);
        using var network = new Network(graph, TestDevices.Open(OnDevice.Cpu), new NetworkOptions { MaxBatch = 1 });
        Assert.Equal(["classes.weight"], network.ParameterNames);
    }

    /// <summary>As with an assignment to a model's fc in PyTorch, the new head has the name of the one before it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AHeadThatIsExchangedAgainIsStillCalledClasses(bool normalised)
    {
        Layer[] layers = [new Flatten(), new Dense(32, 8), new Dense(8, 5), .. normalised ? (Layer[])[new BatchNorm1D(5)] : []];
        var graph = Sequential.Of("five", _input, layers);
        foreach (var classes in (int[])[3, 4, 7])
        {
            Assert.Equal(["dense1"], graph.ForClasses(classes).LearnedBefore("classes"));
            using var network = new Network(graph, TestDevices.Open(OnDevice.Cpu), new NetworkOptions { MaxBatch = 1 });
            Assert.Equal(classes, network.OutputShape.ItemCount);
            string[] behind = normalised ? ["classes.batchnorm1d.weight", "classes.batchnorm1d.bias"] : [];
            Assert.Equal(["dense1.weight", "dense1.bias", "classes.weight", "classes.bias", .. behind], network.ParameterNames);
        }
    }

    [Fact]
    public void TwoHeadsOfOneNameAreRefused()
    {
        var graph = Sequential.Of("five", _input, new Flatten(), new Dense(32, 5));
        var (first, second) = (graph.ForClasses(3).Output, graph.ForClasses(4).Output);
        graph.Add(new Concat(), first, second);
        var error = Assert.Throws<ShapeException>(() => new Network(graph, TestDevices.Open(OnDevice.Cpu), new NetworkOptions { MaxBatch = 1 }));
        Assert.Contains("five needs 2 layers called 'classes'", error.Message);
        graph.Output = first;
        using var network = new Network(graph, TestDevices.Open(OnDevice.Cpu), new NetworkOptions { MaxBatch = 1 });
        Assert.Equal(3, network.OutputShape.ItemCount);
    }

    /// <summary>What is written for any number of classes works for the number that the model has, too.</summary>
    [Fact]
    public void ClassesNamesAHeadThatWasNotExchanged()
    {
        var graph = Sequential.Of("five", _input, new Conv2D(2, 3, 3), new Flatten(), new Dense(12, 5), new BatchNorm1D(5), new Softmax());
        Assert.Equal(["conv2d1"], graph.ForClasses(5).LearnedBefore("classes"));
        Assert.Equal("batchnorm1d1", graph.Output.Name);
        Assert.Equal(["conv2d1", "dense1"], graph.LearnedBefore("batchnorm1d1"));
        // A layer of that name is meant, wherever it is.
        var named = Sequential.Of("named", _input, new Conv2D(2, 3, 3), new Flatten(), new Dense(12, 6) { Name = "classes" }, new Dense(6, 5));
        Assert.Equal(["conv2d1"], named.LearnedBefore("classes"));
        var maps = Assert.Throws<ArgumentException>(() => Sequential.Of("maps", _input, new Conv2D(2, 3, 3)).LearnedBefore("classes"));
        Assert.Contains("maps has no layer 'classes'; it has conv2d1", maps.Message);
    }

    [Fact]
    public void WhatHasNoClassesIsRefused()
    {
        var open = Assert.Throws<ShapeException>(() => Sequential.Of(new Flatten(), new Dense(4, 5)).ForClasses(3));
        Assert.Contains("to exchange its classes it has to be known: name it where the graph is made", open.Message);
        var maps = Assert.Throws<ShapeException>(() => Sequential.Of("maps", _input, new Conv2D(2, 3, 3)).ForClasses(3));
        Assert.Contains("maps does not put out one score a class", maps.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sequential.Of("maps", _input, new Conv2D(2, 3, 3)).ForClasses(0));
    }

    /// <summary>Batch normalisation behind the exchanged layer follows its statistics as fast as the model's did, and divides by as much.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NormalisationKeepsItsNumbers(bool ofVectors)
    {
        const float momentum = 0.3f, epsilon = 0.25f;
        Layer norm = ofVectors ? new BatchNorm1D(5, momentum, epsilon) : new BatchNorm2D(5, momentum, epsilon);
        var graph = Sequential.Of("normalised", _input, new Flatten(), new Dense(32, 5), norm).ForClasses(3);
        using var network = new Network(graph, TestDevices.Open(OnDevice.Cpu), new NetworkOptions { MaxBatch = 4, Loss = new SoftmaxCrossEntropy(), KeepActivations = true });
        network.SetInput([.. Enumerable.Range(0, 128).Select(i => MathF.Sin(i))]);
        network.SetLabels([0, 1, 2, 0]);
        network.TrainStep(4);
        float[] scores = network.ReadActivation("classes", 4), normalised = network.ReadActivation(graph.Output.Name, 4);
        var running = network.ReadBuffer($"{graph.Output.Name}.running_mean");
        for (var c = 0; c < 3; c++)
        {
            double[] own = [.. Enumerable.Range(0, 4).Select(i => (double)scores[3 * i + c])];
            var (mean, variance) = (own.Average(), own.Average(v => v * v) - own.Average() * own.Average());
            // A few roundings of values of about 1.
            Assert.Equal(momentum * mean, running[c], 1e-5);
            for (var i = 0; i < 4; i++) Assert.Equal((own[i] - mean) / Math.Sqrt(variance + epsilon), normalised[3 * i + c], 1e-5);
        }
    }

    /// <summary>Two branches, of which one goes around a layer: what is beside the layer is not in front of it.</summary>
    [Fact]
    public void LayersInFrontAreThoseOnEveryWay()
    {
        var graph = new Graph("branches", _input);
        var stem = graph.Add(new Conv2D(2, 3, 3, padding: 1));
        var left = graph.Add(new BatchNorm2D(3), stem);
        var right = graph.Add(new Conv2D(3, 3, 1), graph.Add(new ReLU(), stem));
        graph.Add(new Flatten(), graph.Add(new Sum(), left, right));
        graph.Add(new Dense(48, 5));
        Assert.Equal(["conv2d1", "batchnorm2d1", "conv2d2"], graph.LearnedBefore("dense1"));
        Assert.Equal(["conv2d1"], graph.LearnedBefore("conv2d2"));
        Assert.Empty(graph.LearnedBefore("conv2d1"));
        Assert.Contains("no layer 'dense2'; it has conv2d1, batchnorm2d1", Assert.Throws<ArgumentException>(() => graph.LearnedBefore("dense2")).Message);
        var open = Assert.Throws<ShapeException>(() => Sequential.Of(new Flatten(), new Dense(4, 5)).LearnedBefore("dense1"));
        Assert.Contains("to know the parameters in front of dense1 it has to be known", open.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WeightsAreTakenOver(bool averages)
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        using var trained = Normalised(device, 5, seed: 1, averages ? 0.5f : null);
        trained.SetInput([.. Enumerable.Range(0, 128).Select(i => MathF.Sin(i))]);
        trained.SetLabels([0, 1, 2, 4]);
        for (var i = 0; i < 3; i++) trained.TrainStep(4);
        using var network = Normalised(device, 5, seed: 2, null);
        network.CopyWeightsFrom(trained);
        foreach (var name in trained.ParameterNames) Assert.Equal(averages ? trained.ReadAverage(name) : trained.ReadParameter(name), network.ReadParameter(name));
        foreach (var name in trained.BufferNames) Assert.Equal(trained.ReadBuffer(name), network.ReadBuffer(name));
        Assert.NotEqual(trained.ReadParameter("dense1.bias"), new float[5]);
        Assert.NotEqual(trained.ReadBuffer("batchnorm2d1.running_mean"), new float[3]);
    }

    [Fact]
    public void OtherLayersAreNotTakenOver()
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        using var five = Normalised(device, 5, seed: 1, null);
        using var four = Normalised(device, 4, seed: 2, null);
        var before = five.ReadParameter("conv2d1.weight");
        var size = Assert.Throws<ShapeException>(() => five.CopyWeightsFrom(four)).Message;
        Assert.Contains("has dense1.weight of 5x48x1x1", size);
        Assert.Contains("the network to copy from has it of 4x48x1x1", size);
        Assert.Equal(before, five.ReadParameter("conv2d1.weight"));
        using var dense = new Network(Sequential.Of("dense", _input, new Flatten(), new Dense(32, 5)), device, new NetworkOptions { MaxBatch = 1 });
        Assert.Contains("has conv2d1.weight of 3x2x3x3, but the network to copy from has none", Assert.Throws<ShapeException>(() => five.CopyWeightsFrom(dense)).Message);
    }

    private static Network Normalised(ComputeDevice device, int classes, ulong seed, float? averages) => new(
        Sequential.Of("net", _input, new Conv2D(2, 3, 3, padding: 1), new BatchNorm2D(3), new Flatten(), new Dense(48, classes)), device, new NetworkOptions
        {
            MaxBatch = 4, Seed = seed, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.1f), AverageDecay = averages,
        });
}

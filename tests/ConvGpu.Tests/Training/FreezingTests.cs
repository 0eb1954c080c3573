namespace ConvGpu.Tests.Training;

/// <summary>Layers whose parameters stay as they are while others learn.</summary>
public class FreezingTests
{
    private static readonly string[] _layers = ["dense1", "dense2", "dense3"];

    /// <summary>Which layers are frozen, and of which no gradient is computed: those with nothing before them that learns.</summary>
    [Theory]
    [InlineData("dense1", "dense1")]
    [InlineData("dense1,dense2", "dense1,dense2")]
    [InlineData("dense2", "")]
    [InlineData("dense3", "")]
    [InlineData("", "")]
    public void OthersLearnAsIfNothingWereFrozen(string frozen, string withoutGradient)
    {
        using var device = ComputeDevice.Open("cpu");
        using var plain = Net(device, []);
        using var network = Net(device, Split(frozen));
        Step(plain);
        Step(network);
        foreach (var layer in _layers)
        {
            var name = layer + ".weight";
            var start = ParameterOf(device, name);
            // One step of descent: a gradient does not depend on what others do with theirs.
            Assert.Equal(Split(frozen).Contains(layer) ? start : plain.ReadParameter(name), network.ReadParameter(name));
            Assert.NotEqual(start, plain.ReadParameter(name));
            if (!Split(withoutGradient).Contains(layer)) Assert.Equal(plain.ReadGradient(name), network.ReadGradient(name));
            else Assert.Contains("frozen", Assert.Throws<InvalidOperationException>(() => network.ReadGradient(name)).Message);
        }
        Assert.Equal(3 - Split(withoutGradient).Length, network.ReadGradients().Count(g => g.Name.EndsWith("weight", StringComparison.Ordinal)));
    }

    [Fact]
    public void WhatCannotBeFrozenIsNamed()
    {
        using var device = ComputeDevice.Open("cpu");
        Assert.Contains("no layer 'relu1' with parameters to freeze; it has dense1, dense2, dense3", Assert.Throws<ArgumentException>(() => Net(device, ["relu1"])).Message);
        Assert.Contains("parameters that are not frozen", Assert.Throws<ShapeException>(() => Net(device, _layers)).Message);
    }

    /// <summary>A trainer goes on with parameters that were set, and leaves those of frozen layers.</summary>
    [Fact]
    public void ATrainerStartsFromWhatWasSet()
    {
        using var device = ComputeDevice.Open("cpu");
        var digits = Datasets.Digits();
        using var trainer = new Trainer(Graph(new Shape(1, 1, 8, 8), 64), device) { Observer = null, Frozen = ["dense1"] };
        var network = trainer.Prepare(digits, 50);
        var ones = new float[network.ReadParameter("dense1.weight").Length];
        Array.Fill(ones, 0.01f);
        network.WriteParameter("dense1.weight", ones);
        var head = network.ReadParameter("dense3.weight");
        trainer.Fit(digits, epochs: 1, batchSize: 50);
        Assert.Same(network, trainer.Network);
        Assert.Equal(ones, network.ReadParameter("dense1.weight"));
        Assert.NotEqual(head, network.ReadParameter("dense3.weight"));
    }

    private static string[] Split(string names) => names.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static float[] ParameterOf(ComputeDevice device, string name)
    {
        using var fresh = Net(device, []);
        return fresh.ReadParameter(name);
    }

    private static Network Net(ComputeDevice device, string[] frozen) => new(Graph(new Shape(1, 6), 6), device, new NetworkOptions
    {
        MaxBatch = 4, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.1f), Frozen = frozen, KeepActivations = true,
    });

    private static Sequential Graph(Shape input, int inputs) =>
        Sequential.Of("net", input, new Flatten(), new Dense(inputs, 8), new Tanh(), new Dense(8, 7), new Tanh(), new Dense(7, 10));

    private static void Step(Network network)
    {
        network.SetInput([.. Enumerable.Range(0, 24).Select(i => MathF.Sin(i))]);
        network.SetLabels([0, 3, 1, 2]);
        network.TrainStep(4);
    }
}

using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>Convolutions whose algorithm is measured: every open one once, remembered, and the same results but for roundings.</summary>
[Collection("Console")]
public class TuningTests
{
    private const int Batch = 2;

    [Theory]
    [InlineData(OnDevice.Cpu)]
    [InlineData(OnDevice.CpuAccelerator)]
    public void EveryOpenConvolutionIsMeasuredOnceAndRemembered(string deviceName)
    {
        var device = TestDevices.Open(deviceName);
        var measured = new AlgorithmTuning();
        using var tuned = new Network(Model(), device, Options() with { Tuning = measured });
        // The 3x3 convolution may be direct or Winograd: forward in training and inference, which share a measurement, and two gradients;
        // the 1x1 has no choice, and the last names its algorithm.
        Assert.Equal(3, measured.Measured);
        Assert.All(measured.Choices.Values, algorithm => Assert.Contains(algorithm, new[] { ConvAlgorithm.Direct, ConvAlgorithm.Winograd }));

        var remembered = new AlgorithmTuning(measured.Choices);
        using var again = new Network(Model(), device, Options() with { Tuning = remembered });
        Assert.Equal(0, remembered.Measured);
        Assert.Equal(Loss(tuned), Loss(again));
    }

    [Fact]
    public void AnotherBatchIsAnotherMeasurement()
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        var tuning = new AlgorithmTuning();
        using (new Network(Model(), device, Options() with { Tuning = tuning })) { }
        using (new Network(Model(), device, Options() with { Tuning = tuning, MaxBatch = Batch + 1 })) { }
        Assert.Equal(6, tuning.Measured);
    }

    /// <summary>Sums of 16 * 9 products in float32, twice in a row: the algorithms differ by far less than 1e-4 of the loss.</summary>
    [Fact]
    public void WhatWasRememberedIsUsed()
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        var measured = new AlgorithmTuning();
        using (new Network(Model(), device, Options() with { Tuning = measured })) { }
        var losses = new List<float>();
        foreach (var algorithm in new[] { ConvAlgorithm.Direct, ConvAlgorithm.Winograd })
        {
            var fixedChoice = new AlgorithmTuning(measured.Choices.Keys.Select(key => KeyValuePair.Create(key, algorithm)));
            using var network = new Network(Model(), device, Options() with { Tuning = fixedChoice });
            var ops = network.OpsOf(training: true).Select(op => ConvGpu.Kernels.OpTable.AlgorithmOf(op, device)).Where(name => name.Length > 0).ToList();
            Assert.Equal(algorithm == ConvAlgorithm.Winograd ? 3 : 0, ops.Count(name => name == "winograd"));
            losses.Add(Loss(network));
        }
        Assert.Equal(losses[0], losses[1], 1e-4 * losses[0]);
    }

    /// <summary>The choices as they were written.</summary>
    [Fact]
    public void AFileKeepsTheChoices()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("convgpu-tuning").FullName, "a", "tuning.json");
        Assert.Empty(TuningFile.Load(file).Choices);
        var choices = new Dictionary<string, ConvAlgorithm> { ["a; b"] = ConvAlgorithm.Winograd, ["c"] = ConvAlgorithm.Fft };
        TuningFile.Save(file, new AlgorithmTuning(choices));
        Assert.Equal(choices, TuningFile.Load(file).Choices);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{\"a\": \"Strassen\"}")]
    [InlineData("{\"a\": 3}")]
    public void ADamagedFileIsNamedWithWhatToDo(string text)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("convgpu-tuning").FullName, "tuning.json");
        File.WriteAllText(file, text);
        var error = Assert.Throws<FileFormatException>(() => TuningFile.Load(file));
        Assert.Contains(file, error.Message);
        Assert.Contains("delete it", error.Message);
    }

    private static Graph Model() => Sequential.Of(
        new Conv2D(16, 16, 1), new ReLU(), new Conv2D(16, 16, 3, padding: 1), new ReLU(),
        new Conv2D(16, 4, 3, padding: 1, algorithm: ConvAlgorithm.Direct), new Flatten(), new Dense(4 * 8 * 8, 5));

    private static NetworkOptions Options() => new()
    {
        InputShape = new Shape(1, 16, 8, 8), MaxBatch = Batch, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.1f), Seed = 3,
    };

    private static float Loss(Network network)
    {
        var random = new Random(1);
        network.SetInput([.. Enumerable.Range(0, Batch * (int)network.InputShape.ItemCount).Select(_ => random.NextSingle() - 0.5f)]);
        network.SetLabels([.. Enumerable.Range(0, Batch).Select(i => i % 5)]);
        network.TrainStep(Batch);
        return network.ReadLoss();
    }
}

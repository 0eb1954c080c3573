using ConvGpu.Kernels;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>What the rewriting for 16 bits does to a plan, apart from rounding.</summary>
public sealed class PrecisionPlanTests
{
    /// <summary>With copies in place of conversions nothing changes: no op reads or writes what the rewriting does not know of.</summary>
    [Fact]
    public void EveryLayerComputesTheSameThroughCopies()
    {
        using var device = ComputeDevice.Open("cpu");
        foreach (var example in LayerExamples.All)
        {
            var options = new GradientCheckOptions { Samples = 3 };
            var (plain, copied) = (example.Check(device, options), example.Check(device, options with { CopiesInsteadOfRounding = true }));
            Assert.Equal(plain.Tensors.Select(t => (t.Tensor, t.LargestGradient)), copied.Tensors.Select(t => (t.Tensor, t.LargestGradient)));
        }
    }

    [Theory]
    [InlineData("lenet5", 4)]
    [InlineData("resnet-small", 2)]
    [InlineData("spatial-transformer", 2)]
    public void AModelTrainsTheSameThroughCopies(string model, int batch)
    {
        using var device = ComputeDevice.Open("cpu");
        float[] Train(bool copies, long? budget)
        {
            using var network = Make(device, model, batch, Precision.Float32, copies, budget);
            return Steps(network, batch, 3);
        }
        var plain = Train(false, null);
        Assert.Equal(plain, Train(true, null));
        if (model == "lenet5") return;
        using var whole = Make(device, model, batch, Precision.Float32, true);
        Assert.Equal(plain, Train(true, whole.Memory.PeakBytes * 19 / 20));
    }

    [Theory]
    [InlineData(Precision.Half)]
    [InlineData(Precision.BFloat16)]
    public void ABudgetChangesNoBit(Precision precision)
    {
        using var device = ComputeDevice.Open("cpu");
        using var whole = Make(device, "resnet-small", 8, precision);
        using var less = Make(device, "resnet-small", 8, precision, budget: whole.Memory.PeakBytes * 24 / 25);
        Assert.NotEmpty(less.Memory.Recomputed);
        Assert.Equal(Steps(whole, 8, 3), Steps(less, 8, 3));
    }

    /// <summary>Between layers half as much lives; what one op needs, and what is no activation, stays.</summary>
    [Theory]
    [InlineData("resnet18", 32, 0.70)]
    [InlineData("resnet-small", 64, 0.85)]
    [InlineData("vgg16", 8, 0.95)]
    public void LessMemoryIsTaken(string model, int batch, double share)
    {
        using var device = ComputeDevice.Open("cpu");
        NetworkMemory Memory(Precision precision) => NetworkMemory.Of(ModelZoo.Create(model), device, new NetworkOptions
        {
            MaxBatch = batch, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.01f, momentum: 0.9f), Precision = precision, InputShape = ModelZoo.Models.First(m => m.Name == model).Input,
        });
        var (whole, half) = (Memory(Precision.Float32), Memory(Precision.BFloat16));
        Assert.True(half.PeakBytes < share * whole.PeakBytes, $"{half.PeakBytes:N0} of {whole.PeakBytes:N0} bytes");
    }

    /// <summary>Weights of 32 rows of 512 are rounded before the input's gradient is taken, and only then is their own made.</summary>
    [Fact]
    public void LargeWeightsAreGoneWhenTheirGradientIsThere()
    {
        var graph = Sequential.Of("wide", new Shape(1, 512), new Dense(512, 512), new ReLU(), new Dense(512, 32));
        var options = new NetworkOptions { MaxBatch = 2, Loss = new MeanSquaredError(), Optimizer = new Sgd(1) };
        string Order(Precision precision)
        {
            var ops = new NetworkPlan(graph, options with { Precision = precision }).Training.Select(o => o.Op);
            return string.Join(' ', ops.Where(o => o is DenseBackwardData or DenseBackwardWeights or Round { PerItem: false }).Select(o => o.GetType().Name));
        }
        Assert.Equal("DenseBackwardWeights DenseBackwardData DenseBackwardWeights", Order(Precision.Float32));
        Assert.Equal("Round Round DenseBackwardData DenseBackwardWeights DenseBackwardWeights", Order(Precision.BFloat16));
    }

    internal static Network Make(ComputeDevice device, string model, int batch, Precision precision, bool copies = false, long? budget = null) => new(
        ModelZoo.Create(model), device, new NetworkOptions
        {
            MaxBatch = batch, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.01f, momentum: 0.9f), Precision = precision, CopiesInsteadOfRounding = copies,
            MemoryBudget = budget, InputShape = ModelZoo.Models.First(m => m.Name == model).Input, AverageDecay = 0.5f, LossScaling = new(1024),
        });

    /// <summary>The losses of some steps, what is predicted then, and the last parameter.</summary>
    private static float[] Steps(Network network, int batch, int steps)
    {
        var random = new SeededRandom(5, 0);
        var losses = new List<float>();
        for (var step = 0; step < steps; step++)
        {
            network.SetInput([.. Enumerable.Range(0, batch * (int)network.InputShape.ItemCount).Select(_ => (float)random.NextGaussian())]);
            network.SetLabels([.. Enumerable.Range(0, batch).Select(i => (i + step) % 10)]);
            network.TrainStep(batch);
            losses.Add(network.ReadLoss());
        }
        var output = new float[batch * network.OutputShape.ItemCount];
        network.Predict(batch, output);
        return [.. losses, .. output, .. network.ReadParameter(network.ParameterNames[^1]), .. network.ReadParameter(network.ParameterNames[0])];
    }
}

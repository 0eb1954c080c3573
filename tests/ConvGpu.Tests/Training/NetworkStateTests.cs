namespace ConvGpu.Tests.Training;

public class NetworkStateTests
{
    private const int Items = 4;

    /// <summary>Momentum, running statistics and the masks of dropout are among it: without one of them the fourth step would differ.</summary>
    [Fact]
    public void ANetworkOfALargerBatchGoesOnWithAllThatWasLearned()
    {
        using var device = ComputeDevice.Open("cpu");
        using var small = Make(device, maxBatch: Items, seed: 3);
        small.LearningRate = 0.1f;
        for (var step = 0; step < 3; step++) small.TrainStep(Items);
        using var large = Make(device, maxBatch: 16, seed: 4);
        large.TakeStateOf(small);
        Assert.Equal(small.LearningRate, large.LearningRate);
        small.TrainStep(Items);
        large.TrainStep(Items);
        // The order of sums may depend on the largest batch: 1e-5 of the largest value is 100 roundings of float32.
        foreach (var name in small.ParameterNames) AssertClose(small.ReadParameter(name), large.ReadParameter(name), name);
        foreach (var name in small.BufferNames) AssertClose(small.ReadBuffer(name), large.ReadBuffer(name), name);
    }

    private static Network Make(ComputeDevice device, int maxBatch, ulong seed)
    {
        var graph = Sequential.Of(new Flatten(), new Dense(16, 12), new BatchNorm1D(12), new ReLU(), new Dropout(0.5f), new Dense(12, 3));
        var network = new Network(graph, device, new NetworkOptions
        {
            InputShape = new Shape(1, 1, 4, 4), MaxBatch = maxBatch, Seed = seed, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.1f, momentum: 0.9f),
        });
        var random = new SeededRandom(7, 0);
        network.SetInput([.. Enumerable.Range(0, Items * 16).Select(_ => (float)random.NextGaussian())]);
        network.SetLabels([0, 1, 2, 1]);
        return network;
    }

    private static void AssertClose(float[] expected, float[] actual, string name)
    {
        var most = expected.Max(Math.Abs) * 1e-5f;
        Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= most, $"{name}: {pair.First} and {pair.Second}"));
    }
}

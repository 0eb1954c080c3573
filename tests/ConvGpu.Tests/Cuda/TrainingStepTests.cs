using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Cuda;

/// <summary>LeNet-5 on CUDA, emulated where there is no GPU: steps launched op by op, recorded, and replayed.</summary>
[Collection(OnDevice.Cuda)]
public sealed class TrainingStepTests
{
    private const int Batch = 2;

    // Largest difference over largest value: sums of some thousand float32 terms in another order.
    private const double Tolerance = 1e-5;

    [Fact]
    public void StepsAgreeWithCpuWhetherLaunchedRecordedOrReplayed()
    {
        using var reference = ComputeDevice.Open("cpu");
        var device = TestDevices.Open(OnDevice.Cuda);
        using var expected = LeNet(reference);
        using var actual = LeNet(device);
        for (var step = 0; step < 4; step++)
        {
            var (a, b) = (Step(actual), Step(expected));
            // Differences grow as parameters drift apart.
            var tolerance = (float)Tolerance * (1 + 10 * step);
            Assert.InRange(a, b * (1 - tolerance), b * (1 + tolerance));
            if (step == 0) Compare(expected.ReadActivations(Batch), actual.ReadActivations(Batch));
            if (step == 0) Compare(expected.ReadGradients(), actual.ReadGradients());
        }
        Assert.Equal(1, actual.RecordedSteps);
    }

    private static Network LeNet(ComputeDevice device)
    {
        var network = new Network(ModelZoo.Create("lenet5", 10), device, new NetworkOptions
        {
            MaxBatch = Batch, Seed = 3, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.05f, momentum: 0.9f), KeepActivations = true,
        });
        var random = new SeededRandom(5, 0);
        network.SetInput([.. Enumerable.Range(0, Batch * 784).Select(_ => (float)random.NextGaussian())]);
        network.SetLabels([.. Enumerable.Range(0, Batch).Select(i => i % 10)]);
        return network;
    }

    private static float Step(Network network)
    {
        network.TrainStep(Batch);
        return network.ReadLoss();
    }

    private static void Compare(IEnumerable<(string Name, float[] Values)> expected, IEnumerable<(string Name, float[] Values)> actual)
    {
        var compared = 0;
        foreach (var ((name, a), (_, b)) in expected.Zip(actual))
        {
            var largest = a.Max(v => Math.Abs((double)v));
            for (var i = 0; i < a.Length; i++) Assert.True(Math.Abs((double)a[i] - b[i]) <= Tolerance * largest, $"{name}[{i}]: {b[i]:R}, cpu {a[i]:R}");
            compared++;
        }
        Assert.True(compared > 5, $"{compared} tensors were compared.");
    }
}

using ConvGpu.Cli;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Training;

/// <summary>One training step of a model at batch 2 on opencl and on cpu, from equal weights over equal inputs; of all models, bench/acceptance models.</summary>
[Collection(OnDevice.OpenCl)]
public class ModelStepTests
{
    private const int Batch = 2;

    /// <summary>Sums of some hundred terms in other orders, through up to a dozen layers; dropout is 0.</summary>
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData("lenet5")]
    [InlineData("resnet-small")]
    [InlineData("spatial-transformer")]
    [InlineData("sequence")]
    public void TheLossesOfAStepAgreeWithCpu(string model)
    {
        using var cpu = ComputeDevice.Open("cpu");
        var (expected, actual) = (Losses(model, cpu), Losses(model, TestDevices.Open(OnDevice.OpenCl)));
        for (var i = 0; i < expected.Length; i++) Assert.InRange(actual[i], expected[i] * (1 - Tolerance), expected[i] * (1 + Tolerance));
        Assert.NotEqual(expected[0], expected[1]);
    }

    /// <summary>The loss of the step, and of the same batch after it.</summary>
    private static double[] Losses(string model, ComputeDevice device)
    {
        using var network = new Network(ModelZoo.Create(model, dropout: 0), device, new NetworkOptions
        {
            MaxBatch = Batch, Seed = 1, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.01f),
        });
        network.SetLabels([0, 1]);
        if (network.IndexLimit is not null) IndexBatch.Set(network, 1);
        else
        {
            var random = new SeededRandom(1, RandomStreams.Split);
            network.SetInput([.. Enumerable.Range(0, Batch * (int)network.InputShape.ItemCount).Select(_ => (float)random.NextGaussian())]);
        }
        return [Step(), Step()];

        double Step()
        {
            network.TrainStep(Batch);
            return network.ReadLoss();
        }
    }
}

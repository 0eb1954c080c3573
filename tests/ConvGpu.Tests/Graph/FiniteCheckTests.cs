using ConvGpu.Threading;

namespace ConvGpu.Tests.Graphs;

/// <summary>CONVGPU_DEBUG=5 names the op where a number stopped being finite.</summary>
[Collection("Console")]
public sealed class FiniteCheckTests
{
    [Fact]
    public void TheFirstTensorThatIsNotFiniteIsNamed()
    {
        using var device = ComputeDevice.Open("cpu");
        using var network = Build(device, DebugLevel.Values);
        network.SetInput([1, 2, 3, 4, 5, 6, 7, 8]);
        network.SetLabels([0, 2]);
        network.TrainStep(2);
        network.TrainStep(2);

        // 3e38 times weights of which some are above 2 overflows in the first layer; the second item of the batch alone.
        network.SetInput([1, 1, 1, 1, 3e38f, 3e38f, 3e38f, -3e38f]);
        var error = Assert.Throws<NonFiniteException>(() => network.TrainStep(2));
        Assert.Contains("dense1.output has", error.Message);
        Assert.Contains("after dense.forward of dense1, run 3 of the plan on cpu, batch 2", error.Message);
        network.TrainStep(1);

        network.SetInput([1, float.NaN, 1, 1]);
        Assert.Contains("input has NaN at element 1 of 4", Assert.Throws<NonFiniteException>(() => network.EvaluateStep(1)).Message);
    }

    [Fact]
    public void NothingIsSearchedBelowLevelFive()
    {
        using var device = ComputeDevice.Open("cpu");
        using var network = Build(device, DebugLevel.Dumps);
        network.SetInput([1, float.NaN, 1, 1]);
        network.SetLabels([0]);
        var copies = device.Counters.DeviceToHostCopies;
        network.TrainStep(1);
        Assert.Equal(copies, device.Counters.DeviceToHostCopies);
    }

    private static Network Build(ComputeDevice device, DebugLevel level)
    {
        var before = DebugLog.Level;
        try
        {
            DebugLog.Level = level;
            return new Network(Sequential.Of("mlp", new Shape(1, 4, 1, 1), new Dense(4, 64), new Dropout(0.5f), new Dense(64, 3)), device,
                new NetworkOptions { MaxBatch = 2, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.1f) });
        }
        finally
        {
            DebugLog.Level = before;
        }
    }
}

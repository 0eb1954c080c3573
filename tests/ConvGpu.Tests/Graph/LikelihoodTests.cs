using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>Log-softmax with the negative log-likelihood is softmax cross-entropy, on every device.</summary>
public abstract class LikelihoodTests(string deviceName)
{
    [Fact]
    public void WithLogSoftmaxItIsCrossEntropy()
    {
        var device = TestDevices.Open(deviceName);
        using var one = AfterAStep(device, new SoftmaxCrossEntropy(), new Dense(6, 4));
        using var two = AfterAStep(device, new NegativeLogLikelihood(), new Dense(6, 4), new LogSoftmax());
        // Four terms a sum, exponentials and logarithms of 4 units: some 20 roundings of values up to 4.
        Assert.Equal(one.ReadLoss(), two.ReadLoss(), 1e-5f);
        foreach (var ((name, a), (_, b)) in one.ReadGradients().Zip(two.ReadGradients()))
        {
            Assert.Contains(a, v => v != 0);
            for (var i = 0; i < a.Length; i++) Assert.True(Math.Abs(a[i] - b[i]) <= 1e-5, $"{name}[{i}]: {b[i]} instead of {a[i]}");
        }
    }

    private static Network AfterAStep(ComputeDevice device, Loss loss, params Layer[] layers)
    {
        var network = new Network(Sequential.Of("net", new Shape(1, 6), layers), device, new NetworkOptions { MaxBatch = 3, Seed = 2, Loss = loss, KeepActivations = true });
        network.SetInput([.. Enumerable.Range(0, 18).Select(i => (i * 7 % 11 - 5) / 4f)]);
        network.SetLabels([3, 0, 2]);
        network.TrainStep(3);
        return network;
    }
}

/// <summary>What the loss refuses.</summary>
public class LikelihoodShapeTests
{
    [Fact]
    public void OneLogarithmAClass()
    {
        foreach (var loss in (Loss[])[new NegativeLogLikelihood(), new SoftmaxCrossEntropy()])
        {
            loss.Check(new Shape(1, 4));
            foreach (var shape in (Shape[])[new(1, 4, 2, 1), new(1, 4, 1, 3), Shape.Volume(1, 4, 2, 1, 1)])
                Assert.Contains("end it with Flatten", Assert.Throws<ShapeException>(() => loss.Check(shape)).Message);
        }
    }
}

[Collection(OnDevice.Cpu)]
public sealed class LikelihoodTestsOnCpu() : LikelihoodTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class LikelihoodTestsOnCpuAccelerator() : LikelihoodTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class LikelihoodTestsOnOpenCl() : LikelihoodTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class LikelihoodTestsOnCuda() : LikelihoodTests(OnDevice.Cuda);

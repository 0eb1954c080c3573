using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>Running statistics of instance normalisation by PyTorch's rule, in training and inference, on every device.</summary>
public abstract class InstanceStatisticsTests(string deviceName)
{
    private const int Batch = 3, Channels = 2, Plane = 12, Steps = 4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheyFollowTheItemsAndInferenceTakesThem(bool affine)
    {
        const double momentum = 0.3, epsilon = 1e-3;
        using var network = new Network(
            Sequential.Of("norm", new Shape(1, Channels, 3, 4), new Conv2D(Channels, Channels, 1), new InstanceNorm2D(Channels, (float)epsilon, affine, true, (float)momentum)),
            TestDevices.Open(deviceName), new NetworkOptions { MaxBatch = Batch, Loss = new MeanSquaredError(), Optimizer = new Sgd(0) });
        // The convolution hands its input on.
        network.WriteParameter("conv2d1.weight", [1, 0, 0, 1]);
        network.WriteParameter("conv2d1.bias", [0, 0]);
        if (affine)
        {
            network.WriteParameter("instancenorm2d1.weight", [2, 0.5f]);
            network.WriteParameter("instancenorm2d1.bias", [0.25f, -1]);
        }
        Assert.Equal(["instancenorm2d1.running_mean", "instancenorm2d1.running_var"], network.BufferNames);
        double[] mean = [0, 0], variance = [1, 1];
        float[] x = [];
        for (var step = 0; step < Steps; step++)
        {
            var random = new SeededRandom(3, (uint)step);
            x = [.. Enumerable.Range(0, Batch * Channels * Plane).Select(i => (float)(random.NextGaussian() * (1 + i / Plane % Channels) + step))];
            network.SetInput(x);
            network.SetTargets(new float[x.Length]);
            network.TrainStep(Batch);
            for (var c = 0; c < Channels; c++)
            {
                var items = Enumerable.Range(0, Batch).Select(n => x.Skip((n * Channels + c) * Plane).Take(Plane).Select(v => (double)v).ToList()).ToList();
                mean[c] = (1 - momentum) * mean[c] + momentum * items.Average(i => i.Average());
                variance[c] = (1 - momentum) * variance[c] + momentum * items.Average(i => i.Sum(v => Math.Pow(v - i.Average(), 2)) / (Plane - 1));
            }
        }
        // Sums of 12 numbers up to 8, squared: some 40 roundings of 64 at most.
        Near(mean, network.ReadBuffer("instancenorm2d1.running_mean"));
        Near(variance, network.ReadBuffer("instancenorm2d1.running_var"));
        var y = new float[x.Length];
        network.Predict(Batch, y);
        for (var i = 0; i < y.Length; i++)
        {
            var c = i / Plane % Channels;
            var (weight, bias) = affine ? (c == 0 ? (2, 0.25) : (0.5, -1)) : (1.0, 0.0);
            Assert.Equal(weight * (x[i] - mean[c]) / Math.Sqrt(variance[c] + epsilon) + bias, y[i], 2e-4);
        }
    }

    [Fact]
    public void AMomentumOutsideItsRangeIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new InstanceNorm2D(2, trackRunningStatistics: true, momentum: 1.5f));

    private static void Near(double[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-4);
    }
}

[Collection(OnDevice.Cpu)]
public sealed class InstanceStatisticsTestsOnCpu() : InstanceStatisticsTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class InstanceStatisticsTestsOnCpuAccelerator() : InstanceStatisticsTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class InstanceStatisticsTestsOnOpenCl() : InstanceStatisticsTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class InstanceStatisticsTestsOnCuda() : InstanceStatisticsTests(OnDevice.Cuda);

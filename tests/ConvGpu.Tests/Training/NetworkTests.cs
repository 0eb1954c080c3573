using ConvGpu.Cli;
using ConvGpu.Tests.Ops;
using ConvGpu.Threading;

namespace ConvGpu.Tests.Training;

/// <summary>What a training step promises on every device.</summary>
public abstract class NetworkTests(string deviceName)
{
    [Fact]
    public void ANetworkLearnsTheSobelKernel()
    {
        using var device = Open();
        using var network = new Network(
            Sequential.Of("sobel", new Shape(1, 1, 12, 12), new Conv2D(1, 1, kernel: 3, bias: false)), device,
            new NetworkOptions { MaxBatch = 16, Loss = new MeanSquaredError(), Optimizer = new Sgd(0.2f, momentum: 0.5f) });
        float[] sobel = [1, 0, -1, 2, 0, -2, 1, 0, -1];
        var random = new SeededRandom(11, 0);
        float[] images = [.. Enumerable.Range(0, 16 * 144).Select(_ => (float)random.NextGaussian())];
        var responses = new float[16 * 100];
        for (var i = 0; i < responses.Length; i++)
        {
            var (image, y, x) = (i / 100, i / 10 % 10, i % 10);
            for (var k = 0; k < 9; k++) responses[i] += sobel[k] * images[image * 144 + (y + k / 3) * 12 + x + k % 3];
        }
        network.SetInput(images);
        network.SetTargets(responses);
        for (var step = 0; step < 100; step++) network.TrainStep(16);
        var learned = network.ReadParameter("conv2d1.weight");
        for (var k = 0; k < 9; k++) Assert.InRange(learned[k], sobel[k] - 1e-3f, sobel[k] + 1e-3f);
    }

    /// <summary>Counters over 100 steps after the first 50: nothing is allocated on either side, nothing copied unasked.</summary>
    [Fact]
    public void AStepAllocatesNothingAndCopiesNothing()
    {
        using var device = Open();
        var network = LeNet(device, 16);
        for (var step = 0; step < 50; step++) network.TrainStep(16);
        device.Synchronize();
        var before = device.Counters;
        // The test host's own threads may allocate in between; what a step allocates is there every time.
        var grown = long.MaxValue;
        for (var attempt = 0; attempt < 3 && grown > 0; attempt++)
        {
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            for (var step = 0; step < 100; step++) network.TrainStep(16);
            device.Synchronize();
            grown = Math.Min(grown, GC.GetTotalAllocatedBytes(precise: true) - allocated);
        }
        Assert.Equal(before, device.Counters);
        Assert.Equal(0, grown);
        network.ReadLoss();
        Assert.Equal(before with { DeviceToHostBytes = before.DeviceToHostBytes + 4, DeviceToHostCopies = before.DeviceToHostCopies + 1 }, device.Counters);
        network.Dispose();
        Assert.Equal(0, device.Counters.LiveBytes);
    }

    [Fact]
    public void LossesAreBitIdenticalForAnyNumberOfThreads()
    {
        float[] Losses(int count)
        {
            using var threads = WorkerPool.UseThreads(count);
            using var device = Open();
            using var network = LeNet(device, 16);
            return [.. Enumerable.Range(0, 10).Select(_ => Step(network, 16))];
        }
        var one = Losses(1);
        Assert.Equal(one, Losses(2));
        Assert.Equal(one, Losses(3));
        Assert.Equal(one, Losses(1));
    }

    [Fact]
    public void AShortBatchIsTheSameAsANetworkOfThatSize()
    {
        using var device = Open();
        using var large = LeNet(device, 16);
        using var small = LeNet(device, 5);
        // The order of sums may depend on the largest batch, the mathematics may not: 1e-5 is 100 roundings of float32.
        for (var step = 0; step < 3; step++)
        {
            var (a, b) = (Step(large, 5), Step(small, 5));
            Assert.InRange(a, b * (1 - 1e-5f), b * (1 + 1e-5f));
        }
    }

    [Fact]
    public void TheFirstLossAndTwentyStepsAgreeWithCpu()
    {
        var recipe = Recipe.For("lenet5", "digits");
        using var reference = ComputeDevice.Open("cpu");
        using var device = Open();
        using var expected = LeNet(reference, recipe.Batch, recipe.LearningRate);
        using var actual = LeNet(device, recipe.Batch, recipe.LearningRate);
        for (var step = 0; step < 20; step++)
        {
            var (a, b) = (Step(actual, recipe.Batch), Step(expected, recipe.Batch));
            var tolerance = step == 0 ? 1e-5f : 1e-3f;
            Assert.InRange(a, b * (1 - tolerance), b * (1 + tolerance));
        }
    }

    [Fact]
    public void BatchesThatDoNotFitAreRefused()
    {
        using var device = Open();
        using var network = LeNet(device, 4);
        Assert.Throws<ShapeException>(() => network.TrainStep(0));
        Assert.Throws<ShapeException>(() => network.TrainStep(5));
        Assert.Contains("784", Assert.Throws<ShapeException>(() => network.SetInput(new float[783])).Message);
        Assert.Throws<ShapeException>(() => network.SetLabels(new int[5]));
        Assert.Throws<InvalidOperationException>(() => network.SetTargets(new float[40]));
        Assert.Contains("room for 39", Assert.Throws<ShapeException>(() => network.Predict(4, new float[39])).Message);
    }

    /// <summary>A label indexes memory on the device, so that one outside the classes must never get there.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    [InlineData(1_000_000)]
    [InlineData(int.MinValue)]
    public void LabelsThatAreNoClassAreRefused(int label)
    {
        using var device = Open();
        using var network = LeNet(device, 4);
        var loss = Step(network, 4);
        var error = Assert.Throws<ShapeException>(() => network.SetLabels([1, 9, label, 0]));
        Assert.Equal($"Label 2 is {label}, but the network tells 10 classes apart: labels are from 0 to 9.", error.Message);
        // What was there before still trains.
        Assert.True(Step(network, 4) < loss);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NothingOfADisposedNetworkOrDeviceRuns(bool deviceFirst)
    {
        var device = Open();
        var network = LeNet(device, 4);
        Step(network, 4);
        if (deviceFirst) device.Dispose();
        else network.Dispose();
        Action[] uses =
        [
            () => network.SetInput(new float[784]), () => network.SetLabels([1]), () => network.TrainStep(4), () => network.EvaluateStep(4),
            () => network.Predict(1, new float[10]), () => network.ReadLoss(), network.ResetSums, () => network.ReadSums(),
            () => network.ReadParameter("conv2d1.bias"), () => network.WriteParameter("conv2d1.bias", new float[6]),
            () => network.LearningRate = 0.5f, network.StartProfile, () => network.StopProfile(),
            () => network.ReadGradients().Count(), () => network.ReadActivations(1).Count(),
        ];
        foreach (var use in uses) Assert.Throws<ObjectDisposedException>(use);
        network.Dispose();
        device.Dispose();
        network.Dispose();
        Assert.Throws<ObjectDisposedException>(device.Synchronize);
    }

    private static float Step(Network network, int n)
    {
        network.TrainStep(n);
        return network.ReadLoss();
    }

    private static Network LeNet(ComputeDevice device, int batch, float learningRate = 0.01f)
    {
        var network = new Network(ModelZoo.LeNet5(), device, new NetworkOptions
        {
            MaxBatch = batch, Seed = 9, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(learningRate, momentum: 0.9f),
        });
        var digits = Datasets.Digits().Train;
        var transform = new ImageTransform(digits, network.InputShape);
        var input = new float[batch * 784];
        for (var i = 0; i < batch; i++) transform.Apply(digits.Image(i), input.AsSpan(i * 784, 784));
        network.SetInput(input);
        network.SetLabels([.. digits.Labels.Take(batch)]);
        return network;
    }

    private ComputeDevice Open()
    {
        // The emulator allocates, and takes minutes for the steps of one test; Cuda/TrainingStepTests.cs has the steps it runs.
        var device = TestDevices.OpenNew(deviceName);
        if (TestDevices.IsSlow(deviceName)) device.Dispose();
        Assert.SkipWhen(TestDevices.IsSlow(deviceName), $"Device {deviceName} is emulated here.");
        return device;
    }
}

/// <summary>The managed code.</summary>
[Collection("Console")]
public sealed class CpuNetworkTests() : NetworkTests("cpu");

/// <summary>The kernels as CPU code.</summary>
[Collection("Console")]
public sealed class CpuAcceleratorNetworkTests() : NetworkTests("cpu-accelerator");

/// <summary>The kernels as OpenCL C.</summary>
[Collection("Console")]
public sealed class OpenClNetworkTests() : NetworkTests("opencl");

/// <summary>The kernels as PTX on a GPU.</summary>
[Collection(OnDevice.Cuda)]
public sealed class CudaNetworkTests() : NetworkTests("cuda");

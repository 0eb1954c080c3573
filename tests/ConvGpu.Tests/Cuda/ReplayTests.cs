using ConvGpu.FakeCuda;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Tests.Cuda;

/// <summary>A training step is recorded at its second run and replayed by one call from then on.</summary>
public sealed class ReplayTests
{
    [Fact]
    public void StepsOfABatchSizeAreRecordedOnceAndReplayed()
    {
        using var driver = new FakeCudaDriver();
        using (var device = FakeDevice.Open(driver))
        using (var network = FakeDevice.LeNet(device, 4))
        {
            var plain = LaunchesOf(driver, () => network.TrainStep(4));
            Assert.True(plain.Kernels > 20);
            Assert.Equal(0, plain.Graphs);
            Assert.Equal((plain.Kernels, 1), LaunchesOf(driver, () => network.TrainStep(4)));
            Assert.Equal(1, network.RecordedSteps);
            // What was recorded runs the kernels of the plain step, in its order.
            device.Synchronize();
            var (first, second) = (driver.Launches.TakeLast(plain.Kernels).ToArray(), driver.Launches.SkipLast(plain.Kernels).TakeLast(plain.Kernels).ToArray());
            Assert.Equal(first, second);
            for (var step = 0; step < 3; step++) Assert.Equal((0, 1), LaunchesOf(driver, () => network.TrainStep(4)));
            // A learning rate is memory; another batch size is another record.
            network.LearningRate = 0.01f;
            Assert.Equal((0, 1), LaunchesOf(driver, () => network.TrainStep(4)));
            Assert.True(LaunchesOf(driver, () => network.TrainStep(3)).Kernels > 20);
            network.TrainStep(3);
            Assert.Equal((0, 1), LaunchesOf(driver, () => network.TrainStep(3)));
            Assert.Equal(2, network.RecordedSteps);
            network.StartProfile();
            Assert.Equal((plain.Kernels, 0), LaunchesOf(driver, () => network.TrainStep(4)));
            network.StopProfile();
        }
        Assert.Equal("", driver.Live);
        Assert.Empty(driver.Violations);
    }

    [Theory]
    [InlineData("cuStreamBeginCapture")]
    [InlineData("cuStreamEndCapture")]
    [InlineData("cuGraphInstantiateWithFlags")]
    public void ADriverThatCannotRecordRunsTheStepPlainly(string failing)
    {
        using var driver = new FakeCudaDriver();
        using (var device = FakeDevice.Open(driver))
        using (var network = FakeDevice.LeNet(device, 2))
        {
            driver.Fault = call => call == failing ? CudaError.CUDA_ERROR_NOT_SUPPORTED : 0;
            network.TrainStep(2);
            network.TrainStep(2);
            var plain = LaunchesOf(driver, () => network.TrainStep(2));
            Assert.True(plain is { Kernels: > 20, Graphs: 0 }, $"{plain}");
            Assert.Equal(0, network.RecordedSteps);
        }
        Assert.Equal("", driver.Live);
        Assert.Empty(driver.Violations);
    }

    [Fact]
    public void WithoutGraphsStepsAreLaunchedOpByOp()
    {
        using var driver = new FakeCudaDriver { Missing = ["cuGraphLaunch"] };
        using var device = FakeDevice.Open(driver);
        using var network = FakeDevice.LeNet(device, 2);
        for (var step = 0; step < 3; step++) Assert.True(LaunchesOf(driver, () => network.TrainStep(2)) is { Kernels: > 20, Graphs: 0 });
    }

    private static (int Kernels, int Graphs) LaunchesOf(FakeCudaDriver driver, Action action)
    {
        driver.Calls.Clear();
        action();
        return (driver.Calls.Count(call => call == "cuLaunchKernel"), driver.Calls.Count(call => call == "cuGraphLaunch"));
    }
}

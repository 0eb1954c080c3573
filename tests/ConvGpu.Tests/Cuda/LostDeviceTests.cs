using ConvGpu.FakeCuda;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Tests.Cuda;

/// <summary>A device that runs out of memory or dies while it trains.</summary>
public sealed class LostDeviceTests
{
    [Fact]
    public void NoRoomForANetworkNamesTheOwnersOfWhatIsLive()
    {
        using var driver = new FakeCudaDriver { MemoryBytes = 3 << 20 };
        using (var device = FakeDevice.Open(driver))
        {
            using var tensor = device.Allocate(new Shape(1, 1, 512, 512), "my image");
            var error = Assert.Throws<DeviceException>(() => FakeDevice.LeNet(device, 128));
            Assert.Contains("cuda:0 could not allocate", error.Message);
            Assert.Contains("my image 1,048,576", error.Message);
            Assert.Contains("are free", error.Message);
            // The device goes on, and a smaller batch fits.
            using var network = FakeDevice.LeNet(device, 2);
            network.TrainStep(2);
            device.Synchronize();
        }
        Assert.Equal("", driver.Live);
    }

    /// <summary>The second slab of several finds no room, or the fourth module: what was there before is freed.</summary>
    [Theory]
    [InlineData("cuMemAlloc", 1)]
    [InlineData("cuModuleLoadDataEx", 3)]
    public void ANetworkThatCouldNotBeMadeLeavesNothing(string failing, int survived)
    {
        using var driver = new FakeCudaDriver();
        using (var device = FakeDevice.Open(driver, largestAllocation: 256 << 10))
        {
            driver.Fault = call => call.StartsWith(failing, StringComparison.Ordinal) && survived-- == 0 ? CudaError.CUDA_ERROR_OUT_OF_MEMORY : 0;
            var error = Assert.ThrowsAny<Exception>(() => FakeDevice.LeNet(device, 16));
            Assert.True(error is DeviceException or AcceleratorException, $"{error}");
            Assert.Equal(0, device.Counters.LiveBytes);
        }
        Assert.Equal("", driver.Live);
        Assert.Empty(driver.Violations);
    }

    [Fact]
    public void ANetworkWithRecordedStepsMayOutliveItsDevice()
    {
        using var driver = new FakeCudaDriver();
        var device = FakeDevice.Open(driver);
        var network = FakeDevice.LeNet(device, 2);
        for (var step = 0; step < 3; step++) network.TrainStep(2);
        Assert.Equal(1, network.RecordedSteps);
        device.Dispose();
        Assert.Throws<ObjectDisposedException>(() => network.TrainStep(2));
        network.Dispose();
        Assert.Equal("", driver.Live);
        Assert.Empty(driver.Violations);
    }

    [Fact]
    public void ALostDeviceSaysSoOnceAndIsDisposedQuietly()
    {
        using var driver = new DyingDriver { Survived = 100 };
        using (var device = FakeDevice.Open(driver))
        using (var network = FakeDevice.LeNet(device, 2))
        {
            var error = Assert.ThrowsAny<AcceleratorException>(() =>
            {
                for (var step = 0; step < 100; step++)
                {
                    network.TrainStep(2);
                    network.ReadLoss();
                }
            });
            Assert.Contains("The CUDA context on 'Fake GPU' is lost", error.Message);
            Assert.Contains("last kernels launched", error.Message);
            Assert.Equal(error.Message, Assert.ThrowsAny<AcceleratorException>(() => network.TrainStep(2)).Message);
        }
        Assert.Equal("", driver.Live);
        Assert.Empty(driver.Violations);
    }

    private sealed class DyingDriver : FakeCudaDriver
    {
        public int Survived { get; set; }

        protected override CudaError Execute(
            FakeFunction function, (int X, int Y, int Z) grid, (int X, int Y, int Z) group, int sharedBytes, byte[] arguments) =>
            Survived-- > 0 ? CudaError.CUDA_SUCCESS : CudaError.CUDA_ERROR_ILLEGAL_ADDRESS;
    }
}

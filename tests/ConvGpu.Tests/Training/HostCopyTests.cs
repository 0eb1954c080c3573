using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Training;

/// <summary>What training copies to the device: every image and label once, and the learning rate where it changed.</summary>
public abstract class HostCopyTests(string deviceName)
{
    private const int Pixels = 64;

    /// <summary>100 steps after the first 50, counted in the trainer: an epoch has 50, of which the last is short.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AStepCopiesItsImagesAndLabelsAndAChangedLearningRate(bool constantRate)
    {
        const int batch = 4, images = 49 * batch + 3;
        using var device = TestDevices.OpenNew(deviceName);
        var copied = new List<long>();
        using var trainer = new Trainer(Sequential.Of(new Flatten(), new Dense(Pixels, 10)), device)
        {
            Observer = null, Schedule = constantRate ? Schedule.Constant : Schedule.LinearToZero,
            StopWhen = _ =>
            {
                copied.Add(device.Counters.HostToDeviceBytes);
                return false;
            },
        };
        var digits = Datasets.Digits();
        var train = digits.Train.Select("some digits", [.. Enumerable.Range(0, images)]);
        trainer.Fit(digits with { Train = train, HardTest = null }, epochs: 3, batch, TestContext.Current.CancellationToken);
        // To a GPU a pixel is a byte.
        var image = sizeof(float) + Pixels * (device.Info.IsGpu ? 1 : sizeof(float));
        Assert.Equal(2L * images * image + sizeof(float) * (constantRate ? 0 : 100), copied[2] - copied[0]);
    }
}

/// <summary>The managed code.</summary>
[Collection("Console")]
public sealed class CpuHostCopyTests() : HostCopyTests(OnDevice.Cpu);

/// <summary>The kernels as CPU code.</summary>
[Collection("Console")]
public sealed class CpuAcceleratorHostCopyTests() : HostCopyTests(OnDevice.CpuAccelerator);

/// <summary>The kernels as OpenCL C.</summary>
[Collection("Console")]
public sealed class OpenClHostCopyTests() : HostCopyTests(OnDevice.OpenCl);

/// <summary>The kernels as PTX.</summary>
[Collection(OnDevice.Cuda)]
public sealed class CudaHostCopyTests() : HostCopyTests(OnDevice.Cuda);

using ConvGpu.FakeCuda;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Tests.Cuda;

/// <summary>Memory for batches that cannot be had leaves what there was, and nothing else.</summary>
public sealed class PixelUploadTests
{
    private const int Batch = 4;

    private static readonly ImageSet _small = Random(8), _large = Random(12);

    /// <summary>A slot has three page-locked arrays; each of the six of a new size is refused once.</summary>
    [Fact]
    public void ARefusedArrayOfTheHostLeavesTheOldSlots()
    {
        using var driver = new FakeCudaDriver();
        using (var device = FakeDevice.Open(driver))
        {
            var before = driver.Live;
            var upload = new PixelUpload(device, Batch, slots: 2);
            for (var refused = 0; refused < 6; refused++) RefusedAt<OutOfMemoryException>(driver, "cuMemHostRegister", refused, () => Start(upload, _small));
            Assert.Equal(before, driver.Live);
            Start(upload, _small);
            var held = driver.Live;
            Assert.NotEqual(before, held);
            for (var refused = 0; refused < 6; refused++)
            {
                RefusedAt<OutOfMemoryException>(driver, "cuMemHostRegister", refused, () => Start(upload, _large));
                Assert.Equal(held, driver.Live);
                Start(upload, _small);
                Assert.Equal([3, 1], upload.Fill(refused, [3, 1], null).ToArray());
            }
            Start(upload, _large);
            Assert.Equal([2], upload.Fill(0, [2], null).ToArray());
            upload.Dispose();
            Assert.Equal(before, driver.Live);
        }
        Assert.Equal("", driver.Live);
        Assert.Empty(driver.Violations);
    }

    /// <summary>The stream, the norms and the three buffers of either stage, each refused once; then the upload goes on.</summary>
    [Fact]
    public void ARefusedBufferOfTheDeviceLeavesNothing()
    {
        using var driver = new FakeCudaDriver();
        using (var device = FakeDevice.Open(driver))
        using (var network = new Network(Sequential.Of("small", new Shape(1, 1, 8, 8), new Flatten(), new Dense(64, 10)), device, new NetworkOptions
        {
            MaxBatch = Batch, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.1f),
        }))
        {
            var upload = new PixelUpload(device, Batch, slots: 2);
            Start(upload, _small);
            upload.Fill(0, [0, 1], null);
            var before = (device.Counters.LiveBytes, Streams(driver));
            for (var refused = 0; refused < 7; refused++)
            {
                RefusedAt<DeviceException>(driver, "cuMemAllocAsync", refused, () => upload.Take(network, 0, 2));
                Assert.Equal(before, (device.Counters.LiveBytes, Streams(driver)));
            }
            RefusedAt<OutOfMemoryException>(driver, "cuStreamCreate", 0, () => upload.Take(network, 0, 2));
            Assert.Equal(before, (device.Counters.LiveBytes, Streams(driver)));
            upload.Take(network, 0, 2);
            Assert.True(device.Counters.LiveBytes > before.LiveBytes);
            upload.Dispose();
        }
        Assert.Equal("", driver.Live);
        Assert.Empty(driver.Violations);
    }

    // Freed memory is in use until the streams are past it; the device counts what it holds.
    private static string Streams(FakeCudaDriver driver) => Assert.Single(driver.Live.Split(", "), part => part.EndsWith("FakeStream", StringComparison.Ordinal));

    private static void Start(PixelUpload upload, ImageSet images) => upload.Start(images, new ImageTransform(images, images.Shape), null, 0);

    /// <summary>Runs what makes a call of the driver fail the given time, counted from 0.</summary>
    private static void RefusedAt<TException>(FakeCudaDriver driver, string call, int time, Action act) where TException : Exception
    {
        var left = time;
        driver.Fault = name => name == call && left-- == 0 ? throw new OutOfMemoryException("for a test") : CudaError.CUDA_SUCCESS;
        try
        {
            Assert.EndsWith("for a test", Assert.Throws<TException>(act).Message, StringComparison.Ordinal);
        }
        finally
        {
            driver.Fault = null;
        }
    }

    private static ImageSet Random(int side)
    {
        var pixels = new byte[Batch * side * side];
        new Random(side).NextBytes(pixels);
        return new ImageSet("random", new Shape(Batch, 1, side, side), 10, pixels, [0, 1, 2, 3]);
    }
}

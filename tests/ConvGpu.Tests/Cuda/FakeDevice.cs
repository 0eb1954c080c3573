using ConvGpu.FakeCuda;
using ConvGpu.Ilgpu.Accelerators.Cuda;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Tests.Cuda;

/// <summary>Devices whose driver is a fake.</summary>
internal static class FakeDevice
{
    /// <summary>A device behind a driver; where the driver runs no kernels, nothing is computed.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="largestAllocation">The most bytes that one allocation can have; all memory unless given.</param>
    public static ComputeDevice Open(FakeCudaDriver driver, long? largestAllocation = null)
    {
        var device = new CudaDevice(new CudaDeviceInfo(driver, driver.Version, 0));
        return ComputeDevice.Create(DeviceDiscovery.Cuda(device, 0), "for a test", builder => builder.Add(device), largestAllocation ?? device.MemorySize);
    }

    public static Network LeNet(ComputeDevice device, int batch) => new(ModelZoo.Create("lenet5", 10), device, new NetworkOptions
    {
        MaxBatch = batch, Seed = 3, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.05f, momentum: 0.9f),
    });
}

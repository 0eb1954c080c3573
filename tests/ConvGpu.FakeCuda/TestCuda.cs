using ConvGpu.Ilgpu.Accelerators.Cuda;
using ConvGpu.Testing;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.FakeCuda;

/// <summary>The CUDA device of tests: the machine's own where it has one, else an emulated one.</summary>
internal static class TestCuda
{
    private static readonly Lazy<bool> Announced = new(() =>
    {
        Console.WriteLine(IsEmulated
            ? $"CUDA tests run on the PTX emulator: {string.Join(" ", CudaDevices.Current.Problems)}"
            : $"CUDA tests run on {CudaDevices.Current.Devices[0].Name}.");
        return true;
    });

    /// <summary>CONVGPU_REQUIRE names cuda: an emulated device will not do.</summary>
    public static bool IsRequired => RequiredDevices.Contains("cuda");

    public static bool IsEmulated => CudaDevices.Current.Devices.IsEmpty;

    /// <exception cref="InvalidOperationException">A real device is required and there is none.</exception>
    public static CudaDevice Open()
    {
        if (IsEmulated && IsRequired)
            throw new InvalidOperationException($"CONVGPU_REQUIRE names cuda, but {string.Join(" ", CudaDevices.Current.Problems)}");
        _ = Announced.Value;
        return IsEmulated ? Emulate() : new CudaDevice(CudaDevices.Current.Devices[0]);
    }

    public static CudaDevice Emulate(EmulatedCudaDriver? driver = null)
    {
        driver ??= new EmulatedCudaDriver();
        return new CudaDevice(new CudaDeviceInfo(driver, driver.Version, 0));
    }
}

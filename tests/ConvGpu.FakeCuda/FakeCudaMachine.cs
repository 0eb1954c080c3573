using ConvGpu.Ilgpu.Accelerators.Cuda;
using ConvGpu.Ilgpu.Accelerators.Drivers;
using ILGPU;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.FakeCuda;

/// <summary>A context whose one device is driven by a fake.</summary>
internal sealed class FakeCudaMachine : IDisposable
{
    public FakeCudaMachine(FakeCudaDriver driver, string? cacheFolder = null, bool profiling = false)
    {
        Driver = driver;
        Device = new CudaDevice(new CudaDeviceInfo(driver, driver.Version, 0));
        Context = Context.Create(builder =>
        {
            builder.Add(Device);
            if (profiling)
                builder.Profiling();
        });
        try
        {
            Accelerator = Context.CreateCudaAccelerator(0);
            Accelerator.Programs = new ProgramCache(cacheFolder);
        }
        catch
        {
            Context.Dispose();
            throw;
        }
    }

    public FakeCudaDriver Driver { get; }

    public CudaDevice Device { get; }

    public Context Context { get; }

    public CudaAccelerator Accelerator { get; }

    public void Dispose()
    {
        Accelerator.Dispose();
        Context.Dispose();
    }
}

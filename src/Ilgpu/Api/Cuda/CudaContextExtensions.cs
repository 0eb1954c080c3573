namespace ILGPU.Runtime.Cuda;

/// <summary>CUDA devices of contexts.</summary>
public static class CudaContextExtensions
{
    /// <summary>Adds the usable CUDA devices; none where there is no driver.</summary>
    public static Context.Builder Cuda(this Context.Builder builder) => builder.Cuda(_ => true);

    /// <summary>Adds the usable CUDA devices that the predicate takes.</summary>
    public static Context.Builder Cuda(this Context.Builder builder, Predicate<CudaDevice> predicate)
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (var device in CudaDevice.GetDevices(predicate))
            builder.Add(device);
        return builder;
    }

    /// <summary>A CUDA device of the context.</summary>
    public static CudaDevice GetCudaDevice(this Context context, int cudaDeviceIndex)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetDevice<CudaDevice>(cudaDeviceIndex);
    }

    /// <summary>The CUDA devices of the context.</summary>
    public static Context.DeviceCollection<CudaDevice> GetCudaDevices(this Context context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetDevices<CudaDevice>();
    }

    /// <summary>Makes an accelerator of a CUDA device of the context.</summary>
    public static CudaAccelerator CreateCudaAccelerator(this Context context, int cudaDeviceIndex) =>
        context.GetCudaDevice(cudaDeviceIndex).CreateCudaAccelerator(context);
}

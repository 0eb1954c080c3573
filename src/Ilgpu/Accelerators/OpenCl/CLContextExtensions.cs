namespace ILGPU.Runtime.OpenCL;

/// <summary>OpenCL devices of contexts.</summary>
public static class CLContextExtensions
{
    /// <summary>Adds the usable OpenCL devices; none where there is no OpenCL.</summary>
    public static Context.Builder OpenCL(this Context.Builder builder) => builder.OpenCL(_ => true);

    /// <summary>Adds the usable OpenCL devices that the predicate takes.</summary>
    public static Context.Builder OpenCL(this Context.Builder builder, Predicate<CLDevice> predicate)
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (var device in CLDevice.GetDevices(predicate))
            builder.Add(device);
        return builder;
    }

    /// <summary>An OpenCL device of the context.</summary>
    public static CLDevice GetCLDevice(this Context context, int clDeviceIndex)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetDevice<CLDevice>(clDeviceIndex);
    }

    /// <summary>The OpenCL devices of the context.</summary>
    public static Context.DeviceCollection<CLDevice> GetCLDevices(this Context context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetDevices<CLDevice>();
    }

    /// <summary>Makes an accelerator of an OpenCL device of the context.</summary>
    public static CLAccelerator CreateCLAccelerator(this Context context, int clDeviceIndex) =>
        context.GetCLDevice(clDeviceIndex).CreateCLAccelerator(context);
}

namespace ILGPU.Runtime.CPU;

/// <summary>CPU devices of contexts.</summary>
public static class CPUContextExtensions
{
    /// <summary>Adds the processor.</summary>
    public static Context.Builder DefaultCPU(this Context.Builder builder) => builder.CPU(CPUDevice.Default);

    /// <summary>Adds the processor.</summary>
    public static Context.Builder CPU(this Context.Builder builder) => builder.CPU(CPUDevice.Default);

    /// <summary>Adds a predefined device.</summary>
    public static Context.Builder CPU(this Context.Builder builder, CPUDeviceKind kind) => builder.CPU(CPUDevice.GetDevice(kind));

    /// <summary>Adds a device.</summary>
    public static Context.Builder CPU(this Context.Builder builder, CPUDevice device)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(device);
        return builder.Add(device);
    }

    /// <summary>Adds the predefined devices that the predicate takes.</summary>
    public static Context.Builder CPU(this Context.Builder builder, Predicate<CPUDevice> predicate)
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (var device in CPUDevice.GetDevices(predicate))
            builder.Add(device);
        return builder;
    }

    /// <summary>Makes an accelerator of the processor, whether the context has it as a device or not.</summary>
    public static CPUAccelerator GetImplicitCPUAccelerator(this Context context) => CPUDevice.Default.CreateCPUAccelerator(context);

    /// <summary>A CPU device of the context.</summary>
    public static CPUDevice GetCPUDevice(this Context context, int cpuDeviceIndex)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetDevice<CPUDevice>(cpuDeviceIndex);
    }

    /// <summary>The CPU devices of the context.</summary>
    public static Context.DeviceCollection<CPUDevice> GetCPUDevices(this Context context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetDevices<CPUDevice>();
    }

    /// <summary>Makes an accelerator of a CPU device of the context.</summary>
    public static CPUAccelerator CreateCPUAccelerator(this Context context, int cpuDeviceIndex) =>
        context.GetCPUDevice(cpuDeviceIndex).CreateCPUAccelerator(context);

    /// <summary>Makes an accelerator of a CPU device of the context.</summary>
    public static CPUAccelerator CreateCPUAccelerator(this Context context, int cpuDeviceIndex, CPUAcceleratorMode mode) =>
        context.GetCPUDevice(cpuDeviceIndex).CreateCPUAccelerator(context, mode);

    /// <summary>Makes an accelerator of a CPU device of the context.</summary>
    public static CPUAccelerator CreateCPUAccelerator(
        this Context context, int cpuDeviceIndex, CPUAcceleratorMode mode, ThreadPriority threadPriority) =>
        context.GetCPUDevice(cpuDeviceIndex).CreateCPUAccelerator(context, mode, threadPriority);
}

namespace ILGPU.Runtime;

/// <summary>What is known of a device.</summary>
public interface IDevice
{
    /// <summary>The kind of device.</summary>
    AcceleratorType AcceleratorType { get; }

    /// <summary>The device's name.</summary>
    string Name { get; }

    /// <summary>Bytes of memory.</summary>
    long MemorySize { get; }

    /// <summary>The most groups in each dimension.</summary>
    Index3D MaxGridSize { get; }

    /// <summary>The most items of a group in each dimension.</summary>
    Index3D MaxGroupSize { get; }

    /// <summary>The most items of a group.</summary>
    int MaxNumThreadsPerGroup { get; }

    /// <summary>The most bytes of shared memory of a group.</summary>
    int MaxSharedMemoryPerGroup { get; }

    /// <summary>Bytes of constant memory.</summary>
    int MaxConstantMemory { get; }

    /// <summary>Items of a warp.</summary>
    int WarpSize { get; }

    /// <summary>How many groups run at the same time at least.</summary>
    int NumMultiprocessors { get; }

    /// <summary>The most items that share a multiprocessor.</summary>
    int MaxNumThreadsPerMultiprocessor { get; }

    /// <summary>The most items that run at the same time.</summary>
    int MaxNumThreads { get; }

    /// <summary>What the device can do.</summary>
    CapabilityContext Capabilities { get; }

    /// <summary>Writes what is known of the device.</summary>
    void PrintInformation(TextWriter writer);
}

/// <summary>Makes accelerators.</summary>
public interface IAcceleratorBuilder
{
    /// <summary>Makes an accelerator of the context.</summary>
    Accelerator CreateAccelerator(Context context);
}

/// <summary>What a device can do.</summary>
public abstract class CapabilityContext
{
    /// <summary>Makes capabilities.</summary>
    protected CapabilityContext()
    {
    }
}

/// <summary>Output of devices.</summary>
public static class DeviceExtensions
{
    /// <summary>Writes what is known of the device to the console.</summary>
    public static void PrintInformation(this IDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        device.PrintInformation(Console.Out);
    }
}

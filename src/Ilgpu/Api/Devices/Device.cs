namespace ILGPU.Runtime;

/// <summary>A device of the machine, from which accelerators are made.</summary>
public abstract class Device : IDevice, IAcceleratorBuilder
{
    /// <summary>Makes a device.</summary>
    protected Device()
    {
    }

    /// <summary>The kind of device.</summary>
    public AcceleratorType AcceleratorType { get; protected init; }

    /// <summary>The device's name.</summary>
    public string Name { get; protected init; } = "";

    /// <summary>Bytes of memory.</summary>
    public long MemorySize { get; protected init; }

    /// <summary>The most groups in each dimension.</summary>
    public Index3D MaxGridSize { get; protected init; }

    /// <summary>The most items of a group in each dimension.</summary>
    public Index3D MaxGroupSize { get; protected init; }

    /// <summary>The most items of a group.</summary>
    public int MaxNumThreadsPerGroup { get; protected init; }

    /// <summary>The most bytes of shared memory of a group.</summary>
    public int MaxSharedMemoryPerGroup { get; protected init; }

    /// <summary>Bytes of constant memory.</summary>
    public int MaxConstantMemory { get; protected init; }

    /// <summary>Items of a warp.</summary>
    public int WarpSize { get; protected init; }

    /// <summary>How many groups run at the same time at least.</summary>
    public int NumMultiprocessors { get; protected init; }

    /// <summary>The most items that share a multiprocessor.</summary>
    public int MaxNumThreadsPerMultiprocessor { get; protected init; }

    /// <summary>The most items that run at the same time.</summary>
    public int MaxNumThreads => NumMultiprocessors * MaxNumThreadsPerMultiprocessor;

    /// <summary>What the device can do.</summary>
    public CapabilityContext Capabilities { get; protected init; } = null!;

    /// <summary>The place among devices when nothing is said: the lowest is taken.</summary>
    internal virtual int Preference => 0;

    /// <summary>Makes an accelerator of the context.</summary>
    public abstract Accelerator CreateAccelerator(Context context);

    /// <summary>Writes what is known of the device.</summary>
    public void PrintInformation(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"{Name} ({AcceleratorType})");
        writer.WriteLine($"  memory                     {MemorySize} bytes");
        writer.WriteLine($"  multiprocessors            {NumMultiprocessors}");
        writer.WriteLine($"  items of a warp            {WarpSize}");
        writer.WriteLine($"  items of a group           {MaxNumThreadsPerGroup}, in each dimension {MaxGroupSize}");
        writer.WriteLine($"  groups                     {MaxGridSize}");
        writer.WriteLine($"  shared memory of a group   {MaxSharedMemoryPerGroup} bytes");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({AcceleratorType})";
}

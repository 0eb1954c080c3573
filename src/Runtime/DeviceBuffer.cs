using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu;

/// <summary>One allocation in a device's memory, owned by the device and freed by whoever is first: its user or the device.</summary>
internal sealed class DeviceBuffer : IDisposable
{
    private readonly ComputeDevice _device;
    private MemoryBuffer1D<byte, Stride1D.Dense>? _memory;

    internal DeviceBuffer(ComputeDevice device, MemoryBuffer1D<byte, Stride1D.Dense> memory, string name, bool ownedByUser)
    {
        _device = device;
        _memory = memory;
        Name = name;
        OwnedByUser = ownedByUser;
        Length = memory.Length;
    }

    /// <summary>What the memory is for, as leak reports show it.</summary>
    public string Name { get; }

    /// <summary>True for memory that a user asked for and should dispose.</summary>
    public bool OwnedByUser { get; }

    /// <summary>Bytes allocated.</summary>
    public long Length { get; }

    /// <summary>The bytes.</summary>
    public ArrayView<byte> Bytes => (_memory ?? throw new ObjectDisposedException(Name)).View;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_memory is null) return;
        _device.Forget(this);
        Free();
    }

    internal void Free()
    {
        _memory?.Dispose();
        _memory = null;
    }
}

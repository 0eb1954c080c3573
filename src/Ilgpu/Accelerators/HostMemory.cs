using System.Runtime.InteropServices;

namespace ILGPU.Runtime;

/// <summary>All of the host's memory as one buffer: an offset in it is an address. It belongs to no accelerator.</summary>
internal sealed unsafe class HostMemory : MemoryBuffer
{
    public static readonly HostMemory Instance = new();

    private HostMemory() : base(null!, long.MaxValue, 1)
    {
    }

    internal override nint HostAddress => 0;

    internal override bool IsHostMemory => true;

    protected internal override void SetBytes(AcceleratorStream stream, byte value, long offset, long bytes) =>
        NativeMemory.Fill((void*)offset, (nuint)bytes, value);

    protected internal override void CopyFromHost(AcceleratorStream stream, nint source, long offset, long bytes, bool blocking) =>
        Buffer.MemoryCopy((void*)source, (void*)offset, bytes, bytes);

    protected internal override void CopyToHost(AcceleratorStream stream, nint target, long offset, long bytes, bool blocking) =>
        Buffer.MemoryCopy((void*)offset, (void*)target, bytes, bytes);

    protected internal override void CopyFromBuffer(
        AcceleratorStream stream, MemoryBuffer source, long sourceOffset, long offset, long bytes) =>
        source.CopyToHost(stream, (nint)offset, sourceOffset, bytes, blocking: true);
}

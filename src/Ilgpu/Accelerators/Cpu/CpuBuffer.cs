using System.Runtime.InteropServices;
using ConvGpu.Ilgpu.Devices;

namespace ILGPU.Runtime.CPU;

/// <summary>Memory of the CPU accelerator, aligned to 64 bytes.</summary>
internal sealed unsafe class CpuBuffer : MemoryBuffer
{
    private const int Alignment = 64;

    public CpuBuffer(Accelerator accelerator, long length, int elementSize) : base(accelerator, length, elementSize)
    {
        NativePtr = (nint)NativeMemory.AlignedAlloc((nuint)Math.Max(LengthInBytes, Alignment), Alignment);
        accelerator.Counters.Allocated(LengthInBytes);
        if (KernelEnvironment.Validate)
            NativeMemory.Fill((void*)NativePtr, (nuint)LengthInBytes, 0xFF);
    }

    internal override nint HostAddress
    {
        get
        {
            ThrowIfDisposed();
            return NativePtr;
        }
    }

    internal override bool IsHostMemory => true;

    protected internal override void SetBytes(AcceleratorStream stream, byte value, long offset, long bytes) =>
        NativeMemory.Fill((byte*)NativePtr + offset, (nuint)bytes, value);

    protected internal override void CopyFromHost(AcceleratorStream stream, nint source, long offset, long bytes, bool blocking)
    {
        Buffer.MemoryCopy((void*)source, (byte*)NativePtr + offset, bytes, bytes);
        Accelerator.Counters.CopiedToDevice(bytes);
    }

    protected internal override void CopyToHost(AcceleratorStream stream, nint target, long offset, long bytes, bool blocking)
    {
        Buffer.MemoryCopy((byte*)NativePtr + offset, (void*)target, bytes, bytes);
        Accelerator.Counters.CopiedToHost(bytes);
    }

    protected internal override void CopyFromBuffer(AcceleratorStream stream, MemoryBuffer source, long sourceOffset, long offset, long bytes) =>
        Buffer.MemoryCopy((byte*)source.HostAddress + sourceOffset, (byte*)NativePtr + offset, bytes, bytes);

    protected override void Dispose(bool disposing)
    {
        NativeMemory.AlignedFree((void*)NativePtr);
        NativePtr = 0;
        Accelerator.Counters.Freed(LengthInBytes);
        base.Dispose(disposing);
    }
}

using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>Memory of a CUDA device.</summary>
internal sealed unsafe class CudaBuffer : MemoryBuffer
{
    private readonly CudaAccelerator _owner;
    private readonly CudaSession _session;

    public CudaBuffer(CudaAccelerator accelerator, long length, int elementSize)
        : base(accelerator, length, elementSize)
    {
        _owner = accelerator;
        _session = accelerator.Session;
        NativePtr = (nint)accelerator.Memory.Allocate(AllocatedBytes);
        accelerator.Counters.Allocated(LengthInBytes);
    }

    private ulong Address => (ulong)NativePtr;

    // CUDA has no empty allocations.
    private long AllocatedBytes => Math.Max(LengthInBytes, 1);

    protected internal override void SetBytes(AcceleratorStream stream, byte value, long offset, long bytes)
    {
        nint native = CudaStream.Enter(stream, _owner);
        _session.Check(_session.Driver.MemsetD8Async(Address + (ulong)offset, value, (nuint)bytes, native), "cuMemsetD8Async");
    }

    protected internal override void CopyFromHost(AcceleratorStream stream, nint source, long offset, long bytes, bool blocking)
    {
        nint native = CudaStream.Enter(stream, _owner);
        _session.Check(_session.Driver.MemcpyHtoDAsync(Address + (ulong)offset, (void*)source, (nuint)bytes, native), "cuMemcpyHtoDAsync");
        Finish(native, blocking);
        Accelerator.Counters.CopiedToDevice(bytes);
    }

    protected internal override void CopyToHost(AcceleratorStream stream, nint target, long offset, long bytes, bool blocking)
    {
        nint native = CudaStream.Enter(stream, _owner);
        _session.Check(_session.Driver.MemcpyDtoHAsync((void*)target, Address + (ulong)offset, (nuint)bytes, native), "cuMemcpyDtoHAsync");
        Finish(native, blocking);
        Accelerator.Counters.CopiedToHost(bytes);
    }

    protected internal override void CopyFromBuffer(AcceleratorStream stream, MemoryBuffer source, long sourceOffset, long offset, long bytes)
    {
        if (source == this && sourceOffset == offset)
            return;
        nint native = CudaStream.Enter(stream, _owner);
        ulong from = (ulong)source.NativePtr + (ulong)sourceOffset;
        _session.Check(_session.Driver.MemcpyDtoDAsync(Address + (ulong)offset, from, (nuint)bytes, native), "cuMemcpyDtoDAsync");
    }

    protected override void Dispose(bool disposing)
    {
        ulong address = Address;
        NativePtr = 0;
        if (address != 0)
        {
            _owner.Memory.Free(address, AllocatedBytes);
            Accelerator.Counters.Freed(LengthInBytes);
        }
        base.Dispose(disposing);
    }

    private void Finish(nint stream, bool blocking)
    {
        if (blocking)
            _session.Check(_session.Driver.StreamSynchronize(stream), "cuStreamSynchronize");
    }
}

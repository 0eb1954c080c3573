using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>A cl_mem. Views of it are byte offsets; sub-buffers are never made, because they would have to be aligned.</summary>
internal sealed unsafe class OpenClBuffer : MemoryBuffer
{
    private readonly OpenClApi _api;

    public OpenClBuffer(CLAccelerator accelerator, long length, int elementSize)
        : base(accelerator, length, elementSize)
    {
        _api = accelerator.Api;
        var device = accelerator.Device.Info;
        if (LengthInBytes > device.MaxAllocation)
            throw new OutOfMemoryException(
                $"A buffer of {LengthInBytes} bytes is more than '{device.Name}' allocates at once ({device.MaxAllocation} bytes). Split it, or use a smaller batch.");
        try
        {
            // OpenCL has no empty buffers.
            NativePtr = _api.CreateBuffer(accelerator.NativePtr, Math.Max(LengthInBytes, 1));
        }
        catch (CLException error) when (error.Error is CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE or CLError.CL_OUT_OF_RESOURCES
            or CLError.CL_OUT_OF_HOST_MEMORY or CLError.CL_INVALID_BUFFER_SIZE)
        {
            throw new OutOfMemoryException(
                $"'{device.Name}' has no room for {LengthInBytes} bytes beside {accelerator.Counters.LiveBytes} of {device.MemorySize} in use: {error.Message}", error);
        }
        accelerator.Counters.Allocated(LengthInBytes);
    }

    private CLAccelerator Device => (CLAccelerator)Accelerator;

    protected internal override void SetBytes(AcceleratorStream stream, byte value, long offset, long bytes) =>
        _api.Fill(OpenClStream.QueueOf(stream, Device), NativePtr, value, offset, bytes);

    protected internal override void CopyFromHost(AcceleratorStream stream, nint source, long offset, long bytes, bool blocking)
    {
        _api.Write(OpenClStream.QueueOf(stream, Device), NativePtr, offset, (void*)source, bytes, blocking);
        Accelerator.Counters.CopiedToDevice(bytes);
    }

    protected internal override void CopyToHost(AcceleratorStream stream, nint target, long offset, long bytes, bool blocking)
    {
        _api.Read(OpenClStream.QueueOf(stream, Device), NativePtr, offset, (void*)target, bytes, blocking);
        Accelerator.Counters.CopiedToHost(bytes);
    }

    protected internal override void CopyFromBuffer(AcceleratorStream stream, MemoryBuffer source, long sourceOffset, long offset, long bytes)
    {
        if (source == this && sourceOffset == offset)
            return;
        _api.Copy(OpenClStream.QueueOf(stream, Device), source.NativePtr, sourceOffset, NativePtr, offset, bytes);
    }

    protected override void Dispose(bool disposing)
    {
        nint handle = NativePtr;
        NativePtr = 0;
        if (handle != 0)
        {
            _api.ReleaseBuffer(handle);
            Accelerator.Counters.Freed(LengthInBytes);
        }
        base.Dispose(disposing);
    }
}

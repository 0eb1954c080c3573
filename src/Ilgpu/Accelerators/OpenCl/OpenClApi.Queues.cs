using static ConvGpu.Ilgpu.Accelerators.OpenCl.OpenClConstants;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <content>Command queues, buffers and events. Sizes and offsets are in bytes.</content>
internal sealed unsafe partial class OpenClApi
{
    private readonly delegate* unmanaged<nint, nint, ulong, int*, nint> _createCommandQueue;
    private readonly delegate* unmanaged<nint, int> _releaseCommandQueue;
    private readonly delegate* unmanaged<nint, int> _flush;
    private readonly delegate* unmanaged<nint, int> _finish;
    private readonly delegate* unmanaged<nint, ulong, nuint, void*, int*, nint> _createBuffer;
    private readonly delegate* unmanaged<nint, int> _releaseMemObject;
    private readonly delegate* unmanaged<nint, nint, uint, nuint, nuint, void*, uint, nint*, nint*, int> _enqueueReadBuffer;
    private readonly delegate* unmanaged<nint, nint, uint, nuint, nuint, void*, uint, nint*, nint*, int> _enqueueWriteBuffer;
    private readonly delegate* unmanaged<nint, nint, nint, nuint, nuint, nuint, uint, nint*, nint*, int> _enqueueCopyBuffer;
    private readonly delegate* unmanaged<nint, nint, void*, nuint, nuint, nuint, uint, nint*, nint*, int> _enqueueFillBuffer;
    private readonly delegate* unmanaged<nint, nint, uint, ulong, nuint, nuint, uint, nint*, nint*, int*, void*> _enqueueMapBuffer;
    private readonly delegate* unmanaged<nint, nint, void*, uint, nint*, nint*, int> _enqueueUnmapMemObject;
    private readonly delegate* unmanaged<nint, uint, nint*, nint*, int> _enqueueMarker;
    private readonly delegate* unmanaged<uint, nint*, int> _waitForEvents;
    private readonly delegate* unmanaged<nint, uint, nuint, void*, nuint*, int> _getEventProfilingInfo;
    private readonly delegate* unmanaged<nint, int> _releaseEvent;

    /// <summary>An in-order queue.</summary>
    public nint CreateQueue(nint context, nint device, bool profiling)
    {
        int error = Injected("clCreateCommandQueue");
        nint queue = error == 0 ? _createCommandQueue(context, device, profiling ? QueueProfiling : 0, &error) : 0;
        Check(error, "clCreateCommandQueue");
        Live.Add(OpenClObject.Queue);
        return queue;
    }

    public void ReleaseQueue(nint queue)
    {
        _ = _releaseCommandQueue(queue);
        Live.Remove(OpenClObject.Queue);
    }

    public void Flush(nint queue)
    {
        int error = Injected("clFlush");
        Check(error != 0 ? error : _flush(queue), "clFlush");
    }

    public void Finish(nint queue)
    {
        int error = Injected("clFinish");
        Check(error != 0 ? error : _finish(queue), "clFinish");
    }

    public nint CreateBuffer(nint context, long size, ulong flags = MemoryReadWrite)
    {
        int error = Injected("clCreateBuffer");
        nint buffer = error == 0 ? _createBuffer(context, flags, (nuint)size, null, &error) : 0;
        Check(error, "clCreateBuffer");
        Live.Add(OpenClObject.Buffer);
        return buffer;
    }

    public void ReleaseBuffer(nint buffer)
    {
        _ = _releaseMemObject(buffer);
        Live.Remove(OpenClObject.Buffer);
    }

    public void Read(nint queue, nint buffer, long offset, void* target, long size, bool wait)
    {
        int error = Injected("clEnqueueReadBuffer");
        Check(error != 0 ? error : _enqueueReadBuffer(queue, buffer, wait ? 1u : 0u, (nuint)offset, (nuint)size, target, 0, null, null),
            "clEnqueueReadBuffer");
    }

    public void Write(nint queue, nint buffer, long offset, void* source, long size, bool wait)
    {
        int error = Injected("clEnqueueWriteBuffer");
        Check(error != 0 ? error : _enqueueWriteBuffer(queue, buffer, wait ? 1u : 0u, (nuint)offset, (nuint)size, source, 0, null, null),
            "clEnqueueWriteBuffer");
    }

    public void Copy(nint queue, nint source, long sourceOffset, nint target, long targetOffset, long size)
    {
        int error = Injected("clEnqueueCopyBuffer");
        if (error == 0)
            error = _enqueueCopyBuffer(queue, source, target, (nuint)sourceOffset, (nuint)targetOffset, (nuint)size, 0, null, null);
        Check(error, "clEnqueueCopyBuffer");
    }

    public void Fill(nint queue, nint buffer, byte value, long offset, long size)
    {
        int error = Injected("clEnqueueFillBuffer");
        Check(error != 0 ? error : _enqueueFillBuffer(queue, buffer, &value, 1, (nuint)offset, (nuint)size, 0, null, null),
            "clEnqueueFillBuffer");
    }

    /// <summary>Maps a whole buffer for the host to read and write; waits until it is there.</summary>
    public void* Map(nint queue, nint buffer, long size)
    {
        int error = Injected("clEnqueueMapBuffer");
        void* address = error == 0
            ? _enqueueMapBuffer(queue, buffer, 1, MapReadWrite, 0, (nuint)size, 0, null, null, &error)
            : null;
        Check(error, "clEnqueueMapBuffer");
        Live.Add(OpenClObject.Mapping);
        return address;
    }

    public void Unmap(nint queue, nint buffer, void* address)
    {
        _ = _enqueueUnmapMemObject(queue, buffer, address, 0, null, null);
        Live.Remove(OpenClObject.Mapping);
    }

    /// <summary>An event that completes when everything before it in the queue has.</summary>
    public nint EnqueueMarker(nint queue)
    {
        nint marker = 0;
        int error = Injected("clEnqueueMarkerWithWaitList");
        Check(error != 0 ? error : _enqueueMarker(queue, 0, null, &marker), "clEnqueueMarkerWithWaitList");
        Live.Add(OpenClObject.Event);
        return marker;
    }

    public void Wait(nint marker)
    {
        int error = Injected("clWaitForEvents");
        Check(error != 0 ? error : _waitForEvents(1, &marker), "clWaitForEvents");
    }

    /// <summary>When a completed event's command ended, in nanoseconds of the device's clock.</summary>
    public long GetEndTime(nint marker)
    {
        ulong time = 0;
        int error = Injected("clGetEventProfilingInfo");
        Check(error != 0 ? error : _getEventProfilingInfo(marker, ProfilingCommandEnd, sizeof(ulong), &time, null), "clGetEventProfilingInfo");
        return (long)time;
    }

    public void ReleaseEvent(nint marker)
    {
        _ = _releaseEvent(marker);
        Live.Remove(OpenClObject.Event);
    }
}

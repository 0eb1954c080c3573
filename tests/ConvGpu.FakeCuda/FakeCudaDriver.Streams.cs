using System.Diagnostics;
using ConvGpu.Ilgpu.Accelerators.Cuda;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.FakeCuda;

/// <content>Streams, events, and captured work.</content>
internal partial class FakeCudaDriver
{
    public CudaError StreamCreate(out nint stream, CudaStreamFlags flags)
    {
        stream = 0;
        var error = Begin("cuStreamCreate");
        if (error == CudaError.CUDA_SUCCESS)
            stream = Add(new FakeStream());
        return error;
    }

    public CudaError StreamDestroy(nint stream)
    {
        var error = BeginRelease("cuStreamDestroy");
        Remove<FakeStream>(stream, "cuStreamDestroy")?.Run();
        return error;
    }

    public CudaError StreamSynchronize(nint stream)
    {
        var error = Begin("cuStreamSynchronize");
        if (error != CudaError.CUDA_SUCCESS || Find<FakeStream>(stream, "cuStreamSynchronize") is not { } queue)
            return error;
        if (queue.Capture is not null)
            return Invalidate(queue);
        queue.Run();
        return Sticky;
    }

    public CudaError StreamWaitEvent(nint stream, nint ev, uint flags)
    {
        var error = Begin("cuStreamWaitEvent");
        if (error != CudaError.CUDA_SUCCESS || Find<FakeStream>(stream, "cuStreamWaitEvent") is not { } queue)
            return error;
        // The event's place is the one it has now, whatever is recorded later.
        if (Find<FakeEvent>(ev, "cuStreamWaitEvent") is { Stream: { } before, Position: var position } && before != queue)
            queue.Enqueue(() => before.Run(position));
        return error;
    }

    public CudaError EventCreate(out nint ev, CudaEventFlags flags)
    {
        ev = 0;
        var error = Begin("cuEventCreate");
        if (error == CudaError.CUDA_SUCCESS)
            ev = Add(new FakeEvent((flags & CudaEventFlags.DisableTiming) == 0));
        return error;
    }

    public CudaError EventRecord(nint ev, nint stream)
    {
        var error = Begin("cuEventRecord");
        if (error != CudaError.CUDA_SUCCESS || Find<FakeStream>(stream, "cuEventRecord") is not { } queue
            || Find<FakeEvent>(ev, "cuEventRecord") is not { } record)
            return error;
        queue.Enqueue(record.Stamp);
        (record.Stream, record.Position) = (queue, queue.Submitted);
        return error;
    }

    public CudaError EventSynchronize(nint ev)
    {
        var error = Begin("cuEventSynchronize");
        if (error == CudaError.CUDA_SUCCESS && Find<FakeEvent>(ev, "cuEventSynchronize") is { Stream: { } queue } record)
            queue.Run(record.Position);
        return error == CudaError.CUDA_SUCCESS ? Sticky : error;
    }

    public CudaError EventElapsedTime(out float milliseconds, nint start, nint end)
    {
        milliseconds = 0;
        var error = Begin("cuEventElapsedTime");
        if (error != CudaError.CUDA_SUCCESS || Find<FakeEvent>(start, "cuEventElapsedTime") is not { } first
            || Find<FakeEvent>(end, "cuEventElapsedTime") is not { } last)
            return error;
        if (!first.Measures || !last.Measures)
            return CudaError.CUDA_ERROR_INVALID_HANDLE;
        if (first.Ticks == 0 || last.Ticks == 0)
            return CudaError.CUDA_ERROR_NOT_READY;
        milliseconds = (float)((last.Ticks - first.Ticks) * 1000.0 / Stopwatch.Frequency);
        return error;
    }

    public CudaError EventDestroy(nint ev)
    {
        var error = BeginRelease("cuEventDestroy");
        Remove<FakeEvent>(ev, "cuEventDestroy");
        return error;
    }

    public CudaError StreamBeginCapture(nint stream, CudaCaptureMode mode)
    {
        var error = Begin("cuStreamBeginCapture");
        if (error != CudaError.CUDA_SUCCESS || Find<FakeStream>(stream, "cuStreamBeginCapture") is not { } queue)
            return error;
        if (queue.Capture is not null)
            return CudaError.CUDA_ERROR_ILLEGAL_STATE;
        (queue.Capture, queue.CaptureIsInvalid) = (new FakeGraph(), false);
        return error;
    }

    public CudaError StreamEndCapture(nint stream, out nint graph)
    {
        graph = 0;
        var error = BeginRelease("cuStreamEndCapture");
        if (Find<FakeStream>(stream, "cuStreamEndCapture") is not { } queue)
            return error;
        if (queue.Capture is not { } captured)
            return CudaError.CUDA_ERROR_ILLEGAL_STATE;
        queue.Capture = null;
        if (queue.CaptureIsInvalid)
            return CudaError.CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
        if (error == CudaError.CUDA_SUCCESS)
            graph = Add(captured);
        return error;
    }

    public CudaError GraphInstantiate(out nint executable, nint graph, ulong flags)
    {
        executable = 0;
        var error = Begin("cuGraphInstantiateWithFlags");
        if (error == CudaError.CUDA_SUCCESS && Find<FakeGraph>(graph, "cuGraphInstantiateWithFlags") is { } captured)
            executable = Add(new FakeExecutable([.. captured.Work]));
        return error;
    }

    public CudaError GraphLaunch(nint executable, nint stream)
    {
        var error = Begin("cuGraphLaunch");
        if (error != CudaError.CUDA_SUCCESS || Find<FakeStream>(stream, "cuGraphLaunch") is not { } queue)
            return error;
        foreach (var work in Find<FakeExecutable>(executable, "cuGraphLaunch")?.Work ?? [])
            queue.Enqueue(work);
        return error;
    }

    public CudaError GraphExecDestroy(nint executable)
    {
        var error = BeginRelease("cuGraphExecDestroy");
        Remove<FakeExecutable>(executable, "cuGraphExecDestroy");
        return error;
    }

    public CudaError GraphDestroy(nint graph)
    {
        var error = BeginRelease("cuGraphDestroy");
        Remove<FakeGraph>(graph, "cuGraphDestroy");
        return error;
    }

    private void RunAll()
    {
        FakeStream[] streams;
        lock (_gate)
            streams = [.. _objects.Values.OfType<FakeStream>()];
        foreach (var stream in streams)
            stream.Run();
    }

    private FakeStream? AnyCapture()
    {
        lock (_gate)
            return _objects.Values.OfType<FakeStream>().FirstOrDefault(stream => stream.Capture is not null);
    }

    private static CudaError Invalidate(FakeStream stream)
    {
        stream.CaptureIsInvalid = true;
        return CudaError.CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    }
}

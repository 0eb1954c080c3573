using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>A marker command in a queue with profiling; its end is the moment.</summary>
internal sealed class OpenClProfilingMarker(CLAccelerator accelerator, nint queue) : ProfilingMarker(accelerator)
{
    private const long NanosecondsPerTick = 100;
    private nint _event = accelerator.Api.EnqueueMarker(queue);

    private OpenClApi Api => ((CLAccelerator)Accelerator).Api;

    public override void Synchronize()
    {
        ThrowIfDisposed();
        Api.Wait(_event);
    }

    public override TimeSpan MeasureFrom(ProfilingMarker marker)
    {
        if (marker is not OpenClProfilingMarker start || start.Accelerator != Accelerator)
            throw new ArgumentException("The marker belongs to another accelerator.", nameof(marker));
        start.Synchronize();
        Synchronize();
        return TimeSpan.FromTicks((Api.GetEndTime(_event) - Api.GetEndTime(start._event)) / NanosecondsPerTick);
    }

    protected override void Dispose(bool disposing)
    {
        nint marker = Interlocked.Exchange(ref _event, 0);
        if (marker != 0)
            Api.ReleaseEvent(marker);
        base.Dispose(disposing);
    }
}

using System.Diagnostics;

namespace ILGPU.Runtime.CPU;

/// <summary>The stream of the CPU accelerator: everything is done when the call returns.</summary>
internal sealed class CpuStream(Accelerator accelerator) : AcceleratorStream(accelerator)
{
    public override void Synchronize() => ThrowIfDisposed();

    protected override ProfilingMarker CreateProfilingMarker() => Accelerator.Track(new CpuProfilingMarker(Accelerator));
}

/// <summary>A moment of the host's clock.</summary>
internal sealed class CpuProfilingMarker(Accelerator accelerator) : ProfilingMarker(accelerator)
{
    private readonly long _ticks = Stopwatch.GetTimestamp();

    public override void Synchronize()
    {
    }

    public override TimeSpan MeasureFrom(ProfilingMarker marker) => marker is CpuProfilingMarker start
        ? Stopwatch.GetElapsedTime(start._ticks, _ticks)
        : throw new ArgumentException("The marker is of another kind of accelerator.", nameof(marker));
}

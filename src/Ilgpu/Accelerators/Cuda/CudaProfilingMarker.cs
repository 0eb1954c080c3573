using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>An event in a stream; the device writes down when it came to it.</summary>
internal sealed class CudaProfilingMarker : ProfilingMarker
{
    private readonly CudaSession _session;
    private nint _event;

    public CudaProfilingMarker(CudaAccelerator accelerator, nint stream)
        : base(accelerator)
    {
        _session = accelerator.Session;
        _session.Enter();
        _session.Check(_session.Driver.EventCreate(out _event, CudaEventFlags.Default), "cuEventCreate");
        try
        {
            _session.Check(_session.Driver.EventRecord(_event, stream), "cuEventRecord");
        }
        catch
        {
            _ = _session.Driver.EventDestroy(_event);
            throw;
        }
    }

    public override void Synchronize()
    {
        ThrowIfDisposed();
        _session.Enter();
        _session.Check(_session.Driver.EventSynchronize(_event), "cuEventSynchronize");
    }

    public override TimeSpan MeasureFrom(ProfilingMarker marker)
    {
        if (marker is not CudaProfilingMarker start || start.Accelerator != Accelerator)
            throw new ArgumentException("The marker belongs to another accelerator.", nameof(marker));
        start.Synchronize();
        Synchronize();
        _session.Check(_session.Driver.EventElapsedTime(out float milliseconds, start._event, _event), "cuEventElapsedTime");
        return TimeSpan.FromMilliseconds(milliseconds);
    }

    protected override void Dispose(bool disposing)
    {
        nint marker = Interlocked.Exchange(ref _event, 0);
        if (marker != 0)
        {
            _session.EnterToRelease();
            _ = _session.Driver.EventDestroy(marker);
        }
        base.Dispose(disposing);
    }
}

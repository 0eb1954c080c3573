using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>An in-order queue of an OpenCL device.</summary>
internal sealed class OpenClStream : AcceleratorStream
{
    private nint _queue;

    public OpenClStream(CLAccelerator accelerator)
        : base(accelerator) =>
        _queue = accelerator.Api.CreateQueue(accelerator.NativePtr, accelerator.DeviceId, accelerator.Context.Properties.EnableProfiling);

    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public nint Queue
    {
        get
        {
            ThrowIfDisposed();
            return _queue;
        }
    }

    private CLAccelerator Owner => (CLAccelerator)Accelerator;

    /// <exception cref="ArgumentException">The stream belongs to another accelerator.</exception>
    public static nint QueueOf(AcceleratorStream stream, CLAccelerator accelerator) =>
        stream is OpenClStream own && own.Accelerator == accelerator
            ? own.Queue
            : throw new ArgumentException($"The stream belongs to another accelerator than {accelerator.Name}.", nameof(stream));

    public override void Synchronize()
    {
        Owner.Api.Finish(Queue);
        Owner.Asserts.Check();
    }

    protected override ProfilingMarker CreateProfilingMarker() => Accelerator.Track(new OpenClProfilingMarker(Owner, Queue));

    protected override void Dispose(bool disposing)
    {
        Owner.Forget(this);
        nint queue = Interlocked.Exchange(ref _queue, 0);
        if (queue != 0)
            Owner.Api.ReleaseQueue(queue);
        base.Dispose(disposing);
    }
}

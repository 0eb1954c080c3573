using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class Subsample2DForwardManaged : ManagedImplementation<Subsample2DForward>
{
    protected override Action<int> Bind(Subsample2DForward op, in HostBinding binding)
    {
        var job = new SubsampleJob(op.Geometry);
        float* x = binding.Float(0), y = binding.Float(1);
        return n => job.Gather(n, x, y);
    }
}

internal sealed unsafe class Subsample2DBackwardManaged : ManagedImplementation<Subsample2DBackward>
{
    protected override Action<int> Bind(Subsample2DBackward op, in HostBinding binding)
    {
        var job = new SubsampleJob(op.Geometry);
        float* dy = binding.Float(0), dx = binding.Float(1);
        return n => job.Scatter(n, dy, dx);
    }
}

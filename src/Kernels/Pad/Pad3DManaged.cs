using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class Pad3DForwardManaged : ManagedImplementation<Pad3DForward>
{
    protected override Action<int> Bind(Pad3DForward op, in HostBinding binding)
    {
        var job = new Pad3DJob(op.Geometry);
        float* x = binding.Float(0), y = binding.Float(1);
        return n => job.Spread(n, x, y);
    }
}

internal sealed unsafe class Pad3DBackwardManaged : ManagedImplementation<Pad3DBackward>
{
    protected override Action<int> Bind(Pad3DBackward op, in HostBinding binding)
    {
        var job = new Pad3DJob(op.Geometry);
        float* dy = binding.Float(0), dx = binding.Float(1);
        return n => job.Fold(n, dy, dx);
    }
}

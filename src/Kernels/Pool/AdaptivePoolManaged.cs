using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class AdaptiveAvgPool2DForwardManaged : ManagedImplementation<AdaptiveAvgPool2DForward>
{
    protected override Action<int> Bind(AdaptiveAvgPool2DForward op, in HostBinding binding)
    {
        var job = new AdaptiveAverageForwardJob(op.Geometry);
        float* x = binding.Float(0), y = binding.Float(1);
        return n => job.Run(n, x, y);
    }
}

internal sealed unsafe class AdaptiveAvgPool2DBackwardManaged : ManagedImplementation<AdaptiveAvgPool2DBackward>
{
    protected override Action<int> Bind(AdaptiveAvgPool2DBackward op, in HostBinding binding)
    {
        var job = new AdaptiveAverageBackwardJob(op.Geometry);
        float* dy = binding.Float(0), dx = binding.Float(1);
        return n => job.Run(n, dy, dx);
    }
}

internal sealed unsafe class AdaptiveMaxPool2DForwardManaged : ManagedImplementation<AdaptiveMaxPool2DForward>
{
    protected override Action<int> Bind(AdaptiveMaxPool2DForward op, in HostBinding binding)
    {
        var job = new AdaptiveMaxForwardJob(op.Geometry);
        float* x = binding.Float(0), y = binding.Float(1);
        var index = binding.Int(2);
        return n => job.Run(n, x, y, index);
    }
}

internal sealed unsafe class AdaptiveMaxPool2DBackwardManaged : ManagedImplementation<AdaptiveMaxPool2DBackward>
{
    protected override Action<int> Bind(AdaptiveMaxPool2DBackward op, in HostBinding binding)
    {
        var job = new AdaptiveMaxBackwardJob(op.Geometry);
        float* dy = binding.Float(0), dx = binding.Float(2);
        var index = binding.Int(1);
        return n => job.Run(n, dy, dx, index);
    }
}

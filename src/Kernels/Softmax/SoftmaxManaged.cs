using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class SoftmaxForwardManaged : ManagedImplementation<SoftmaxForward>
{
    protected override Action<int> Bind(SoftmaxForward op, in HostBinding binding)
    {
        SoftmaxForwardJob job = op.Log ? new SoftmaxForwardJob<LogSoftmaxForm>(op.Length, op.Inner) : new SoftmaxForwardJob<SoftmaxForm>(op.Length, op.Inner);
        float* x = binding.Float(0), y = binding.Float(1);
        return n => job.Run(n * op.Outer, x, y);
    }
}

internal sealed unsafe class SoftmaxBackwardManaged : ManagedImplementation<SoftmaxBackward>
{
    protected override Action<int> Bind(SoftmaxBackward op, in HostBinding binding)
    {
        SoftmaxBackwardJob job = op.Log ? new SoftmaxBackwardJob<LogSoftmaxForm>(op.Length, op.Inner) : new SoftmaxBackwardJob<SoftmaxForm>(op.Length, op.Inner);
        float* y = binding.Float(0), dy = binding.Float(1), dx = binding.Float(2);
        return n => job.Run(n * op.Outer, y, dy, dx);
    }
}

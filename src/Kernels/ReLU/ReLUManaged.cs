using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class ReLUForwardManaged : ManagedImplementation<ReLUForward>
{
    protected override Action<int> Bind(ReLUForward op, in HostBinding binding)
    {
        var job = new ActivationForwardJob<ReLUFunctor>(default);
        float* x = binding.Float(0), y = binding.Float(1);
        return n => job.Run((long)n * op.Count, x, y);
    }
}

internal sealed unsafe class ReLUBackwardManaged : ManagedImplementation<ReLUBackward>
{
    protected override Action<int> Bind(ReLUBackward op, in HostBinding binding)
    {
        var job = new ActivationBackwardJob<ReLUFunctor>(default);
        float* y = binding.Float(0), dy = binding.Float(1), dx = binding.Float(2);
        return n => job.Run((long)n * op.Count, y, dy, dx);
    }
}

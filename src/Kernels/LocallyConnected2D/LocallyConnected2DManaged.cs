using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class LocallyConnected2DForwardManaged : ManagedImplementation<LocallyConnected2DForward>
{
    protected override Action<int> Bind(LocallyConnected2DForward op, in HostBinding binding)
    {
        var job = new LocalForwardJob(op.Geometry);
        float* x = binding.Float(0), w = binding.Float(1), bias = op.Bias ? binding.Float(2) : null, y = binding.Float(binding.Last);
        return n => job.Run(n, x, w, bias, y);
    }
}

internal sealed unsafe class LocallyConnected2DBackwardDataManaged : ManagedImplementation<LocallyConnected2DBackwardData>
{
    protected override Action<int> Bind(LocallyConnected2DBackwardData op, in HostBinding binding)
    {
        var job = new LocalBackwardDataJob(op.Geometry);
        float* dy = binding.Float(0), w = binding.Float(1), dx = binding.Float(2);
        return n => job.Run(n, dy, w, dx);
    }
}

internal sealed unsafe class LocallyConnected2DBackwardWeightsManaged : ManagedImplementation<LocallyConnected2DBackwardWeights>
{
    protected override Action<int> Bind(LocallyConnected2DBackwardWeights op, in HostBinding binding)
    {
        var job = new LocalBackwardWeightsJob(op.Geometry);
        float* x = binding.Float(0), dy = binding.Float(1), dw = binding.Float(2), db = op.Bias ? binding.Float(3) : null;
        return n => job.Run(n, x, dy, dw, db);
    }
}

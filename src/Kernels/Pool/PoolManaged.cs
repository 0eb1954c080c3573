using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class MaxPool2DForwardManaged : ManagedImplementation<MaxPool2DForward>
{
    protected override Action<int> Bind(MaxPool2DForward op, in HostBinding binding)
    {
        var job = new MaxPoolForwardJob(op.Geometry);
        float* x = binding.Float(0), y = binding.Float(1);
        var index = binding.Int(2);
        return n => job.Run(n, x, y, index);
    }
}

internal sealed unsafe class MaxPool2DBackwardManaged : ManagedImplementation<MaxPool2DBackward>
{
    protected override Action<int> Bind(MaxPool2DBackward op, in HostBinding binding)
    {
        var job = new MaxPoolBackwardJob(op.Geometry);
        float* dy = binding.Float(0), dx = binding.Float(2);
        var index = binding.Int(1);
        return n => job.Run(n, dy, index, dx);
    }
}

internal sealed unsafe class AvgPool2DForwardManaged : ManagedImplementation<AvgPool2DForward>
{
    protected override Action<int> Bind(AvgPool2DForward op, in HostBinding binding)
    {
        var job = new AveragePoolForwardJob(op.Geometry, op.CountPadding);
        float* x = binding.Float(0), y = binding.Float(1);
        return n => job.Run(n, x, y);
    }
}

internal sealed unsafe class AvgPool2DBackwardManaged : ManagedImplementation<AvgPool2DBackward>
{
    protected override Action<int> Bind(AvgPool2DBackward op, in HostBinding binding)
    {
        var job = new AveragePoolBackwardJob(op.Geometry, op.CountPadding);
        float* dy = binding.Float(0), dx = binding.Float(1);
        return n => job.Run(n, dy, dx);
    }
}

internal sealed unsafe class MaxUnpool2DForwardManaged : ManagedImplementation<MaxUnpool2DForward>
{
    protected override Action<int> Bind(MaxUnpool2DForward op, in HostBinding binding) =>
        new MaxUnpoolForwardJob(op.Geometry) { X = binding.Float(0), Index = binding.Int(1), Y = binding.Float(2) }.Run;
}

internal sealed unsafe class MaxUnpool2DBackwardManaged : ManagedImplementation<MaxUnpool2DBackward>
{
    protected override Action<int> Bind(MaxUnpool2DBackward op, in HostBinding binding) =>
        new MaxUnpoolBackwardJob(op.Geometry) { Dy = binding.Float(0), Index = binding.Int(1), Dx = binding.Float(2) }.Run;
}

using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class ChannelBiasForwardManaged : ManagedImplementation<ChannelBiasForward>
{
    protected override Action<int> Bind(ChannelBiasForward op, in HostBinding binding)
    {
        var job = new ChannelBiasJob(op.Channels, op.Plane);
        float* x = binding.Float(0), b = binding.Float(1), y = binding.Float(2);
        return n => job.Run(n, x, b, y);
    }
}

internal sealed unsafe class ChannelBiasBackwardManaged : ManagedImplementation<ChannelBiasBackward>
{
    protected override Action<int> Bind(ChannelBiasBackward op, in HostBinding binding)
    {
        var job = new ChannelSums(op.Channels, op.Plane);
        float* dy = binding.Float(0), db = binding.Float(1);
        return n => job.Compute(n, dy, db);
    }
}

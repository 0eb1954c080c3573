using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed class DropoutForwardManaged : ManagedImplementation<DropoutForward>
{
    protected override Action<int> Bind(DropoutForward op, in HostBinding binding) =>
        DropoutBinding.Bind(op.Count, op.Rate, op.Stream, op.Plane, binding);
}

internal sealed class DropoutBackwardManaged : ManagedImplementation<DropoutBackward>
{
    protected override Action<int> Bind(DropoutBackward op, in HostBinding binding) =>
        DropoutBinding.Bind(op.Count, op.Rate, op.Stream, op.Plane, binding);
}

// Both directions apply the same mask, one to x and one to dy.
file static unsafe class DropoutBinding
{
    public static Action<int> Bind(int count, float rate, int stream, int plane, in HostBinding binding)
    {
        DropoutJob job = plane > 1 ? new PlaneDropoutJob(rate, stream, plane) : new ElementDropoutJob(rate, stream);
        float* x = binding.Float(0), y = binding.Float(1);
        var state = binding.Int(2);
        return n => job.Run((long)n * count, x, y, state);
    }
}

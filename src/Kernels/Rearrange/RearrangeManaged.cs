using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class RearrangeForwardManaged : ManagedImplementation<RearrangeForward>
{
    protected override Action<int> Bind(RearrangeForward op, in HostBinding binding) =>
        new RearrangeForwardJob(op.Geometry, op.Shared, binding.Float(0), binding.Float(1)).Run;
}

internal sealed unsafe class RearrangeBackwardManaged : ManagedImplementation<RearrangeBackward>
{
    protected override Action<int> Bind(RearrangeBackward op, in HostBinding binding) =>
        new RearrangeBackwardJob(op.Geometry, op.Shared, binding.Float(0), binding.Float(1)).Run;
}

using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class LocalResponseNormForwardManaged : ManagedImplementation<LocalResponseNormForward>
{
    protected override Action<int> Bind(LocalResponseNormForward op, in HostBinding binding) =>
        new ResponseForwardJob(op.Window) { X = binding.Float(0), Y = binding.Float(1), Scales = binding.Float(2) }.Run;
}

internal sealed unsafe class LocalResponseNormBackwardManaged : ManagedImplementation<LocalResponseNormBackward>
{
    protected override Action<int> Bind(LocalResponseNormBackward op, in HostBinding binding) =>
        new ResponseBackwardJob(op.Window)
        {
            X = binding.Float(0), Y = binding.Float(1), Scales = binding.Float(2), Dy = binding.Float(3), Dx = binding.Float(4),
        }.Run;
}

using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class PixelShuffleForwardManaged : ManagedImplementation<PixelShuffleForward>
{
    protected override Action<int> Bind(PixelShuffleForward op, in HostBinding binding) =>
        new PixelShuffleJob(op.Sizes, small: binding.Float(0), large: binding.Float(1), toLarge: true).Run;
}

internal sealed unsafe class PixelShuffleBackwardManaged : ManagedImplementation<PixelShuffleBackward>
{
    protected override Action<int> Bind(PixelShuffleBackward op, in HostBinding binding) =>
        new PixelShuffleJob(op.Sizes, small: binding.Float(1), large: binding.Float(0), toLarge: false).Run;
}

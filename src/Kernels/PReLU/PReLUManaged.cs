using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class PReLUForwardManaged : ManagedImplementation<PReLUForward>
{
    protected override Action<int> Bind(PReLUForward op, in HostBinding binding) =>
        new PReLUForwardJob(op.Sizes) { X = binding.Float(0), Slopes = binding.Float(1), Y = binding.Float(2) }.Run;
}

internal sealed unsafe class PReLUBackwardDataManaged : ManagedImplementation<PReLUBackwardData>
{
    protected override Action<int> Bind(PReLUBackwardData op, in HostBinding binding) =>
        new PReLUDataGradientJob(op.Sizes) { X = binding.Float(0), Slopes = binding.Float(1), Dy = binding.Float(2), Dx = binding.Float(3) }.Run;
}

internal sealed unsafe class PReLUBackwardWeightsManaged : ManagedImplementation<PReLUBackwardWeights>
{
    protected override Action<int> Bind(PReLUBackwardWeights op, in HostBinding binding) =>
        new PReLUSlopeGradientJob(op.Sizes) { X = binding.Float(0), Dy = binding.Float(1), Gradient = binding.Float(2) }.Run;
}

using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class AffineGridForwardManaged : ManagedImplementation<AffineGridForward>
{
    protected override Action<int> Bind(AffineGridForward op, in HostBinding binding) =>
        new AffineGridJob(op.Height, op.Width, binding.Float(0), binding.Float(1)).Run;
}

internal sealed unsafe class AffineGridBackwardManaged : ManagedImplementation<AffineGridBackward>
{
    protected override Action<int> Bind(AffineGridBackward op, in HostBinding binding) =>
        new AffineGridGradientJob(op.Height, op.Width, binding.Float(0), binding.Float(1)).Run;
}

internal sealed unsafe class GridSampleForwardManaged : ManagedImplementation<GridSampleForward>
{
    protected override Action<int> Bind(GridSampleForward op, in HostBinding binding) =>
        new SampleJob(op.Sizes, binding.Float(0), binding.Float(1), binding.Float(2)).Run;
}

internal sealed unsafe class GridSampleBackwardDataManaged : ManagedImplementation<GridSampleBackwardData>
{
    protected override Action<int> Bind(GridSampleBackwardData op, in HostBinding binding) =>
        new SampleDataGradientJob(op.Sizes, binding.Float(0), binding.Float(1), binding.Float(2)).Run;
}

internal sealed unsafe class GridSampleBackwardGridManaged : ManagedImplementation<GridSampleBackwardGrid>
{
    protected override Action<int> Bind(GridSampleBackwardGrid op, in HostBinding binding) =>
        new SampleGridGradientJob(op.Sizes, binding.Float(0), binding.Float(1), binding.Float(2), binding.Float(3)).Run;
}

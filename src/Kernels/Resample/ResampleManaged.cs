using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class Resample2DForwardManaged : ManagedImplementation<Resample2DForward>
{
    protected override Workspace Workspace(Resample2DForward op, int maxBatch) => ResampleJob.WorkspaceOf(op.Sizes);

    protected override Action<int> Bind(Resample2DForward op, in HostBinding binding) =>
        new ResampleForwardJob(op.Sizes, binding) { X = binding.Float(0), Y = binding.Float(1) }.Run;
}

internal sealed unsafe class Resample2DBackwardManaged : ManagedImplementation<Resample2DBackward>
{
    protected override Workspace Workspace(Resample2DBackward op, int maxBatch) => ResampleJob.WorkspaceOf(op.Sizes);

    protected override Action<int> Bind(Resample2DBackward op, in HostBinding binding) =>
        new ResampleBackwardJob(op.Sizes, binding) { Dy = binding.Float(0), Dx = binding.Float(1) }.Run;
}

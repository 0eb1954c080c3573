using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class EmbeddingForwardManaged : ManagedImplementation<EmbeddingForward>
{
    protected override Action<int> Bind(EmbeddingForward op, in HostBinding binding) =>
        new EmbeddingForwardJob(op.Sizes, binding.Int(0), binding.Float(1), binding.Float(2)).Run;
}

internal sealed unsafe class EmbeddingBackwardManaged : ManagedImplementation<EmbeddingBackward>
{
    protected override Action<int> Bind(EmbeddingBackward op, in HostBinding binding) =>
        new EmbeddingBackwardJob(op.Sizes, binding.Float(0), binding.Int(1), binding.Float(2)).Run;
}

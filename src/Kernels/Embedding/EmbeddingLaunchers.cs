using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class EmbeddingForwardLauncher : Launcher<EmbeddingForward>
{
    protected override Action<int> Bind(EmbeddingForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, ArrayView<float>, ArrayView<float>, EmbeddingShape>(
            EmbeddingKernels.Forward);
        var stream = binding.Stream;
        var (indices, w, y) = (binding.Int(0), binding.Float(1), binding.Float(2));
        var shape = new EmbeddingShape(op.Sizes);
        int count = op.Sizes.Count;
        return n => kernel(stream, n * count, indices, w, y, shape);
    }
}

internal sealed class EmbeddingBackwardLauncher : Launcher<EmbeddingBackward>
{
    protected override long WorkspaceBytes(EmbeddingBackward op, ComputeDevice device, int maxBatch) =>
        (op.Sizes.Vocabulary + (long)maxBatch * op.Sizes.Length) * sizeof(int);

    protected override Action<int> Bind(EmbeddingBackward op, in Binding binding)
    {
        var chain = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, ArrayView<int>, int, int>(EmbeddingKernels.Chain);
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<int>, ArrayView<float>, EmbeddingShape>(
            EmbeddingKernels.Backward);
        var stream = binding.Stream;
        var (dy, indices, dw, chains) = (binding.Float(0), binding.Int(1), binding.Float(2), binding.Workspace.Cast<int>());
        var (sizes, shape) = (op.Sizes, new EmbeddingShape(op.Sizes));
        return n =>
        {
            chain(stream, sizes.Vocabulary, indices, chains, n * sizes.Length, sizes.Vocabulary);
            kernel(stream, sizes.Vocabulary * sizes.Dimensions, dy, chains, dw, shape);
        };
    }
}

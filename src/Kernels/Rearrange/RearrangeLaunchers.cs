using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class RearrangeForwardLauncher : Launcher<RearrangeForward>
{
    protected override Action<int> Bind(RearrangeForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, RearrangeShape, int>(RearrangeKernels.Forward);
        var (stream, x, y, shape) = (binding.Stream, binding.Float(0), binding.Float(1), new RearrangeShape(op.Geometry));
        var (count, itemStride) = (op.Geometry.OutCount, op.Shared ? 0 : op.Geometry.InCount);
        return n => kernel(stream, n * count, x, y, shape, itemStride);
    }
}

internal sealed class RearrangeBackwardLauncher : Launcher<RearrangeBackward>
{
    protected override Action<int> Bind(RearrangeBackward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, RearrangeShape, int>(RearrangeKernels.Backward);
        var (stream, dy, dx, shape) = (binding.Stream, binding.Float(0), binding.Float(1), new RearrangeShape(op.Geometry));
        var count = op.Geometry.InCount;
        if (op.Shared) return n => kernel(stream, count, dy, dx, shape, n);
        return n => kernel(stream, n * count, dy, dx, shape, 1);
    }
}

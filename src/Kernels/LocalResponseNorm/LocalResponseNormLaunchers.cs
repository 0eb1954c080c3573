using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class LocalResponseNormForwardLauncher : Launcher<LocalResponseNormForward>
{
    protected override Action<int> Bind(LocalResponseNormForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ResponseShape>(
            LocalResponseNormKernels.Forward);
        var stream = binding.Stream;
        var (x, y, scales) = (binding.Float(0), binding.Float(1), binding.Float(2));
        var shape = new ResponseShape(op.Window);
        int count = op.Window.Sizes.Count;
        return n => kernel(stream, n * count, x, y, scales, shape);
    }
}

internal sealed class LocalResponseNormBackwardLauncher : Launcher<LocalResponseNormBackward>
{
    protected override Action<int> Bind(LocalResponseNormBackward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ResponseShape>(
            LocalResponseNormKernels.Backward);
        var stream = binding.Stream;
        var (x, y, scales, dy, dx) = (binding.Float(0), binding.Float(1), binding.Float(2), binding.Float(3), binding.Float(4));
        var shape = new ResponseShape(op.Window);
        int count = op.Window.Sizes.Count;
        return n => kernel(stream, n * count, x, y, scales, dy, dx, shape);
    }
}

using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class ReLUForwardLauncher : Launcher<ReLUForward>
{
    protected override Action<int> Bind(ReLUForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>>(ReLUKernels.Forward);
        var stream = binding.Stream;
        var (x, y) = (binding.Float(0), binding.Float(1));
        return n => kernel(stream, n * op.Count, x, y);
    }
}

internal sealed class ReLUBackwardLauncher : Launcher<ReLUBackward>
{
    protected override Action<int> Bind(ReLUBackward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>>(ReLUKernels.Backward);
        var stream = binding.Stream;
        var (y, dy, dx) = (binding.Float(0), binding.Float(1), binding.Float(2));
        return n => kernel(stream, n * op.Count, y, dy, dx);
    }
}

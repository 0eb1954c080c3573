using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class OneHotLauncher : Launcher<OneHotForward>
{
    protected override Action<int> Bind(OneHotForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, ArrayView<float>, FastDivide, FastDivide>(OneHotKernels.Run);
        var (stream, labels, y) = (binding.Stream, binding.Int(0), binding.Float(1));
        var (item, length) = (new FastDivide(op.Classes * op.Length), new FastDivide(op.Length));
        return n => kernel(stream, n * item.Divisor, labels, y, item, length);
    }
}

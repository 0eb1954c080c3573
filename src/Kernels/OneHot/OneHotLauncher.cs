using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class OneHotLauncher : Launcher<OneHot>
{
    protected override Action<int> Bind(OneHot op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, ArrayView<float>, FastDivide>(OneHotKernels.Run);
        var (stream, labels, y, classes) = (binding.Stream, binding.Int(0), binding.Float(1), new FastDivide(op.Classes));
        return n => kernel(stream, n * op.Classes, labels, y, classes);
    }
}

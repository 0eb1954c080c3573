using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class Resample2DForwardLauncher : Launcher<Resample2DForward>
{
    protected override Action<int> Bind(Resample2DForward op, in Binding binding) => Bind(binding, ResampleKernels.Forward, op.Sizes, op.Sizes.OutCount);

    /// <summary>The first operand to the second, an item an element of the second.</summary>
    public static Action<int> Bind(
        in Binding binding, Action<Index1D, ArrayView<float>, ArrayView<float>, ResampleShape> method, ResampleSizes sizes, int count)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel(method);
        var (stream, source, target, shape) = (binding.Stream, binding.Float(0), binding.Float(1), new ResampleShape(sizes));
        return n => kernel(stream, n * count, source, target, shape);
    }
}

internal sealed class Resample2DBackwardLauncher : Launcher<Resample2DBackward>
{
    protected override Action<int> Bind(Resample2DBackward op, in Binding binding) =>
        Resample2DForwardLauncher.Bind(binding, ResampleKernels.Backward, op.Sizes, op.Sizes.InCount);
}

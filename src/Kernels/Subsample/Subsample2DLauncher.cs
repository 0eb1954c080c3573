using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class Subsample2DForwardLauncher : Launcher<Subsample2DForward>
{
    protected override Action<int> Bind(Subsample2DForward op, in Binding binding) =>
        Bind(binding, SubsampleKernels.Forward, op.Geometry, op.Geometry.OutCount);

    /// <summary>The first operand to the second, an item an element of the second.</summary>
    public static Action<int> Bind(
        in Binding binding, Action<Index1D, ArrayView<float>, ArrayView<float>, SubsampleShape> method, Subsample2DGeometry geometry, int count)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel(method);
        var stream = binding.Stream;
        var (source, target) = (binding.Float(0), binding.Float(1));
        var shape = new SubsampleShape(geometry);
        return n => kernel(stream, n * count, source, target, shape);
    }
}

internal sealed class Subsample2DBackwardLauncher : Launcher<Subsample2DBackward>
{
    protected override Action<int> Bind(Subsample2DBackward op, in Binding binding) =>
        Subsample2DForwardLauncher.Bind(binding, SubsampleKernels.Backward, op.Geometry, op.Geometry.InCount);
}

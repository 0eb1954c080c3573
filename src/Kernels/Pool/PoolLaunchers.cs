using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class MaxPool2DForwardLauncher : Launcher<MaxPool2DForward>
{
    protected override Action<int> Bind(MaxPool2DForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<int>, PoolShape>(
            PoolKernels.MaxForward);
        var stream = binding.Stream;
        var (x, y, index) = (binding.Float(0), binding.Float(1), binding.Int(2));
        var shape = new PoolShape(op.Geometry);
        int count = op.Geometry.OutCount;
        return n => kernel(stream, n * count, x, y, index, shape);
    }
}

internal sealed class MaxPool2DBackwardLauncher : Launcher<MaxPool2DBackward>
{
    protected override Action<int> Bind(MaxPool2DBackward op, in Binding binding) =>
        Bind(binding, PoolKernels.MaxBackward, op.Geometry, op.Geometry.InCount);

    /// <summary>The first operand to the third by the indices of the second, an item an element of the third.</summary>
    public static Action<int> Bind(
        in Binding binding, Action<Index1D, ArrayView<float>, ArrayView<int>, ArrayView<float>, PoolShape> method, PoolGeometry geometry, int count)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel(method);
        var (stream, source, index, target, shape) = (binding.Stream, binding.Float(0), binding.Int(1), binding.Float(2), new PoolShape(geometry));
        return n => kernel(stream, n * count, source, index, target, shape);
    }
}

internal sealed class AvgPool2DForwardLauncher : Launcher<AvgPool2DForward>
{
    protected override Action<int> Bind(AvgPool2DForward op, in Binding binding) =>
        AvgPool2DLauncher.Bind(binding, PoolKernels.AverageForward, new PoolShape(op.Geometry, op.CountPadding), op.Geometry.OutCount);
}

internal sealed class AvgPool2DBackwardLauncher : Launcher<AvgPool2DBackward>
{
    protected override Action<int> Bind(AvgPool2DBackward op, in Binding binding) =>
        AvgPool2DLauncher.Bind(binding, PoolKernels.AverageBackward, new PoolShape(op.Geometry, op.CountPadding), op.Geometry.InCount);
}

internal static class AvgPool2DLauncher
{
    public static Action<int> Bind(
        in Binding binding, Action<Index1D, ArrayView<float>, ArrayView<float>, PoolShape> method, PoolShape shape, int count)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel(method);
        var stream = binding.Stream;
        var (source, target) = (binding.Float(0), binding.Float(1));
        return n => kernel(stream, n * count, source, target, shape);
    }
}

using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class AdaptiveAvgPool2DForwardLauncher : Launcher<AdaptiveAvgPool2DForward>
{
    protected override Action<int> Bind(AdaptiveAvgPool2DForward op, in Binding binding)
    {
        var (stream, x, y, g) = (binding.Stream, binding.Float(0), binding.Float(1), op.Geometry);
        if (g.IsGlobal)
        {
            var whole = binding.Accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, int>(AdaptivePoolKernels.GlobalAverage);
            int plane = g.InHeight * g.InWidth, group = DeviceTraits.ReduceGroup(binding.Device, plane);
            return n => whole(stream, new KernelConfig(n * g.Channels, group), x, y, plane);
        }
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, AdaptivePoolShape>(
            AdaptivePoolKernels.AverageForward);
        var shape = new AdaptivePoolShape(g);
        return n => kernel(stream, n * g.OutCount, x, y, shape);
    }
}

internal sealed class AdaptiveAvgPool2DBackwardLauncher : Launcher<AdaptiveAvgPool2DBackward>
{
    protected override Action<int> Bind(AdaptiveAvgPool2DBackward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, AdaptivePoolShape>(
            AdaptivePoolKernels.AverageBackward);
        var (stream, dy, dx, shape) = (binding.Stream, binding.Float(0), binding.Float(1), new AdaptivePoolShape(op.Geometry));
        int count = op.Geometry.InCount;
        return n => kernel(stream, n * count, dy, dx, shape);
    }
}

internal sealed class AdaptiveMaxPool2DForwardLauncher : Launcher<AdaptiveMaxPool2DForward>
{
    protected override Action<int> Bind(AdaptiveMaxPool2DForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<int>, AdaptivePoolShape>(
            AdaptivePoolKernels.MaxForward);
        var (stream, x, y, index, shape) = (binding.Stream, binding.Float(0), binding.Float(1), binding.Int(2), new AdaptivePoolShape(op.Geometry));
        int count = op.Geometry.OutCount;
        return n => kernel(stream, n * count, x, y, index, shape);
    }
}

internal sealed class AdaptiveMaxPool2DBackwardLauncher : Launcher<AdaptiveMaxPool2DBackward>
{
    protected override Action<int> Bind(AdaptiveMaxPool2DBackward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<int>, ArrayView<float>, AdaptivePoolShape>(
            AdaptivePoolKernels.MaxBackward);
        var (stream, dy, index, dx, shape) = (binding.Stream, binding.Float(0), binding.Int(1), binding.Float(2), new AdaptivePoolShape(op.Geometry));
        int count = op.Geometry.InCount;
        return n => kernel(stream, n * count, dy, index, dx, shape);
    }
}

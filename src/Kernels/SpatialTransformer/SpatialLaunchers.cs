using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class AffineGridForwardLauncher : Launcher<AffineGridForward>
{
    protected override Action<int> Bind(AffineGridForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, FastDivide, FastDivide, int>(
            SpatialKernels.AffineGrid);
        var stream = binding.Stream;
        var (transforms, grid) = (binding.Float(0), binding.Float(1));
        var (plane, width) = (new FastDivide(op.Height * op.Width), new FastDivide(op.Width));
        return n => kernel(stream, n * plane.Divisor, transforms, grid, plane, width, op.Height);
    }
}

internal sealed class AffineGridBackwardLauncher : Launcher<AffineGridBackward>
{
    protected override Action<int> Bind(AffineGridBackward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, FastDivide, int>(SpatialKernels.AffineGridBackward);
        var stream = binding.Stream;
        var (dgrid, dtransforms) = (binding.Float(0), binding.Float(1));
        var width = new FastDivide(op.Width);
        int group = DeviceTraits.ReduceGroup(binding.Device);
        return n => kernel(stream, new KernelConfig(2 * n, group), dgrid, dtransforms, width, op.Height);
    }
}

internal sealed class GridSampleForwardLauncher : Launcher<GridSampleForward>
{
    protected override Action<int> Bind(GridSampleForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, SampleShape>(
            SpatialKernels.Sample);
        var stream = binding.Stream;
        var (x, grid, y) = (binding.Float(0), binding.Float(1), binding.Float(2));
        var shape = new SampleShape(op.Sizes);
        return n => kernel(stream, n * shape.OutPlane.Divisor, x, grid, y, shape);
    }
}

internal sealed class GridSampleBackwardDataLauncher : Launcher<GridSampleBackwardData>
{
    protected override Action<int> Bind(GridSampleBackwardData op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, SampleShape, FastDivide>(
            SpatialKernels.SampleBackwardData);
        var stream = binding.Stream;
        var (dy, grid, dx) = (binding.Float(0), binding.Float(1), binding.Float(2));
        var (shape, channels) = (new SampleShape(op.Sizes), new FastDivide(op.Sizes.Channels));
        return n => kernel(stream, n * channels.Divisor, dy, grid, dx, shape, channels);
    }
}

internal sealed class GridSampleBackwardGridLauncher : Launcher<GridSampleBackwardGrid>
{
    protected override Action<int> Bind(GridSampleBackwardGrid op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, SampleShape>(SpatialKernels.SampleBackwardGrid);
        var stream = binding.Stream;
        var (x, grid, dy, dgrid) = (binding.Float(0), binding.Float(1), binding.Float(2), binding.Float(3));
        var shape = new SampleShape(op.Sizes);
        return n => kernel(stream, n * shape.OutPlane.Divisor, x, grid, dy, dgrid, shape);
    }
}

using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

internal sealed class PReLUForwardLauncher : Launcher<PReLUForward>
{
    protected override Action<int> Bind(PReLUForward op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ChannelShape>(
            PReLUKernels.Forward);
        var (stream, shape, count) = (binding.Stream, new ChannelShape(op.Sizes), op.Sizes.Count);
        var (x, slopes, y) = (binding.Float(0), binding.Float(1), binding.Float(2));
        return n => kernel(stream, n * count, x, slopes, y, shape);
    }
}

internal sealed class PReLUBackwardDataLauncher : Launcher<PReLUBackwardData>
{
    protected override Action<int> Bind(PReLUBackwardData op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ChannelShape>(PReLUKernels.BackwardData);
        var (stream, shape, count) = (binding.Stream, new ChannelShape(op.Sizes), op.Sizes.Count);
        var (x, slopes, dy, dx) = (binding.Float(0), binding.Float(1), binding.Float(2), binding.Float(3));
        return n => kernel(stream, n * count, x, slopes, dy, dx, shape);
    }
}

internal sealed class PReLUBackwardWeightsLauncher : Launcher<PReLUBackwardWeights>
{
    protected override long WorkspaceBytes(PReLUBackwardWeights op, ComputeDevice device, int maxBatch) => ChannelSplits.Bytes(op.Sizes, maxBatch, 1);

    protected override Action<int> Bind(PReLUBackwardWeights op, in Binding binding)
    {
        var sums = binding.Accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ChannelShape, int, int>(PReLUKernels.SlopeSums);
        // Of one element each: the sums.
        var means = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, int, int, float>(BatchNormKernels.Means);
        var (stream, sizes, shape, partial) = (binding.Stream, op.Sizes, new ChannelShape(op.Sizes), binding.Workspace);
        var (x, dy, gradient) = (binding.Float(0), binding.Float(1), binding.Float(2));
        int group = DeviceTraits.ReduceGroup(binding.Device);
        return n =>
        {
            var splits = new ChannelSplits(sizes, n);
            sums(stream, new KernelConfig(splits.Count * sizes.Channels, group), x, dy, partial, shape, splits.Total, splits.Length);
            means(stream, sizes.Channels, partial, gradient, splits.Count, sizes.Channels, 1);
        };
    }
}

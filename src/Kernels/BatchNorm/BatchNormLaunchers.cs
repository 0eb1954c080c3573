using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>How the sums over a channel are cut: from the shape and the batch alone.</summary>
internal readonly struct ChannelSplits(ChannelSizes sizes, int n)
{
    private const int Grain = 4096, Most = 64;

    public int Total { get; } = n * sizes.Plane;

    public int Count => Math.Min(DeviceTraits.CeilDivide(Total, Grain), Most);

    public int Length => DeviceTraits.CeilDivide(Total, Count);

    /// <summary>Bytes of <paramref name="sums"/> partial sums per channel for the largest batch.</summary>
    public static long Bytes(ChannelSizes sizes, int maxBatch, int sums) =>
        (long)sums * new ChannelSplits(sizes, maxBatch).Count * sizes.Channels * sizeof(float);
}

internal sealed class BatchNormForwardLauncher : Launcher<BatchNormForward>
{
    protected override long WorkspaceBytes(BatchNormForward op, ComputeDevice device, int maxBatch) => ChannelSplits.Bytes(op.Sizes, maxBatch, 1);

    protected override Action<int> Bind(BatchNormForward op, in Binding binding)
    {
        var accelerator = binding.Accelerator;
        var moments = accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ChannelShape, int, int, int>(BatchNormKernels.Moments);
        var means = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, int, int, float>(BatchNormKernels.Means);
        var deviations = accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int, float, float, float>(
            BatchNormKernels.Deviations);
        var normalize = accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ChannelShape, int>(
            BatchNormKernels.Normalize);
        var stream = binding.Stream;
        var (x, w, b, runningMean, runningVariance) = (binding.Float(0), binding.Float(1), binding.Float(2), binding.Float(3), binding.Float(4));
        var (mean, inverse, y, partial) = (binding.Float(5), binding.Float(6), binding.Float(7), binding.Workspace);
        var (sizes, shape) = (op.Sizes, new ChannelShape(op.Sizes));
        int group = DeviceTraits.ReduceGroup(binding.Device), rectify = op.Activation == Activation.ReLU ? 1 : 0;
        return n =>
        {
            var splits = new ChannelSplits(sizes, n);
            var config = new KernelConfig(splits.Count * sizes.Channels, group);
            moments(stream, config, x, mean, partial, shape, splits.Total, splits.Length, 0);
            means(stream, sizes.Channels, partial, mean, splits.Count, sizes.Channels, splits.Total);
            moments(stream, config, x, mean, partial, shape, splits.Total, splits.Length, 1);
            deviations(
                stream, sizes.Channels, partial, mean, inverse, runningMean, runningVariance, splits.Count, sizes.Channels, splits.Total,
                op.Momentum, op.Epsilon);
            normalize(stream, n * sizes.Count, x, w, b, mean, inverse, y, shape, rectify);
        };
    }
}

internal sealed class BatchNormInferenceLauncher : Launcher<BatchNormInference>
{
    protected override Action<int> Bind(BatchNormInference op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ChannelShape, float, int>(
            BatchNormKernels.Infer);
        var stream = binding.Stream;
        var (x, w, b, mean, variance, y) = (
            binding.Float(0), binding.Float(1), binding.Float(2), binding.Float(3), binding.Float(4), binding.Float(5));
        var shape = new ChannelShape(op.Sizes);
        int count = op.Sizes.Count, rectify = op.Activation == Activation.ReLU ? 1 : 0;
        return n => kernel(stream, n * count, x, w, b, mean, variance, y, shape, op.Epsilon, rectify);
    }
}

internal sealed class BatchNormBackwardWeightsLauncher : Launcher<BatchNormBackwardWeights>
{
    protected override long WorkspaceBytes(BatchNormBackwardWeights op, ComputeDevice device, int maxBatch) =>
        ChannelSplits.Bytes(op.Sizes, maxBatch, 2);

    protected override Action<int> Bind(BatchNormBackwardWeights op, in Binding binding)
    {
        var moments = binding.Accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ChannelShape, int, int>(
            BatchNormKernels.GradientMoments);
        var gradients = binding.Accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int>(BatchNormKernels.WeightGradients);
        var stream = binding.Stream;
        var (x, dy, mean, inverse, dw, db, partial) = (
            binding.Float(0), binding.Float(1), binding.Float(2), binding.Float(3), binding.Float(4), binding.Float(5), binding.Workspace);
        var (sizes, shape) = (op.Sizes, new ChannelShape(op.Sizes));
        int group = DeviceTraits.ReduceGroup(binding.Device);
        return n =>
        {
            var splits = new ChannelSplits(sizes, n);
            moments(stream, new KernelConfig(splits.Count * sizes.Channels, group), x, dy, mean, partial, shape, splits.Total, splits.Length);
            gradients(stream, sizes.Channels, partial, inverse, dw, db, splits.Count, sizes.Channels);
        };
    }
}

internal sealed class BatchNormBackwardDataLauncher : Launcher<BatchNormBackwardData>
{
    protected override Action<int> Bind(BatchNormBackwardData op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, ChannelShape, float>(BatchNormKernels.DataGradient);
        var stream = binding.Stream;
        var (x, dy, w, mean, inverse) = (binding.Float(0), binding.Float(1), binding.Float(2), binding.Float(3), binding.Float(4));
        var (dw, db, dx) = (binding.Float(5), binding.Float(6), binding.Float(7));
        var (sizes, shape) = (op.Sizes, new ChannelShape(op.Sizes));
        return n => kernel(stream, n * sizes.Count, x, dy, w, mean, inverse, dw, db, dx, shape, 1f / (n * sizes.Plane));
    }
}

using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>
/// The product is small and K, the pixels of the batch, is long: K is cut into parts whose sums go to the workspace and are added in order,
/// which gives the same bits on every run.
/// </summary>
internal sealed class Conv2DBackwardWeightsLauncher : Launcher<Conv2DBackwardWeights>
{
    protected override long WorkspaceBytes(Conv2DBackwardWeights op, ComputeDevice device, int maxBatch)
    {
        var geometry = op.Geometry;
        int splits = GemmTiling.For(device, geometry.GroupOutChannels).Splits(
            geometry.GroupOutChannels, geometry.FilterCount, maxBatch * geometry.OutHeight * geometry.OutWidth, geometry.Groups);
        return splits > 1 ? sizeof(float) * (long)splits * geometry.WeightCount : 0;
    }

    protected override Action<int> Bind(Conv2DBackwardWeights op, in Binding binding)
    {
        var weights = op.Geometry.PaddingMode == PaddingMode.Edge
            ? BindWeights<EdgePadding>(op.Geometry, binding)
            : BindWeights<ZeroPadding>(op.Geometry, binding);
        if (!op.Bias)
            return weights;

        var bias = binding.Accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, int, int, int>(ConvKernels.BiasGradient);
        var stream = binding.Stream;
        var (dy, db) = (binding.Float(1), binding.Float(3));
        int channels = op.Geometry.OutChannels, plane = op.Geometry.OutHeight * op.Geometry.OutWidth;
        var config = new KernelConfig(channels, DeviceTraits.ReduceGroup(binding.Device));
        return n =>
        {
            weights(n);
            bias(stream, config, dy, db, n, channels, plane);
        };
    }

    private static Action<int> BindWeights<TPadding>(Conv2DGeometry geometry, in Binding binding) where TPadding : struct, IPadding
    {
        int plane = geometry.OutHeight * geometry.OutWidth, filters = geometry.GroupOutChannels, length = geometry.WeightCount;
        var gemm = new GemmLauncher<ChannelsByPixels, PixelsByTaps<TPadding>, StoreSplits>(binding.Device, filters);
        var dy = new ChannelsByPixels(binding.Float(1), filters, geometry.Groups, plane);
        var x = new PixelsByTaps<TPadding>(new ConvWindow<TPadding>(binding.Float(0), geometry));
        var dw = binding.Float(2);
        var whole = new StoreSplits(dw, filters, geometry.FilterCount, geometry.Groups);
        var parts = new StoreSplits(binding.Workspace, filters, geometry.FilterCount, geometry.Groups);
        var add = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, int, int>(ConvKernels.AddSplits);
        var (stream, partial) = (binding.Stream, binding.Workspace);
        return n =>
        {
            int splits = gemm.Splits(filters, geometry.FilterCount, n * plane, geometry.Groups);
            gemm.Run(dy, x, splits == 1 ? whole : parts, filters, geometry.FilterCount, n * plane, geometry.Groups, splits);
            if (splits > 1)
                add(stream, length, partial, dw, splits, length);
        };
    }
}

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
        var size = Size(geometry, maxBatch);
        int splits = GemmTiling.For(device, size).Splits(size);
        return splits > 1 ? sizeof(float) * (long)splits * geometry.WeightCount : 0;
    }

    protected override Action<int> Bind(Conv2DBackwardWeights op, in Binding binding)
    {
        var weights = op.Geometry.PaddingMode == PaddingMode.Zero
            ? BindPadded(op.Geometry, binding, default(ZeroPadding))
            : BindPadded(op.Geometry, binding, new RepeatedPadding(op.Geometry));
        if (!op.Bias)
            return weights;

        var bias = ChannelBiasBackwardLauncher.BindSums(
            binding, binding.Float(1), binding.Float(3), op.Geometry.OutChannels, op.Geometry.OutHeight * op.Geometry.OutWidth);
        return n =>
        {
            weights(n);
            bias(n);
        };
    }

    private static GemmSize Size(Conv2DGeometry geometry, int n) =>
        new(geometry.GroupOutChannels, geometry.FilterCount, n * geometry.OutHeight * geometry.OutWidth, geometry.Groups, InParts: true);

    private static Action<int> BindPadded<TPadding>(Conv2DGeometry geometry, in Binding binding, TPadding padding)
        where TPadding : struct, IPadding
    {
        var window = new ConvWindow<TPadding>(binding.Float(0), geometry, padding);
        return GemmTiling.For(binding.Device, Size(geometry, binding.MaxBatch)).Blocked is null
            ? BindWeights(new PixelsByTaps<TPadding>(window), geometry, binding)
            : BindWeights(new TapsAlongPixels<TPadding>(window), geometry, binding);
    }

    private static Action<int> BindWeights<TImages>(TImages x, Conv2DGeometry geometry, in Binding binding) where TImages : struct, IGemmOperand
    {
        int plane = geometry.OutHeight * geometry.OutWidth, filters = geometry.GroupOutChannels, length = geometry.WeightCount;
        var dy = new ChannelsByPixels(binding.Float(1), filters, geometry.Groups, plane);
        var dw = binding.Float(2);
        var whole = new StoreSplits(dw, filters, geometry.FilterCount, geometry.Groups);
        var parts = new StoreSplits(binding.Workspace, filters, geometry.FilterCount, geometry.Groups);
        var gemm = new GemmLauncher<ChannelsByPixels, TImages, StoreSplits>(
            binding.Device, dy, x, whole.IsInFours && binding.Workspace.Length > 0 ? parts : whole, Size(geometry, binding.MaxBatch));
        var add = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, int, int>(ConvKernels.AddSplits);
        var (stream, partial) = (binding.Stream, binding.Workspace);
        return n =>
        {
            var size = Size(geometry, n);
            int splits = gemm.Splits(size);
            gemm.Run(splits == 1 ? whole : parts, size, splits);
            if (splits > 1)
                add(stream, length, partial, dw, splits, length);
        };
    }
}

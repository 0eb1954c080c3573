using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>
/// The gradients of a convolution's weights and bias in any number of dimensions; operands x, dy, dw and, where there is one, db.
/// The product is small and K, the pixels of the batch, is long: K is cut into parts whose sums go to the workspace and are added in order,
/// which gives the same bits on every run.
/// </summary>
/// <param name="filters">Output channels of one group.</param>
/// <param name="filterCount">Weights of one output channel.</param>
/// <param name="groups">Groups of channels.</param>
/// <param name="plane">Elements of one output channel.</param>
internal sealed class WeightsGradient(int filters, int filterCount, int groups, int plane)
{
    private int WeightCount => filters * groups * filterCount;

    /// <summary>Bytes of the parts' sums.</summary>
    public long WorkspaceBytes(ComputeDevice device, int maxBatch)
    {
        var size = Size(maxBatch);
        int splits = GemmTiling.For(device, size).Splits(size);
        return splits > 1 ? sizeof(float) * (long)splits * WeightCount : 0;
    }

    /// <summary>Loads the product of dy with what <paramref name="window"/> reads of x.</summary>
    public Action<int> Bind<TWindow>(in Binding binding, TWindow window) where TWindow : struct, IConvWindow =>
        GemmTiling.For(binding.Device, Size(binding.MaxBatch)).Blocked is null
            ? BindProduct(new PixelsByTaps<TWindow>(window), binding)
            : BindProduct(new TapsAlongPixels<TWindow>(window), binding);

    /// <summary>Loads the sums of dy, to be run behind <paramref name="product"/>.</summary>
    public Action<int> WithBias(in Binding binding, Action<int> product)
    {
        var bias = ChannelBiasBackwardLauncher.BindSums(binding, binding.Float(1), binding.Float(3), filters * groups, plane);
        return n =>
        {
            product(n);
            bias(n);
        };
    }

    private GemmSize Size(int n) => new(filters, filterCount, n * plane, groups, InParts: true);

    private Action<int> BindProduct<TImages>(TImages x, in Binding binding) where TImages : struct, IGemmOperand
    {
        int length = WeightCount;
        var dy = new ChannelsByPixels(binding.Float(1), filters, groups, plane);
        var dw = binding.Float(2);
        var whole = new StoreSplits(dw, filters, filterCount, groups);
        var parts = new StoreSplits(binding.Workspace, filters, filterCount, groups);
        var gemm = new GemmLauncher<ChannelsByPixels, TImages, StoreSplits>(
            binding.Device, dy, x, whole.IsInFours && binding.Workspace.Length > 0 ? parts : whole, Size(binding.MaxBatch));
        var add = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, int, int>(ConvKernels.AddSplits);
        var (stream, partial) = (binding.Stream, binding.Workspace);
        return n =>
        {
            var size = Size(n);
            int splits = gemm.Splits(size);
            gemm.Run(splits == 1 ? whole : parts, size, splits);
            if (splits > 1)
                add(stream, length, partial, dw, splits, length);
        };
    }
}

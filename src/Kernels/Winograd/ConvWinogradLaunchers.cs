using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>y by minimal filtering: transformed filters times transformed tiles of the image, transformed back.</summary>
internal sealed class ConvWinogradForwardLauncher : Launcher<Conv2DForward>
{
    protected override long WorkspaceBytes(Conv2DForward op, ComputeDevice device, int maxBatch) =>
        WinogradLauncher.WorkspaceBytes(WinogradPasses.Forward(op.Geometry, device, maxBatch));

    protected override Action<int> Bind(Conv2DForward op, in Binding binding)
    {
        var bias = op.Bias ? binding.Float(2) : default;
        return (op.Bias, op.Activation) switch
        {
            (false, Activation.None) => Bind(op.Geometry, binding, default(NoEpilogue)),
            (false, _) => Bind(op.Geometry, binding, default(ReluEpilogue)),
            (true, Activation.None) => Bind(op.Geometry, binding, new BiasEpilogue(bias)),
            (true, _) => Bind(op.Geometry, binding, new BiasReluEpilogue(bias)),
        };
    }

    private static Action<int> Bind<TEpilogue>(Conv2DGeometry geometry, in Binding binding, TEpilogue epilogue) where TEpilogue : struct, IEpilogue =>
        WinogradLauncher.Bind(
            binding, WinogradPasses.Forward(geometry, binding.Device, binding.MaxBatch), FilterShape.Forward(geometry), epilogue, binding.Float(0),
            geometry.InCount, binding.Float(1), binding.Float(binding.Last), geometry.OutCount);
}

/// <summary>dx by minimal filtering: as the forward pass, with the filters' channels exchanged and their taps turned round.</summary>
internal sealed class ConvWinogradBackwardDataLauncher : Launcher<Conv2DBackwardData>
{
    protected override long WorkspaceBytes(Conv2DBackwardData op, ComputeDevice device, int maxBatch) =>
        WinogradLauncher.WorkspaceBytes(WinogradPasses.BackwardData(op.Geometry, device, maxBatch));

    protected override Action<int> Bind(Conv2DBackwardData op, in Binding binding) => WinogradLauncher.Bind(
        binding, WinogradPasses.BackwardData(op.Geometry, binding.Device, binding.MaxBatch), FilterShape.BackwardData(op.Geometry), default(NoEpilogue),
        binding.Float(0), op.Geometry.OutCount, binding.Float(1), binding.Float(2), op.Geometry.InCount);
}

/// <summary>What the forward pass and the gradient of the image share.</summary>
internal static class WinogradLauncher
{
    public static long WorkspaceBytes(WinogradPasses passes) => sizeof(float) * (passes.FilterFloats + passes.ImageFloats + passes.TargetFloats);

    public static Action<int> Bind<TEpilogue>(
        in Binding binding, WinogradPasses passes, FilterShape filters, TEpilogue epilogue,
        ArrayView<float> image, int imageItem, ArrayView<float> weights, ArrayView<float> target, int targetItem)
        where TEpilogue : struct, IEpilogue => passes.IsFour
        ? Bind<FourByThree, TEpilogue>(binding, passes, filters, epilogue, image, imageItem, weights, target, targetItem)
        : Bind<TwoByThree, TEpilogue>(binding, passes, filters, epilogue, image, imageItem, weights, target, targetItem);

    private static Action<int> Bind<TFilter, TEpilogue>(
        in Binding binding, WinogradPasses passes, FilterShape filters, TEpilogue epilogue,
        ArrayView<float> image, int imageItem, ArrayView<float> weights, ArrayView<float> target, int targetItem)
        where TFilter : struct, IMinimalFilter
        where TEpilogue : struct, IEpilogue
    {
        var accelerator = binding.Accelerator;
        var transformFilters = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, FilterShape>(WinogradKernels.Filters<TFilter>);
        var transformImages = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, WinogradShape>(WinogradKernels.Images<TFilter>);
        var transformOutputs = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, WinogradShape, TEpilogue>(
            WinogradKernels.Outputs<TFilter, TEpilogue>);

        var transformed = binding.Workspace.SubView(0, passes.FilterFloats);
        var tiles = binding.Workspace.SubView(passes.FilterFloats, passes.ImageFloats);
        var products = binding.Workspace.SubView(passes.FilterFloats + passes.ImageFloats, passes.TargetFloats);
        var (rows, inner, stride) = (passes.Rows, passes.Inner, passes.Stride);
        var size = new GemmSize(rows, stride, inner, passes.Products);
        var a = new MatrixAlongK(transformed, inner, rows * inner);
        var b = new MatrixAlongOuter(tiles, stride, inner * stride);
        var store = new StoreSplits(products, rows, stride, passes.Products);
        var gemm = new GemmLauncher<MatrixAlongK, MatrixAlongOuter, StoreSplits>(binding.Device, a, b, store, size);
        var (stream, pass) = (binding.Stream, passes.ItemsPerPass);
        return n =>
        {
            transformFilters(stream, filters.Count, weights, transformed, filters);
            for (int item = 0; item < n; item += pass)
            {
                int items = Math.Min(pass, n - item);
                WinogradShape from = passes.Image(items), to = passes.Target(items);
                transformImages(stream, from.Count, Items.From(image, item, imageItem), tiles, from);
                gemm.Run(store, size with { N = from.Tiles });
                transformOutputs(stream, to.Count, products, Items.From(target, item, targetItem), to, epilogue);
            }
        };
    }
}

/// <summary>
/// dw by minimal filtering F(3x3, m x m): transformed tiles of dy times those of x, summed over the tiles of a pass, transformed back and
/// added up pass by pass.
/// </summary>
internal sealed class ConvWinogradBackwardWeightsLauncher : Launcher<Conv2DBackwardWeights>
{
    protected override long WorkspaceBytes(Conv2DBackwardWeights op, ComputeDevice device, int maxBatch)
    {
        var passes = WinogradPasses.Forward(op.Geometry, device, maxBatch);
        return sizeof(float) * (passes.ImageFloats + passes.TargetFloats + Splits(passes, device) * passes.FilterFloats);
    }

    protected override Action<int> Bind(Conv2DBackwardWeights op, in Binding binding)
    {
        var g = op.Geometry;
        var passes = WinogradPasses.Forward(g, binding.Device, binding.MaxBatch);
        var weights = passes.IsFour ? Bind<FourByThree>(g, binding, passes) : Bind<TwoByThree>(g, binding, passes);
        return op.Bias ? new WeightsGradient(g.GroupOutChannels, g.FilterCount, g.Groups, g.OutHeight * g.OutWidth).WithBias(binding, weights) : weights;
    }

    private static Action<int> Bind<TFilter>(Conv2DGeometry g, in Binding binding, WinogradPasses passes) where TFilter : struct, IMinimalFilter
    {
        var accelerator = binding.Accelerator;
        var transformImages = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, WinogradShape>(WinogradKernels.Images<TFilter>);
        var transformGradients = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, WinogradShape>(WinogradKernels.Gradients<TFilter>);
        var transformBack = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, FilterShape, int, int>(
            WinogradKernels.FilterGradients<TFilter>);

        var tiles = binding.Workspace.SubView(0, passes.ImageFloats);
        var gradients = binding.Workspace.SubView(passes.ImageFloats, passes.TargetFloats);
        var sums = binding.Workspace.SubView(passes.ImageFloats + passes.TargetFloats, Splits(passes, binding.Device) * passes.FilterFloats);
        var size = Size(passes);
        var a = new MatrixAlongK(gradients, passes.Stride, passes.Rows * passes.Stride);
        var b = new MatrixAlongK(tiles, passes.Stride, passes.Inner * passes.Stride);
        var store = new StoreSplits(sums, passes.Rows, passes.Inner, passes.Products);
        var gemm = new GemmLauncher<MatrixAlongK, MatrixAlongK, StoreSplits>(binding.Device, a, b, store, size);
        var filters = FilterShape.Forward(g);
        var (stream, pass, x, dy, dw) = (binding.Stream, passes.ItemsPerPass, binding.Float(0), binding.Float(1), binding.Float(2));
        return n =>
        {
            for (int item = 0; item < n; item += pass)
            {
                int items = Math.Min(pass, n - item);
                WinogradShape image = passes.Image(items), gradient = passes.Target(items);
                transformImages(stream, image.Count, Items.From(x, item, g.InCount), tiles, image);
                transformGradients(stream, gradient.Count, Items.From(dy, item, g.OutCount), gradients, gradient);
                var part = size with { K = image.Tiles };
                int splits = gemm.Splits(part);
                gemm.Run(store, part, splits);
                transformBack(stream, filters.Count, sums, dw, filters, splits, item > 0 ? 1 : 0);
            }
        };
    }

    private static GemmSize Size(WinogradPasses passes) => new(passes.Rows, passes.Inner, passes.Stride, passes.Products, InParts: true);

    private static int Splits(WinogradPasses passes, ComputeDevice device) => GemmTiling.For(device, Size(passes)).Splits(Size(passes));
}

using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>y: transforms of the padded images times conjugate transforms of the filters, summed over channels (correlation).</summary>
internal sealed class ConvFourierForwardLauncher : Launcher<Conv2DForward>
{
    protected override long WorkspaceBytes(Conv2DForward op, ComputeDevice device, int maxBatch) =>
        ConvFourierWorkspace.Forward(op.Geometry, maxBatch).Bytes;

    protected override Action<int> Bind(Conv2DForward op, in Binding binding) => op.Geometry.PaddingMode == PaddingMode.Zero
        ? Bind(op, binding, default(ZeroPadding))
        : Bind(op, binding, new RepeatedPadding(op.Geometry));

    private static Action<int> Bind<TPadding>(Conv2DForward op, in Binding binding, TPadding padding) where TPadding : struct, IPadding
    {
        var bias = op.Bias ? binding.Float(2) : default;
        return (op.Bias, op.Activation) switch
        {
            (false, Activation.None) => Bind(op.Geometry, binding, padding, default(NoEpilogue)),
            (false, _) => Bind(op.Geometry, binding, padding, default(ReluEpilogue)),
            (true, Activation.None) => Bind(op.Geometry, binding, padding, new BiasEpilogue(bias)),
            (true, _) => Bind(op.Geometry, binding, padding, new BiasReluEpilogue(bias)),
        };
    }

    private static Action<int> Bind<TPadding, TEpilogue>(Conv2DGeometry geometry, in Binding binding, TPadding padding, TEpilogue epilogue)
        where TPadding : struct, IPadding
        where TEpilogue : struct, IEpilogue
    {
        var workspace = ConvFourierWorkspace.Forward(geometry, binding.MaxBatch);
        var (plan, window) = (workspace.Plan, geometry.Window);
        var shape = new FourierShape(plan.Height, plan.Width);
        var factors = new FourierFactors(binding);
        var images = new SpectraLauncher<TPadding>(binding, factors, shape, Frame.Padded(geometry, plan), padding);
        var filters = new SpectraLauncher<ZeroPadding>(
            binding, factors, shape, Frame.Corner(window.KernelHeight, window.KernelWidth, geometry.Flip), default);
        var outputs = new ImagesLauncher<TEpilogue>(
            binding, factors, shape, Frame.Corner(geometry.OutHeight, geometry.OutWidth), epilogue, geometry.OutChannels);
        var product = new ProductLauncher(binding, geometry, ProductSteps.Forward(geometry, workspace.Spectrum), plan.Bins);
        var (x, w, y) = (binding.Float(0), binding.Float(1), binding.Float(binding.Last));
        var (first, second, result) = (workspace.First(binding.Workspace), workspace.Second(binding.Workspace), workspace.Result(binding.Workspace));
        int pass = workspace.ItemsPerPass;
        return n =>
        {
            factors.Compute();
            filters.Run(w, second, geometry.OutChannels * geometry.GroupInChannels);
            for (int item = 0; item < n; item += pass)
            {
                int items = Math.Min(pass, n - item);
                images.Run(Items.From(x, item, geometry.InCount), first, items * geometry.InChannels);
                product.Run(first, second, result, items, geometry.GroupOutChannels, geometry.GroupInChannels, -1);
                outputs.Run(result, result, Items.From(y, item, geometry.OutCount), items * geometry.OutChannels);
            }
        };
    }
}

/// <summary>dx: transforms of dy times those of the filters, summed over output channels (convolution), without the padding or folded.</summary>
internal sealed class ConvFourierBackwardDataLauncher : Launcher<Conv2DBackwardData>
{
    protected override long WorkspaceBytes(Conv2DBackwardData op, ComputeDevice device, int maxBatch) =>
        ConvFourierWorkspace.BackwardData(op.Geometry, maxBatch, op.Geometry.PaddingMode != PaddingMode.Zero).Bytes;

    protected override Action<int> Bind(Conv2DBackwardData op, in Binding binding)
    {
        var geometry = op.Geometry;
        bool folds = geometry.PaddingMode != PaddingMode.Zero;
        var workspace = ConvFourierWorkspace.BackwardData(geometry, binding.MaxBatch, folds);
        var (plan, window) = (workspace.Plan, geometry.Window);
        var shape = new FourierShape(plan.Height, plan.Width);
        var factors = new FourierFactors(binding);
        var gradients = new SpectraLauncher<ZeroPadding>(
            binding, factors, shape, Frame.Corner(geometry.OutHeight, geometry.OutWidth), default);
        var filters = new SpectraLauncher<ZeroPadding>(
            binding, factors, shape, Frame.Corner(window.KernelHeight, window.KernelWidth, geometry.Flip), default);
        var frame = folds ? Frame.Corner(plan.PaddedHeight, plan.PaddedWidth) : Frame.Inside(geometry);
        var images = new ImagesLauncher<NoEpilogue>(binding, factors, shape, frame, default, geometry.InChannels);
        var product = new ProductLauncher(binding, geometry, ProductSteps.BackwardData(geometry, workspace.Spectrum), plan.Bins);
        var fold = folds
            ? binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, PaddingFold>(ConvKernels.FoldPadding)
            : null;
        var sizes = new PaddingFold(geometry);
        var (stream, dy, w, dx) = (binding.Stream, binding.Float(0), binding.Float(1), binding.Float(2));
        var (first, second, result) = (workspace.First(binding.Workspace), workspace.Second(binding.Workspace), workspace.Result(binding.Workspace));
        var padded = workspace.Padded(binding.Workspace);
        int pass = workspace.ItemsPerPass;
        return n =>
        {
            factors.Compute();
            filters.Run(w, second, geometry.OutChannels * geometry.GroupInChannels);
            for (int item = 0; item < n; item += pass)
            {
                int items = Math.Min(pass, n - item);
                var target = Items.From(dx, item, geometry.InCount);
                gradients.Run(Items.From(dy, item, geometry.OutCount), first, items * geometry.OutChannels);
                product.Run(first, second, result, items, geometry.GroupInChannels, geometry.GroupOutChannels, 1);
                images.Run(result, result, folds ? padded : target, items * geometry.InChannels);
                fold?.Invoke(stream, items * geometry.InCount, padded, target, sizes);
            }
        };
    }
}

/// <summary>dw: transforms of the padded images times conjugate transforms of dy, summed over the batch, pass by pass.</summary>
internal sealed class ConvFourierBackwardWeightsLauncher : Launcher<Conv2DBackwardWeights>
{
    protected override long WorkspaceBytes(Conv2DBackwardWeights op, ComputeDevice device, int maxBatch) =>
        ConvFourierWorkspace.BackwardWeights(op.Geometry, maxBatch).Bytes;

    protected override Action<int> Bind(Conv2DBackwardWeights op, in Binding binding)
    {
        var geometry = op.Geometry;
        var weights = geometry.PaddingMode == PaddingMode.Zero
            ? Bind(geometry, binding, default(ZeroPadding))
            : Bind(geometry, binding, new RepeatedPadding(geometry));
        int plane = geometry.OutHeight * geometry.OutWidth;
        return op.Bias
            ? new WeightsGradient(geometry.GroupOutChannels, geometry.FilterCount, geometry.Groups, plane).WithBias(binding, weights)
            : weights;
    }

    private static Action<int> Bind<TPadding>(Conv2DGeometry geometry, in Binding binding, TPadding padding) where TPadding : struct, IPadding
    {
        var workspace = ConvFourierWorkspace.BackwardWeights(geometry, binding.MaxBatch);
        var (plan, window) = (workspace.Plan, geometry.Window);
        var shape = new FourierShape(plan.Height, plan.Width);
        var factors = new FourierFactors(binding);
        var images = new SpectraLauncher<TPadding>(binding, factors, shape, Frame.Padded(geometry, plan), padding);
        var gradients = new SpectraLauncher<ZeroPadding>(
            binding, factors, shape, Frame.Corner(geometry.OutHeight, geometry.OutWidth), default);
        var filters = new ImagesLauncher<NoEpilogue>(
            binding, factors, shape, Frame.Corner(window.KernelHeight, window.KernelWidth, geometry.Flip), default, geometry.OutChannels);
        var product = new ProductLauncher(binding, geometry, ProductSteps.BackwardWeights(geometry, workspace.Spectrum), plan.Bins);
        var (x, dy, dw) = (binding.Float(0), binding.Float(1), binding.Float(2));
        var (first, second, result) = (workspace.First(binding.Workspace), workspace.Second(binding.Workspace), workspace.Result(binding.Workspace));
        int pass = workspace.ItemsPerPass;
        return n =>
        {
            factors.Compute();
            for (int item = 0; item < n; item += pass)
            {
                int items = Math.Min(pass, n - item);
                images.Run(Items.From(x, item, geometry.InCount), first, items * geometry.InChannels);
                gradients.Run(Items.From(dy, item, geometry.OutCount), second, items * geometry.OutChannels);
                product.Run(first, second, result, geometry.GroupInChannels, geometry.GroupOutChannels, items, -1, accumulate: item > 0);
            }
            filters.Run(result, result, dw, geometry.OutChannels * geometry.GroupInChannels);
        };
    }
}

/// <summary>The loaded product of spectra.</summary>
internal sealed class ProductLauncher(in Binding binding, Conv2DGeometry geometry, ProductSteps steps, int bins)
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ProductShape> _kernel =
        binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ProductShape>(SpectrumProduct.Multiply);

    private readonly AcceleratorStream _stream = binding.Stream;

    /// <summary>Enqueues c = a b, b conjugated where <paramref name="conjugate"/> is -1.</summary>
    public void Run(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, int i, int j, int k, float conjugate, bool accumulate = false)
    {
        var shape = new ProductShape(steps, bins, i, j, k, conjugate, accumulate);
        _kernel(_stream, shape.Items(geometry.Groups), a, b, c, shape);
    }
}

internal static class Items
{
    /// <summary>The batch items of an operand from one on.</summary>
    public static ArrayView<float> From(ArrayView<float> operand, int item, int length) =>
        operand.SubView((long)item * length, operand.Length - (long)item * length);
}

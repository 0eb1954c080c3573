namespace ConvGpu.Kernels;

internal sealed class Conv3DForwardLauncher : Launcher<Conv3DForward>
{
    protected override Action<int> Bind(Conv3DForward op, in Binding binding) => op.Bias
        ? Bind(op.Geometry, binding, new BiasEpilogue(binding.Float(2)))
        : Bind(op.Geometry, binding, default(NoEpilogue));

    private static Action<int> Bind<TEpilogue>(Conv3DGeometry geometry, in Binding binding, TEpilogue epilogue) where TEpilogue : struct, IEpilogue
    {
        int volume = geometry.OutVolume, filters = geometry.GroupOutChannels;
        var weights = new MatrixAlongK(binding.Float(1), geometry.FilterCount, filters * geometry.FilterCount);
        var x = new TapsByPixels<ConvWindow3D>(new ConvWindow3D(binding.Float(0), geometry));
        var y = new StoreImages<TEpilogue>(binding.Float(binding.Last), filters, geometry.Groups, volume, epilogue);
        var size = new GemmSize(filters, binding.MaxBatch * volume, geometry.FilterCount, geometry.Groups);
        var gemm = new GemmLauncher<MatrixAlongK, TapsByPixels<ConvWindow3D>, StoreImages<TEpilogue>>(binding.Device, weights, x, y, size);
        return n => gemm.Run(y, size with { N = n * volume });
    }
}

internal sealed class Conv3DBackwardDataLauncher : Launcher<Conv3DBackwardData>
{
    protected override Action<int> Bind(Conv3DBackwardData op, in Binding binding)
    {
        var window = op.Geometry.Window;
        return (window.Depth.Stride | window.Height.Stride | window.Width.Stride) == 1
            ? Bind<UnitStride>(op.Geometry, binding)
            : Bind<AnyStride>(op.Geometry, binding);
    }

    private static Action<int> Bind<TStride>(Conv3DGeometry geometry, in Binding binding) where TStride : struct, IStrideUndo
    {
        int volume = geometry.InVolume, channels = geometry.GroupInChannels, taps = geometry.Window.Taps;
        var weights = new WeightsByInputChannel(binding.Float(1), geometry.FilterCount, geometry.GroupOutChannels, taps);
        var dy = new GradientByElements<TStride>(binding.Float(0), geometry);
        var dx = new StoreImages<NoEpilogue>(binding.Float(2), channels, geometry.Groups, volume, default);
        var size = new GemmSize(channels, binding.MaxBatch * volume, geometry.GroupOutChannels * taps, geometry.Groups);
        var gemm = new GemmLauncher<WeightsByInputChannel, GradientByElements<TStride>, StoreImages<NoEpilogue>>(binding.Device, weights, dy, dx, size);
        return n => gemm.Run(dx, size with { N = n * volume });
    }
}

internal sealed class Conv3DBackwardWeightsLauncher : Launcher<Conv3DBackwardWeights>
{
    protected override long WorkspaceBytes(Conv3DBackwardWeights op, ComputeDevice device, int maxBatch) =>
        Product(op.Geometry).WorkspaceBytes(device, maxBatch);

    protected override Action<int> Bind(Conv3DBackwardWeights op, in Binding binding)
    {
        var product = Product(op.Geometry);
        var weights = product.Bind(binding, new ConvWindow3D(binding.Float(0), op.Geometry));
        return op.Bias ? product.WithBias(binding, weights) : weights;
    }

    private static WeightsGradient Product(Conv3DGeometry geometry) =>
        new(geometry.GroupOutChannels, geometry.FilterCount, geometry.Groups, geometry.OutVolume);
}

namespace ConvGpu.Kernels;

internal sealed class Conv2DForwardLauncher : Launcher<Conv2DForward>
{
    protected override Action<int> Bind(Conv2DForward op, in Binding binding) => op.Geometry.PaddingMode == PaddingMode.Edge
        ? Bind<EdgePadding>(op, binding)
        : Bind<ZeroPadding>(op, binding);

    private static Action<int> Bind<TPadding>(Conv2DForward op, in Binding binding) where TPadding : struct, IPadding
    {
        var bias = op.Bias ? binding.Float(2) : default;
        return (op.Bias, op.Activation) switch
        {
            (false, Activation.None) => Bind<TPadding, NoEpilogue>(op, binding, default),
            (false, _) => Bind<TPadding, ReluEpilogue>(op, binding, default),
            (true, Activation.None) => Bind<TPadding, BiasEpilogue>(op, binding, new BiasEpilogue(bias)),
            (true, _) => Bind<TPadding, BiasReluEpilogue>(op, binding, new BiasReluEpilogue(bias)),
        };
    }

    private static Action<int> Bind<TPadding, TEpilogue>(Conv2DForward op, in Binding binding, TEpilogue epilogue)
        where TPadding : struct, IPadding
        where TEpilogue : struct, IEpilogue
    {
        var geometry = op.Geometry;
        int plane = geometry.OutHeight * geometry.OutWidth, filters = geometry.GroupOutChannels;
        var weights = new MatrixAlongK(binding.Float(1), geometry.FilterCount, filters * geometry.FilterCount);
        var x = new TapsByPixels<TPadding>(new ConvWindow<TPadding>(binding.Float(0), geometry));
        var y = new StoreImages<TEpilogue>(binding.Float(binding.Last), filters, geometry.Groups, plane, epilogue);
        var size = new GemmSize(filters, binding.MaxBatch * plane, geometry.FilterCount, geometry.Groups);
        var gemm = new GemmLauncher<MatrixAlongK, TapsByPixels<TPadding>, StoreImages<TEpilogue>>(binding.Device, weights, x, y, size);
        return n => gemm.Run(y, size with { N = n * plane });
    }
}

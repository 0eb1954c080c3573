namespace ConvGpu.Kernels;

internal sealed class Conv2DForwardLauncher : Launcher<Conv2DForward>
{
    protected override Action<int> Bind(Conv2DForward op, in Binding binding) => op.Geometry.PaddingMode == PaddingMode.Zero
        ? Bind(op, binding, default(ZeroPadding))
        : Bind(op, binding, new RepeatedPadding(op.Geometry));

    private static Action<int> Bind<TPadding>(Conv2DForward op, in Binding binding, TPadding padding) where TPadding : struct, IPadding
    {
        var bias = op.Bias ? binding.Float(2) : default;
        return (op.Bias, op.Activation) switch
        {
            (false, Activation.None) => Bind(op, binding, padding, default(NoEpilogue)),
            (false, _) => Bind(op, binding, padding, default(ReluEpilogue)),
            (true, Activation.None) => Bind(op, binding, padding, new BiasEpilogue(bias)),
            (true, _) => Bind(op, binding, padding, new BiasReluEpilogue(bias)),
        };
    }

    private static Action<int> Bind<TPadding, TEpilogue>(Conv2DForward op, in Binding binding, TPadding padding, TEpilogue epilogue)
        where TPadding : struct, IPadding
        where TEpilogue : struct, IEpilogue
    {
        var geometry = op.Geometry;
        int plane = geometry.OutHeight * geometry.OutWidth, filters = geometry.GroupOutChannels;
        var weights = new MatrixAlongK(binding.Float(1), geometry.FilterCount, filters * geometry.FilterCount);
        var x = new TapsByPixels<ConvWindow<TPadding>>(new ConvWindow<TPadding>(binding.Float(0), geometry, padding));
        var y = new StoreImages<TEpilogue>(binding.Float(binding.Last), filters, geometry.Groups, plane, epilogue);
        var size = new GemmSize(filters, binding.MaxBatch * plane, geometry.FilterCount, geometry.Groups);
        var gemm = new GemmLauncher<MatrixAlongK, TapsByPixels<ConvWindow<TPadding>>, StoreImages<TEpilogue>>(binding.Device, weights, x, y, size);
        return n => gemm.Run(y, size with { N = n * plane });
    }
}

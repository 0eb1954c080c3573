namespace ConvGpu.Kernels;

/// <summary>The product of dy with the windows of x, in parts; see <see cref="WeightsGradient"/>.</summary>
internal sealed class Conv2DBackwardWeightsLauncher : Launcher<Conv2DBackwardWeights>
{
    protected override long WorkspaceBytes(Conv2DBackwardWeights op, ComputeDevice device, int maxBatch) =>
        Product(op.Geometry).WorkspaceBytes(device, maxBatch);

    protected override Action<int> Bind(Conv2DBackwardWeights op, in Binding binding)
    {
        var product = Product(op.Geometry);
        var weights = op.Geometry.PaddingMode == PaddingMode.Zero
            ? product.Bind(binding, new ConvWindow<ZeroPadding>(binding.Float(0), op.Geometry, default))
            : product.Bind(binding, new ConvWindow<RepeatedPadding>(binding.Float(0), op.Geometry, new RepeatedPadding(op.Geometry)));
        return op.Bias ? product.WithBias(binding, weights) : weights;
    }

    private static WeightsGradient Product(Conv2DGeometry geometry) =>
        new(geometry.GroupOutChannels, geometry.FilterCount, geometry.Groups, geometry.OutHeight * geometry.OutWidth);
}

using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Export;

/// <summary>Poolings.</summary>
internal static class PoolingExports
{
    public static IEnumerable<(Type, Action<OpExport>)> Rows =>
    [
        (typeof(MaxPool2DForward), e => Pool(e, ((MaxPool2DForward)e.Op).Geometry, "MaxPool", null)),
        (typeof(AvgPool2DForward), e => Pool(e, ((AvgPool2DForward)e.Op).Geometry, "AveragePool", ((AvgPool2DForward)e.Op).CountPadding)),
        (typeof(AdaptiveMaxPool2DForward), e => Adaptive(e, ((AdaptiveMaxPool2DForward)e.Op).Geometry, "GlobalMaxPool", "MaxPool")),
        (typeof(AdaptiveAvgPool2DForward), e => Adaptive(e, ((AdaptiveAvgPool2DForward)e.Op).Geometry, "GlobalAveragePool", "AveragePool")),
    ];

    private static void Pool(OpExport e, PoolGeometry g, string operatorName, bool? counted)
    {
        var w = g.Window;
        // ONNX's rule keeps a last window that starts in the padding, the layers' drops it.
        var ceil = g.CeilMode
            && Up(w.PaddedHeight(g.InHeight) - w.SpanHeight, w.StrideHeight) == g.OutHeight
            && Up(w.PaddedWidth(g.InWidth) - w.SpanWidth, w.StrideWidth) == g.OutWidth;
        if (!ceil && (g.OutHeight != w.OutputHeight(g.InHeight) || g.OutWidth != w.OutputWidth(g.InWidth)))
            throw e.Error("drops a last window that ONNX would keep; pool without ceil mode");
        List<Schema.AttributeProto> attributes = [.. ConvolutionExports.Window(w), Attribute.Of("ceil_mode", ceil ? 1 : 0)];
        if (counted is not null)
        {
            // Averages have no dilations before opset 19.
            if (w.DilationHeight != 1 || w.DilationWidth != 1) throw e.Error("averages with dilations, which opset 17 does not have");
            attributes.RemoveAll(a => a.Name == "dilations");
            attributes.Add(Attribute.Of("count_include_pad", counted.Value ? 1 : 0));
        }
        e.Output(1, e.Node(operatorName, [e.Input(0, g.Channels, g.InHeight, g.InWidth)], attributes), g.Channels, g.OutHeight, g.OutWidth);
    }

    private static long Up(long room, int stride) => (room + stride - 1) / stride + 1;

    private static void Adaptive(OpExport e, AdaptivePoolGeometry g, string global, string windowed)
    {
        var x = e.Input(0, g.Channels, g.InHeight, g.InWidth);
        if (g is { OutHeight: 1, OutWidth: 1 })
        {
            e.Output(1, e.Node(global, [x]), g.Channels, 1, 1);
            return;
        }
        if (g.InHeight % g.OutHeight != 0 || g.InWidth % g.OutWidth != 0)
            throw e.Error($"pools {g.InHeight}x{g.InWidth} into {g.OutHeight}x{g.OutWidth} by windows of different sizes, which ONNX does not have");
        long rows = g.InHeight / g.OutHeight, columns = g.InWidth / g.OutWidth;
        var y = e.Node(windowed, [x], Attribute.Of("kernel_shape", rows, columns), Attribute.Of("strides", rows, columns));
        e.Output(1, y, g.Channels, g.OutHeight, g.OutWidth);
    }
}

using ConvGpu.Kernels;
using ConvGpu.Onnx.Schema;

namespace ConvGpu.Onnx.Export;

/// <summary>Convolutions, transposed ones and dense layers.</summary>
internal static class ConvolutionExports
{
    public static IEnumerable<(Type, Action<OpExport>)> Rows =>
    [
        (typeof(Conv2DForward), Convolution),
        (typeof(Conv2DBackwardData), Transposed),
        (typeof(Conv3DForward), Volume),
        (typeof(ChannelBiasForward), Bias),
        (typeof(DenseForward), Dense),
        (typeof(Pad3DForward), e =>
        {
            var g = ((Pad3DForward)e.Op).Geometry;
            var padded = Padded(
                e, e.Input(0, g.Channels, g.InDepth, g.InHeight, g.InWidth), g.Mode, [g.Depth.Before, g.Height.Before, g.Width.Before],
                [g.Depth.After, g.Height.After, g.Width.After]);
            e.Output(1, padded, g.Channels, g.OutDepth, g.OutHeight, g.OutWidth);
        }),
    ];

    private static void Convolution(OpExport e)
    {
        var op = (Conv2DForward)e.Op;
        var (g, w) = (op.Geometry, op.Geometry.Window);
        if (g.Flip) throw e.Error("turns its kernel, which ONNX's convolution does not");
        var x = e.Input(0, g.InChannels, g.InHeight, g.InWidth);
        if (g.PaddingMode != PaddingMode.Zero)
        {
            x = Padded(e, x, g.PaddingMode, [w.PadTop, w.PadLeft], [w.PadBottom, w.PadRight]);
            w = w with { PadTop = 0, PadLeft = 0, PadBottom = 0, PadRight = 0 };
        }
        List<string> inputs = [x, e.Weight(1, g.OutChannels, g.InChannels / g.Groups, w.KernelHeight, w.KernelWidth)];
        if (op.Bias) inputs.Add(e.Weight(2, g.OutChannels));
        var y = e.Node("Conv", inputs, [.. Window(w), Attribute.Of("group", g.Groups)]);
        e.Activated(op.Bias ? 3 : 2, y, op.Activation, g.OutChannels, g.OutHeight, g.OutWidth);
    }

    // The geometry is that of the convolution from the output to the input.
    private static void Transposed(OpExport e)
    {
        var g = ((Conv2DBackwardData)e.Op).Geometry;
        var w = g.Window;
        if (g.Flip || g.PaddingMode != PaddingMode.Zero) throw e.Error("is the adjoint of a convolution that ONNX does not have");
        long More(int from, int to, int stride, int pads, int span) => to - ((from - 1L) * stride - pads + span);
        var y = e.Node("ConvTranspose",
            [e.Input(0, g.OutChannels, g.OutHeight, g.OutWidth), e.Weight(1, g.OutChannels, g.InChannels / g.Groups, w.KernelHeight, w.KernelWidth)],
            [
                .. Window(w), Attribute.Of("group", g.Groups),
                Attribute.Of("output_padding",
                    More(g.OutHeight, g.InHeight, w.StrideHeight, w.PadTop + w.PadBottom, w.SpanHeight),
                    More(g.OutWidth, g.InWidth, w.StrideWidth, w.PadLeft + w.PadRight, w.SpanWidth)),
            ]);
        e.Output(2, y, g.InChannels, g.InHeight, g.InWidth);
    }

    private static void Volume(OpExport e)
    {
        var op = (Conv3DForward)e.Op;
        var (g, w) = (op.Geometry, op.Geometry.Window);
        if (g.Flip) throw e.Error("turns its kernel, which ONNX's convolution does not");
        WindowAxis[] axes = [w.Depth, w.Height, w.Width];
        List<string> inputs =
        [
            e.Input(0, g.InChannels, g.InDepth, g.InHeight, g.InWidth),
            e.Weight(1, g.OutChannels, g.InChannels / g.Groups, w.Depth.Kernel, w.Height.Kernel, w.Width.Kernel),
        ];
        if (op.Bias) inputs.Add(e.Weight(2, g.OutChannels));
        var y = e.Node("Conv", inputs,
            Attribute.Of("kernel_shape", [.. axes.Select(a => (long)a.Kernel)]), Attribute.Of("strides", [.. axes.Select(a => (long)a.Stride)]),
            Attribute.Of("dilations", [.. axes.Select(a => (long)a.Dilation)]),
            Attribute.Of("pads", [.. axes.Select(a => (long)a.PadBefore), .. axes.Select(a => (long)a.PadAfter)]), Attribute.Of("group", g.Groups));
        e.Output(op.Bias ? 3 : 2, y, g.OutChannels, g.OutDepth, g.OutHeight, g.OutWidth);
    }

    private static void Bias(OpExport e)
    {
        var op = (ChannelBiasForward)e.Op;
        int[] item = [.. e.ItemOf(0)];
        var bias = e.Weight(1, [op.Channels, .. Enumerable.Repeat(1, item.Length - 1)]);
        e.Output(2, e.Part("bias", "Add", [e.Input(0), bias]), item);
    }

    private static void Dense(OpExport e)
    {
        var op = (DenseForward)e.Op;
        List<string> inputs = [e.Input(0, op.In), e.Weight(1, op.Out, op.In)];
        if (op.Bias) inputs.Add(e.Weight(2, op.Out));
        e.Activated(op.Bias ? 3 : 2, e.Node("Gemm", inputs, Attribute.Of("transB", 1)), op.Activation, op.Out);
    }

    private static string Padded(OpExport e, string x, PaddingMode mode, long[] before, long[] after) => e.Part(
        "pad", "Pad", [x, e.Writer.Integers([0, 0, .. before, 0, 0, .. after])],
        Attribute.Of("mode", mode switch
        {
            PaddingMode.Edge => "edge",
            PaddingMode.Reflect => "reflect",
            _ => throw e.Error("pads by going round, which opset 17 does not have"),
        }));

    /// <summary>The attributes that windows have in common.</summary>
    public static AttributeProto[] Window(Window2D w) =>
    [
        Attribute.Of("kernel_shape", w.KernelHeight, w.KernelWidth), Attribute.Of("strides", w.StrideHeight, w.StrideWidth),
        Attribute.Of("dilations", w.DilationHeight, w.DilationWidth), Attribute.Of("pads", w.PadTop, w.PadLeft, w.PadBottom, w.PadRight),
    ];
}

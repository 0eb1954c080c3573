using ConvGpu.Kernels;
using ConvGpu.Onnx.Import;
using ConvGpu.Onnx.Schema;

namespace ConvGpu.Onnx.Export;

/// <summary>Resampling, spatial transformers and embeddings.</summary>
internal static class SpatialExports
{
    public static IEnumerable<(Type, Action<OpExport>)> Rows =>
    [
        (typeof(Resample2DForward), Resample),
        (typeof(GridSampleForward), Sample),
        (typeof(AffineGridForward), Grid),
        (typeof(EmbeddingForward), Embedding),
    ];

    private static void Resample(OpExport e)
    {
        var s = ((Resample2DForward)e.Op).Sizes;
        float rows = (float)s.OutHeight / s.InHeight, columns = (float)s.OutWidth / s.InWidth;
        var isWhole = s.OutHeight % s.InHeight == 0 && s.OutWidth % s.InWidth == 0;
        var x = e.Input(0, s.Channels, s.InHeight, s.InWidth);
        var scales = isWhole ? e.Writer.Initializer($"{e.Name}.scales", [4], [1, 1, rows, columns]) : "";
        List<string> inputs = [x, "", scales];
        // Sizes hold the batch too, which only the input tells.
        if (!isWhole)
        {
            var batch = e.Part("batch", "Slice", [e.Part("shape", "Shape", [x]), e.Writer.Integers(0), e.Writer.Integers(1)]);
            inputs.Add(e.Part("sizes", "Concat", [batch, e.Writer.Integers(s.Channels, s.OutHeight, s.OutWidth)], Attribute.Of("axis", 0L)));
        }
        var y = e.Node("Resize", inputs, s.Mode == ResampleMode.Nearest
            ? [Attribute.Of("mode", "nearest"), Attribute.Of("coordinate_transformation_mode", "asymmetric"), Attribute.Of("nearest_mode", "floor")]
            : [Attribute.Of("mode", "linear"), Attribute.Of("coordinate_transformation_mode", s.Mode == ResampleMode.Bilinear ? "half_pixel" : "align_corners")]);
        e.Output(1, y, s.Channels, s.OutHeight, s.OutWidth);
    }

    private static void Sample(OpExport e)
    {
        var s = ((GridSampleForward)e.Op).Sizes;
        var y = e.Node("GridSample", [e.Input(0, s.Channels, s.InHeight, s.InWidth), e.Input(1, s.OutHeight, s.OutWidth, 2)],
            Attribute.Of("mode", "bilinear"), Attribute.Of("padding_mode", "zeros"), Attribute.Of("align_corners", 0L));
        e.Output(2, y, s.Channels, s.OutHeight, s.OutWidth);
    }

    private static void Embedding(OpExport e)
    {
        var s = ((EmbeddingForward)e.Op).Sizes;
        var rows = e.Node("Gather", [e.Weight(1, s.Vocabulary, s.Dimensions), e.Input(0, s.Length)], Attribute.Of("axis", 0L));
        var turned = e.Part("turned", "Transpose", [rows], Attribute.Of("perm", 0, 2, 1));
        e.Output(2, e.Shaped(new(turned, [s.Dimensions, s.Length]), [s.Dimensions, 1, s.Length], "image"), s.Dimensions, 1, s.Length);
    }

    // Opset 17 has no AffineGrid: the model carries a function of that name.
    private static void Grid(OpExport e)
    {
        var op = (AffineGridForward)e.Op;
        var model = e.Writer.Model;
        if (model.Functions.Count == 0)
        {
            model.Functions.Add(AffineGridFunction.Create());
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = OperatorTable.OwnDomain, Version = 1 });
        }
        var theta = e.Input(0, 2, 3);
        var y = e.Node("AffineGrid", [theta, e.Writer.Integers(0, 1, op.Height, op.Width)]);
        model.Graph.Node[^1].Domain = OperatorTable.OwnDomain;
        e.Output(1, y, op.Height, op.Width, 2);
    }
}

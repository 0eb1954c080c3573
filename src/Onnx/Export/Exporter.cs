using ConvGpu.Onnx.Schema;

namespace ConvGpu.Onnx.Export;

/// <summary>Writes what a network computes in inference, op by op, as a model of opset 17.</summary>
internal static class Exporter
{
    private const string Input = "input", Output = "output";

    /// <param name="plan">The network's ops.</param>
    /// <param name="read">The values of a parameter, a buffer or a constant.</param>
    /// <exception cref="OnnxFormatException">An op has no counterpart in ONNX.</exception>
    public static ModelProto Export(NetworkPlan plan, Func<PlanTensor, float[]> read)
    {
        var shapes = plan.Shapes;
        var writer = new ModelWriter(shapes.Graph.Name);
        var item = ItemOf(shapes.Input, isIndices: shapes.IndexLimit is not null);
        writer.FreeName(Input);
        writer.FreeName(Output);
        writer.Model.Graph.Input.Add(ModelWriter.Info(Input, shapes.IndexLimit is null ? OnnxElementType.Float : OnnxElementType.Int64, item));
        var values = new Dictionary<PlanTensor, WrittenValue> { [plan.Tensors.Input] = new(Input, item) };
        foreach (var planned in plan.Inference.Take(plan.ForwardOps))
        {
            var export = new OpExport(writer, values, read, planned);
            if (ExportTable.Find(planned.Op) is not { } row) throw export.Error("has no counterpart in ONNX that is written");
            row(export);
        }
        var (result, wanted) = (values[plan.Output], ItemOf(shapes.Output, isIndices: false));
        var last = writer.Reshaped("output.reshape", result, wanted);
        if (last == Input) last = writer.Node("output.identity", "Identity", [last]);
        Rename(writer.Model.Graph, last, Output);
        writer.Model.Graph.Output.Add(ModelWriter.Info(Output, OnnxElementType.Float, wanted));
        return writer.Model;
    }

    /// <summary>The sizes that ONNX would give an item: no axes that vectors and images do not have.</summary>
    private static int[] ItemOf(Shape shape, bool isIndices) => shape switch
    {
        _ when isIndices => [(int)shape.ItemCount],
        { D: 1, H: 1, W: 1 } => [shape.C],
        { D: 1 } => [shape.C, shape.H, shape.W],
        _ => [shape.C, shape.D, shape.H, shape.W],
    };

    private static void Rename(GraphProto graph, string from, string to)
    {
        foreach (var node in graph.Node)
        {
            foreach (var names in new[] { node.Input, node.Output })
                for (var i = 0; i < names.Count; i++) names[i] = names[i] == from ? to : names[i];
        }
    }
}

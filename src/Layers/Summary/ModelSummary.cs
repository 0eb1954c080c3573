namespace ConvGpu;

/// <summary>
/// What a model costs and sees, layer by layer, for one input size: shapes, parameters, multiply-adds, receptive fields, activation
/// bytes. Computed from the graph; no device is needed.
/// </summary>
public sealed class ModelSummary
{
    private ModelSummary(string model, Shape input, IReadOnlyList<LayerSummary> layers) => (Model, Input, Layers) = (model, input, layers);

    /// <summary>The model's name.</summary>
    public string Model { get; }

    /// <summary>The input's shape for one item (N is 1).</summary>
    public Shape Input { get; }

    /// <summary>The layers that the output needs, each after those it takes.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>Learned values in all.</summary>
    public long Parameters => Layers.Sum(l => l.Parameters);

    /// <summary>Multiply-adds of the forward pass of one item.</summary>
    public long MultiplyAdds => Layers.Sum(l => l.MultiplyAdds);

    /// <summary>Bytes of all layers' outputs for one item, in float32.</summary>
    public long ActivationBytes => Layers.Sum(l => l.ActivationBytes);

    /// <summary>The share of the parameters that convolutions hold, from 0 to 1; 0 for a model without parameters.</summary>
    public double ConvolutionParameterShare => Share(l => l.Parameters);

    /// <summary>The share of the multiply-adds that convolutions do, from 0 to 1; 0 for a model without any.</summary>
    public double ConvolutionMultiplyAddShare => Share(l => l.MultiplyAdds);

    /// <summary>Computes the summary.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="input">The input's channels, rows and columns (N is ignored), or null for those that the graph fixes.</param>
    /// <exception cref="ShapeException">The graph fixes no input and none is given, or a layer does not fit its input.</exception>
    public static ModelSummary Of(Graph graph, Shape? input = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var shapes = new ShapedGraph(graph, input ?? graph.InputShape
            ?? throw new ShapeException($"{graph.Name} does not fix its input; say for which channels, rows and columns to summarise it."));
        var multiplyAdds = CountMultiplyAdds(shapes);
        var fields = new Dictionary<Node, (ReceptiveAxis Rows, ReceptiveAxis Columns)>
        {
            [graph.Input] = (ReceptiveAxis.Of(shapes.Input.H), ReceptiveAxis.Of(shapes.Input.W)),
        };
        var layers = new List<LayerSummary>();
        foreach (var node in shapes.Nodes)
        {
            if (node.Layer is not { } layer) continue;
            var output = shapes[node];
            var (rows, columns) = fields[node] = FieldOf(node, shapes, fields);
            layers.Add(new LayerSummary(
                node.Name, layer.Kind, output, shapes.Parameters(node).Sum(p => p.Count), multiplyAdds.GetValueOrDefault(node.Name),
                new Size2D(rows.Pixels, columns.Pixels), output.ItemCount * sizeof(float), layer.IsConvolution));
        }
        return new ModelSummary(graph.Name, shapes.Input, layers);
    }

    // Inputs differ in size, as the picture and the grid of a grid sample do: each is read before the largest is taken.
    private static (ReceptiveAxis Rows, ReceptiveAxis Columns) FieldOf(
        Node node, ShapedGraph shapes, Dictionary<Node, (ReceptiveAxis Rows, ReceptiveAxis Columns)> fields)
    {
        var read = node.Layer!.FootprintOn(shapes.InputShapes(node));
        return node.Inputs.Select(input => Behind(read, fields[input], shapes[node])).Aggregate((a, b) =>
            (ReceptiveAxis.Largest(a.Rows, b.Rows), ReceptiveAxis.Largest(a.Columns, b.Columns)));
    }

    private static (ReceptiveAxis Rows, ReceptiveAxis Columns) Behind(
        Footprint read, (ReceptiveAxis Rows, ReceptiveAxis Columns) input, Shape output)
    {
        var (rows, columns) = input;
        if (read.IsWhole) return (rows.Whole(), columns.Whole());
        if (read == Footprint.Element) return input;
        return (rows.Window(read.Span.Height, read.Stride.Height, read.Factor.Height, output.H),
            columns.Window(read.Span.Width, read.Stride.Width, read.Factor.Width, output.W));
    }

    // Ops count a multiply-add as two. Additions alone, as in pooling, belong to layers without parameters.
    private static Dictionary<string, long> CountMultiplyAdds(ShapedGraph shapes)
    {
        var builder = new PlanBuilder(shapes, new PersistentTensors(shapes, null), training: false);
        builder.Forward();
        var learning = shapes.Nodes.Where(n => n.Layer is { IsNormalization: false } && shapes.Parameters(n).Count > 0).Select(n => n.Name).ToHashSet();
        return builder.Ops.Where(o => learning.Contains(o.Layer)).GroupBy(o => o.Layer).ToDictionary(g => g.Key, g => g.Sum(o => o.Op.Flops(1)) / 2);
    }

    private double Share(Func<LayerSummary, long> count)
    {
        var all = Layers.Sum(count);
        return all == 0 ? 0 : (double)Layers.Where(l => l.IsConvolution).Sum(count) / all;
    }
}

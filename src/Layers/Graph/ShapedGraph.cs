namespace ConvGpu;

/// <summary>A graph whose shapes have been inferred for one input size.</summary>
internal sealed class ShapedGraph
{
    private readonly Shape[] _shapes;
    private readonly IReadOnlyList<ParameterSpec>[] _parameters;

    /// <summary>Infers all shapes.</summary>
    /// <exception cref="ShapeException">A layer does not fit its input; the message names it, the shapes and the fix.</exception>
    public ShapedGraph(Graph graph, Shape input)
    {
        Graph = graph;
        _shapes = new Shape[graph.Nodes.Count];
        _parameters = new IReadOnlyList<ParameterSpec>[graph.Nodes.Count];
        _shapes[0] = input with { N = 1 };
        _parameters[0] = [];
        foreach (var node in graph.Nodes.Skip(1))
        {
            var inputs = InputShapes(node);
            try
            {
                _shapes[node.Index] = node.Layer!.InferShape(inputs) with { N = 1 };
                _parameters[node.Index] = node.Layer.Parameters(inputs);
            }
            catch (ShapeException e)
            {
                throw new ShapeException($"{node.Name} (layer {node.Index} of {graph.Name}): {e.Message}");
            }
        }
    }

    public Graph Graph { get; }

    public Shape Input => _shapes[0];

    public Shape Output => this[Graph.Output];

    public long ParameterCount => _parameters.Sum(p => p.Sum(s => s.Count));

    /// <summary>The shape of a node's output for one batch item.</summary>
    public Shape this[Node node] => _shapes[node.Index];

    public IReadOnlyList<ParameterSpec> Parameters(Node node) => _parameters[node.Index];

    public IReadOnlyList<Shape> InputShapes(Node node) => [.. node.Inputs.Select(i => _shapes[i.Index])];
}

namespace ConvGpu;

/// <summary>
/// The part of a graph that its output needs, with shapes inferred for one input size. Every shape has sizes of at least 1, and at most
/// 2^31 - 1 elements for one batch item; so has every parameter.
/// </summary>
internal sealed class ShapedGraph
{
    private readonly Shape[] _shapes;
    private readonly IReadOnlyList<ParameterSpec>[] _parameters;
    private readonly IReadOnlyList<ParameterSpec>[] _buffers;

    /// <summary>Infers all shapes.</summary>
    /// <exception cref="ShapeException">A layer does not fit its input; the message names it, the shapes and the fix.</exception>
    public ShapedGraph(Graph graph, Shape input)
    {
        Graph = graph;
        if (graph.Output == graph.Input) throw new ShapeException($"{graph.Name} has no layers: its output is its input; add layers to it.");
        Nodes = NeededBy(graph);
        if (Nodes.GroupBy(node => node.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ShapeException(
                $"{graph.Name} needs {twice.Count()} layers called '{twice.Key}', whose parameters could not be told apart: leave one of them out, or Add it with a Name of its own.");
        }
        _shapes = new Shape[graph.Nodes.Count];
        _parameters = new IReadOnlyList<ParameterSpec>[graph.Nodes.Count];
        _buffers = new IReadOnlyList<ParameterSpec>[graph.Nodes.Count];
        Array.Fill(_parameters, []);
        Array.Fill(_buffers, []);
        _shapes[0] = Checked($"the input of {graph.Name}", "is", input with { N = 1 });
        IndexLimit = FindIndexLimit();
        foreach (var node in Nodes.Skip(1)) Infer(node);
    }

    public Graph Graph { get; }

    /// <summary>The nodes that the output needs, each after those it takes; the first is the input.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    public Shape Input => _shapes[0];

    public Shape Output => this[Graph.Output];

    /// <summary>Where the input holds indices: one more than the largest; null where it holds values.</summary>
    public int? IndexLimit { get; }

    public long ParameterCount => _parameters.Sum(p => p.Sum(s => s.Count));

    /// <summary>The shape of a node's output for one batch item.</summary>
    public Shape this[Node node] => _shapes[node.Index];

    public IReadOnlyList<ParameterSpec> Parameters(Node node) => _parameters[node.Index];

    public IReadOnlyList<ParameterSpec> Buffers(Node node) => _buffers[node.Index];

    public IReadOnlyList<Shape> InputShapes(Node node) => [.. node.Inputs.Select(i => _shapes[i.Index])];

    private void Infer(Node node)
    {
        var inputs = InputShapes(node);
        var where = $"{node.Name} (layer {node.Index} of {Graph.Name})";
        try
        {
            if (!node.Layer!.TakesVolumes && inputs.FirstOrDefault(shape => shape.D != 1) is { D: > 1 } volume)
                throw new ShapeException(
                    $"takes images (N, C, H, W), but gets the volume {volume}; put new Flatten() before it, or make one plane of it with new Conv3D(...).");
            _shapes[node.Index] = node.Layer!.InferShape(node, n => this[n]) with { N = 1 };
            _parameters[node.Index] = node.Layer.Parameters(inputs);
            _buffers[node.Index] = node.Layer.Buffers(inputs);
        }
        catch (ShapeException e)
        {
            throw new ShapeException($"{where}: {e.Message}");
        }
        Checked(where, "puts out", _shapes[node.Index]);
        foreach (var parameter in _parameters[node.Index].Concat(_buffers[node.Index])) Checked(where, $"has {parameter.Name} of", parameter.Shape);
    }

    // Indices enter by the graph's input, which cannot hold values for another layer at the same time.
    private int? FindIndexLimit()
    {
        var takers = Nodes.Where(n => n.Layer?.IndexLimit is not null).ToList();
        foreach (var taker in takers)
        {
            if (taker.Inputs.Any(i => i != Graph.Input))
                throw new ShapeException($"{taker.Name} of {Graph.Name} takes indices, which only the graph's input holds; add it behind Graph.Input.");
        }
        var other = Nodes.FirstOrDefault(n => n.Inputs.Contains(Graph.Input) && n.Layer!.IndexLimit is null);
        if (takers.Count > 0 && other is not null)
            throw new ShapeException($"{other.Name} of {Graph.Name} takes the values of the input, but {takers[0].Name} takes it for indices; it cannot be both.");
        return takers.Count > 0 ? takers.Min(t => t.Layer!.IndexLimit) : null;
    }

    // Ops count the elements of an item, and kernels index them, in 32 bits.
    private static Shape Checked(string where, string verb, Shape shape)
    {
        if (shape.N < 1 || shape.C < 1 || shape.D < 1 || shape.H < 1 || shape.W < 1) throw new ShapeException($"{where} {verb} {shape}; sizes are at least 1.");
        if ((Int128)shape.N * shape.C * shape.D * shape.H * shape.W > int.MaxValue)
            throw new ShapeException($"{where} {verb} {shape}, more than the {int.MaxValue:N0} elements that one tensor of an image can have; use smaller sizes.");
        return shape;
    }

    private static Node[] NeededBy(Graph graph)
    {
        var needed = new bool[graph.Nodes.Count];
        needed[graph.Output.Index] = true;
        for (var i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            if (!needed[i]) continue;
            foreach (var input in graph.Nodes[i].Inputs) needed[input.Index] = true;
        }
        needed[graph.Input.Index] = true;
        return [.. graph.Nodes.Where(n => needed[n.Index])];
    }
}

namespace ConvGpu;

/// <summary>
/// A graph whose 2-D convolutions take over the batch normalisation behind them: with its scale s = w / sqrt(v + epsilon), the convolution's
/// weights become s times as large and its bias s (b - m) plus the normalisation's. It holds for inference alone, where mean m and variance v
/// are constants. A convolution that others take too, or that ends the graph, stays as it is.
/// </summary>
internal sealed class FoldedGraph
{
    /// <summary>Rewrites a graph.</summary>
    /// <param name="shapes">The graph, and which nodes its output needs.</param>
    public FoldedGraph(ShapedGraph shapes)
    {
        Graph = new Graph(shapes.Graph.Name, shapes.Input);
        var taken = new Dictionary<Node, Node>();
        foreach (var norm in shapes.Nodes)
        {
            if (norm.Layer is BatchNorm2D && norm.Inputs[0] is { Layer: Conv2D } convolution && shapes.Nodes.Count(n => n.Inputs.Contains(convolution)) == 1)
                taken.Add(norm, convolution);
        }
        var made = new Dictionary<Node, Node> { [shapes.Graph.Input] = Graph.Input };
        var folded = taken.ToDictionary(p => p.Value, p => p.Key);
        foreach (var node in shapes.Nodes.Skip(1))
        {
            if (taken.TryGetValue(node, out var convolution))
            {
                made[node] = made[convolution];
                continue;
            }
            var layer = folded.ContainsKey(node) ? ((Conv2D)node.Layer!).WithBias(node.Name) : node.Layer!;
            made[node] = Graph.Add(layer, [.. node.Inputs.Select(i => made[i])]);
            // Layers that are left have the number they had.
            if (made[node].Name != node.Name) Names[made[node].Name] = node.Name;
        }
        Graph.Output = made[shapes.Graph.Output];
        Folded = [.. folded.Select(p => (p.Key, p.Value))];
    }

    /// <summary>The graph without those normalisations.</summary>
    public Graph Graph { get; }

    /// <summary>Each convolution with the normalisation that it took over.</summary>
    public IReadOnlyList<(Node Convolution, Node Norm)> Folded { get; }

    /// <summary>What nodes whose names changed were called before.</summary>
    public Dictionary<string, string> Names { get; } = [];
}

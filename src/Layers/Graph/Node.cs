namespace ConvGpu;

/// <summary>One use of a layer in a <see cref="Graph"/>, or the graph's input.</summary>
public sealed class Node
{
    internal Node(Graph graph, int index, string name, Layer? layer, IReadOnlyList<Node> inputs)
    {
        (Graph, Index, Name, Layer, Inputs) = (graph, index, name, layer, inputs);
    }

    /// <summary>The name in tables and messages: the layer's own, or its kind and a number.</summary>
    public string Name { get; }

    /// <summary>The layer; null for the graph's input.</summary>
    public Layer? Layer { get; }

    /// <summary>The nodes whose outputs the layer takes.</summary>
    public IReadOnlyList<Node> Inputs { get; }

    internal Graph Graph { get; }

    internal int Index { get; }
}

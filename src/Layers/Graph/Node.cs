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

    /// <summary>Whether a layer for other classes took its place, and may have its name.</summary>
    internal bool IsReplaced { get; set; }

    /// <summary>Whether none of <see cref="Graph.StartingValues"/> is its own: one under its name belongs to the node whose place it took.</summary>
    internal bool StartsAnew { get; set; }

    internal Graph Graph { get; }

    internal int Index { get; }
}

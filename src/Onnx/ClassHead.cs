namespace ConvGpu.Onnx;

/// <summary>The dense layer that a classifier's graph ends with, where one stands there.</summary>
/// <param name="Node">The layer.</param>
/// <param name="Inputs">Elements that it takes.</param>
/// <param name="Outputs">Classes that it tells apart.</param>
internal sealed record ClassHead(Node Node, int Inputs, int Outputs)
{
    /// <summary>The last dense layer with nothing behind it but layers of one input: a softmax, sizes.</summary>
    public static ClassHead? Find(Graph graph)
    {
        if (graph.InputShape is not { } input) return null;
        var shapes = new ShapedGraph(graph, input);
        for (var node = graph.Output; node.Layer is not null; node = node.Inputs[0])
        {
            if (node.Layer is Dense) return new(node, (int)shapes[node.Inputs[0]].ItemCount, (int)shapes[node].ItemCount);
            if (node.Inputs.Count != 1 || node.Layer is not (Softmax or LogSoftmax or Reshape or Flatten)) return null;
        }
        return null;
    }

    /// <summary>Ends the graph with scores of so many classes.</summary>
    public static void Exchange(Graph graph, int classes)
    {
        var head = Find(graph) ?? throw new OnnxFormatException(
            $"{graph.Name} does not end with a dense layer, so that nobody knows where its classes are: set Graph.Output to the node of its features, and Add layers of your own.");
        if (head.Outputs == classes)
        {
            graph.Output = head.Node;
            return;
        }
        var name = "classes";
        for (var i = 2; graph.Nodes.Any(n => n.Name == name); i++) name = $"classes.{i}";
        graph.AddNamed(name, new Dense(head.Inputs, classes), head.Node.Inputs[0]);
    }
}

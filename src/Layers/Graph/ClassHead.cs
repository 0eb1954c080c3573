namespace ConvGpu;

/// <summary>The end of a classifier's graph: where its scores are, one a class, and the layer that has them learned.</summary>
internal sealed class ClassHead
{
    /// <summary>The name of a layer that <see cref="Exchange(Graph, int)"/> adds.</summary>
    public const string Name = "classes";

    private const string ByHand = "set Graph.Output to the node of its features, and Add layers of your own.";

    private readonly Graph _graph;
    private readonly ShapedGraph _shapes;
    private readonly Node _scores;

    private ClassHead(ShapedGraph shapes, Node scores) => (_graph, _shapes, _scores) = (shapes.Graph, shapes, scores);

    /// <summary>How many classes there are.</summary>
    public int Classes => (int)_shapes[_scores].ItemCount;

    /// <summary>The end of a graph that puts out a score, or a probability, a class: (N, classes), or an image of one pixel; null where it does not.</summary>
    public static ClassHead? Find(Graph graph)
    {
        if (graph.InputShape is not { } input) return null;
        var shapes = new ShapedGraph(graph, input);
        var output = shapes.Output;
        if (output.ItemCount != Math.Max(Math.Max(output.C, output.D), Math.Max(output.H, output.W))) return null;
        // Scores are in front of a softmax, and of what only counts them in other sizes.
        Node? scores = null;
        for (var node = graph.Output; node.Layer is not null; node = node.Inputs[0])
        {
            if (shapes[node].C == output.ItemCount) scores = node;
            if (node.Layer is not (Softmax or LogSoftmax or Reshape or Flatten)) break;
        }
        return scores is null ? null : new(shapes, scores);
    }

    /// <summary>The dense layer or convolution that computes the scores; null where there is none that could be exchanged.</summary>
    public static Node? LayerOf(Graph graph) => Find(graph)?.Way().Last is { Layer: Dense or Conv2D } last ? last : null;

    /// <summary>Ends the graph with scores of so many classes.</summary>
    /// <exception cref="ShapeException">Nobody knows where they are, or a layer cannot be exchanged for one with as many.</exception>
    public static void Exchange(Graph graph, int classes)
    {
        graph.RequireInputShape("exchange its classes");
        var head = Find(graph) ?? throw new ShapeException(
            $"{graph.Name} does not put out one score a class, (N, classes), so that nobody knows where its classes are: {ByHand}");
        if (head.Classes == classes) graph.Output = head._scores;
        else head.Exchange(classes);
    }

    /// <summary>What the scores are computed by, and what stands behind it, the first of which is at the top.</summary>
    private (Node Last, Stack<Node> Behind) Way()
    {
        var behind = new Stack<Node>();
        var last = _scores;
        for (; last.Layer is not (Dense or Conv2D) && Before(last) is { } before; last = before) behind.Push(last);
        return (last, behind);
    }

    private void Exchange(int classes)
    {
        var (last, behind) = Way();
        var layer = Exchanged(last, classes, behind.Any(node => node.Layer is Sum));
        // The second time it is exchanged, the new head has the name of the old one.
        foreach (var old in behind.Append(last)) old.IsReplaced = true;
        var name = _graph.FreeName(Name);
        var node = _graph.AddAnew(name, layer, last.Inputs[0]);
        foreach (var next in behind)
        {
            // The dense layer's bias, which the exchanged one has itself.
            if (next.Layer is Sum) continue;
            layer = next.Layer switch
            {
                Reshape => new Reshape(_shapes[next] with { C = classes }),
                BatchNorm1D normalization => new BatchNorm1D(classes, normalization.Momentum, normalization.Epsilon),
                BatchNorm2D normalization => new BatchNorm2D(classes, normalization.Momentum, normalization.Epsilon),
                _ => next.Layer!,
            };
            node = _graph.AddAnew(_graph.FreeName($"{name}.{layer.Kind}"), layer, node);
        }
    }

    private Layer Exchanged(Node last, int classes, bool addsBias)
    {
        var what = $"{_graph.Name} cannot tell {classes} classes apart instead of {Classes}:";
        if (last.Layer is null || _shapes[last].C != Classes || last.Layer is not (Dense or Conv2D))
        {
            throw new ShapeException(
                $"{what} its scores come from {last.Name} ({last.Layer?.Kind ?? "the input"}), "
                + $"not from a dense layer or 2-D convolution with an output a class "
                + $"and batch normalisation, activations, pooling and flattening behind it: {ByHand}");
        }
        if (last.Layer is Dense dense) return new Dense((int)_shapes[last.Inputs[0]].ItemCount, classes, dense.HasBias || addsBias);
        var convolution = (Conv2D)last.Layer;
        return classes % convolution.Groups == 0
            ? convolution.WithOutputs(classes)
            : throw new ShapeException($"{what} the convolution {last.Name} has {convolution.Groups} groups, which do not divide them: {ByHand}");
    }

    /// <summary>What a layer takes the classes from that makes a channel of each, so that there may be any number of them; null where it does not.</summary>
    private Node? Before(Node node) => _shapes[node].C != Classes ? null : node.Layer switch
    {
        ReLU or ElementwiseActivation or Pool2D or AdaptivePool or DropoutLayer or Flatten or Reshape or SoftmaxLayer or BatchNorm1D or BatchNorm2D => node.Inputs[0],
        // A bias by itself, as dense layers have it in models of Keras. A sum further behind is not theirs, and is not dropped.
        Sum when node.Inputs is [{ Layer: Dense } scores, { Layer: GivenValue }] => scores,
        Sum when node.Inputs is [{ Layer: GivenValue }, { Layer: Dense } scores] => scores,
        _ => null,
    };
}

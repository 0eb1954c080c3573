namespace ConvGpu;

/// <summary>
/// Layers and how they are connected: one input, any branches, one output. A graph holds no tensors; a <see cref="Network"/> does.
/// Any node may be taken by several others; its gradient is the sum of theirs.
/// </summary>
/// <example>
/// A residual block (He et al., 2015) and an inception-like block (Szegedy et al., 2014):
/// <code>
/// var graph = new Graph("blocks", new Shape(1, 3, 32, 32));
/// var stem = graph.Add(new Conv2D(3, 16, 3, padding: 1));
/// graph.Add(new ReLU());
/// var branch = graph.Add(new Conv2D(16, 16, 3, padding: 1));
/// var block = graph.Add(new Sum(), stem, branch);
/// var narrow = graph.Add(new Conv2D(16, 8, 1), block);
/// var wide = graph.Add(new Conv2D(16, 8, 3, padding: 1), block);
/// graph.Add(new Concat(), narrow, wide);              // 16x32x32
/// </code>
/// </example>
public class Graph
{
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<string, int> _kinds = [];
    private Node _output;

    /// <summary>Starts a graph that has only its input.</summary>
    /// <param name="name">The model's name in tables.</param>
    /// <param name="inputShape">The input's channels, rows and columns where the model fixes them (N is ignored), or null to take
    /// those of the data.</param>
    public Graph(string name = "model", Shape? inputShape = null)
    {
        Name = name;
        InputShape = inputShape is { } shape ? shape with { N = 1 } : null;
        Input = new Node(this, 0, "input", null, []);
        _nodes.Add(Input);
        _output = Input;
    }

    /// <summary>The model's name in tables.</summary>
    public string Name { get; }

    /// <summary>The input for one image where the model fixes it.</summary>
    public Shape? InputShape { get; }

    /// <summary>The graph's input.</summary>
    public Node Input { get; }

    /// <summary>The graph's output: the node added last unless set. Nodes that it does not need are not computed.</summary>
    /// <exception cref="ShapeException">The node belongs to another graph.</exception>
    public Node Output
    {
        get => _output;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Graph != this)
                throw new ShapeException($"{Name} cannot end with {value.Name}, a node of {value.Graph.Name}; take a node that Add of this graph gave.");
            _output = value;
        }
    }

    /// <summary>All nodes; each comes after the nodes it takes.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>What parameters and buffers start with, by name; those without start as their layers say.</summary>
    internal IReadOnlyDictionary<string, float[]>? StartingValues { get; init; }

    /// <summary>Adds a layer behind nodes of this graph.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">What it takes; the current output when none are given.</param>
    /// <returns>The new node, which also becomes <see cref="Output"/>.</returns>
    /// <exception cref="ShapeException">The number of inputs is wrong, or one belongs to another graph.</exception>
    public Node Add(Layer layer, params Node[] inputs)
    {
        if (layer.Name is { } taken && _nodes.Any(n => n.Name == taken))
            throw new ShapeException($"{Name} already has a layer named '{taken}'; give the second another name.");
        _kinds[layer.Kind] = _kinds.GetValueOrDefault(layer.Kind) + 1;
        return AddNamed(layer.Name ?? $"{layer.Kind}{_kinds[layer.Kind]}", layer, inputs);
    }

    /// <summary>
    /// Makes the graph end with the scores of classes, as losses take them: a softmax at the end is left out; and where the model tells others apart,
    /// the last dense layer or 2-D convolution, of any window, is exchanged for one that starts at random, called classes, however often it is exchanged. Batch
    /// normalisation, which starts anew, activations, pooling, dropout and flattening may stand behind it, and stay. For fine-tuning.
    /// </summary>
    /// <param name="classes">How many classes, at least 1.</param>
    /// <returns>This graph.</returns>
    /// <exception cref="ShapeException">
    /// The graph does not put out one score a class; or it has others, and other layers stand behind the last of those; or its <see cref="InputShape"/> is open.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is less than 1 class.</exception>
    public Graph ForClasses(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ClassHead.Exchange(this, classes);
        return this;
    }

    /// <summary>
    /// The names of the layers with parameters in front of a layer, on every way from the input: frozen (<see cref="NetworkOptions.Frozen"/>), they leave the
    /// layer and those behind it to learn.
    /// </summary>
    /// <param name="layer">
    /// The name of a layer, such as <c>dense1</c>; or <c>classes</c>, which without a layer of that name is the one that computes the scores of classes: what
    /// <see cref="ForClasses"/> exchanges, also where it did not, the number being that of the model.
    /// </param>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    /// <exception cref="ShapeException">The graph's <see cref="InputShape"/> is open, or shapes do not fit.</exception>
    public IReadOnlyList<string> LearnedBefore(string layer)
    {
        var node = _nodes.FindLast(n => n.Layer is not null && n.Name == layer)
            ?? (layer == ClassHead.Name ? ClassHead.LayerOf(this) : null)
            ?? throw new ArgumentException($"{Name} has no layer '{layer}'; it has {string.Join(", ", _nodes.Skip(1).Select(n => n.Name).Distinct())}.", nameof(layer));
        var shapes = new ShapedGraph(this, RequireInputShape($"know the parameters in front of {layer}"));
        var before = new HashSet<Node>(node.Inputs);
        for (var i = node.Index - 1; i > 0; i--)
            if (before.Contains(_nodes[i])) before.UnionWith(_nodes[i].Inputs);
        return [.. shapes.Nodes.Where(n => before.Contains(n) && shapes.Parameters(n).Count > 0).Select(n => n.Name)];
    }

    /// <summary>The input's shape, which something needs.</summary>
    /// <exception cref="ShapeException">The graph leaves it open.</exception>
    internal Shape RequireInputShape(string purpose) => InputShape ?? throw new ShapeException(
        $"{Name} takes inputs of any size, but to {purpose} it has to be known: "
        + "name it where the graph is made, such as Sequential.Of(\"name\", new Shape(1, 3, 32, 32), ...).");

    /// <summary>A name that no node has yet, but for those whose place another one took.</summary>
    internal string FreeName(string name)
    {
        var free = name;
        for (var i = 2; _nodes.Exists(n => n.Name == free && !n.IsReplaced); i++) free = $"{name}.{i}";
        return free;
    }

    /// <summary>Adds a layer in place of another one, whose values are not its own though it may have its name.</summary>
    internal Node AddAnew(string name, Layer layer, Node input)
    {
        var node = AddNamed(name, layer, input);
        node.StartsAnew = true;
        return node;
    }

    /// <summary>Adds a layer under a name that no other node has, whatever its own.</summary>
    internal Node AddNamed(string name, Layer layer, params Node[] inputs)
    {
        if (inputs.Length == 0) inputs = [Output];
        if (inputs.Length < layer.InputCount || (inputs.Length > layer.InputCount && !layer.TakesMoreInputs))
        {
            throw new ShapeException(
                $"{name} takes {layer.InputCount}{(layer.TakesMoreInputs ? " or more" : "")} inputs, but {inputs.Length} were given.");
        }
        foreach (var input in inputs)
            if (input.Graph != this) throw new ShapeException($"{name} takes an input of another graph; add layers only behind nodes of the same graph.");
        Output = new Node(this, _nodes.Count, name, layer, inputs);
        _nodes.Add(Output);
        return Output;
    }
}

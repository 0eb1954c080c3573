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

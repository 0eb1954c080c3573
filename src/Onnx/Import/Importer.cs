using ConvGpu.Kernels;
using ConvGpu.Onnx.Schema;

namespace ConvGpu.Onnx.Import;

/// <summary>An input that the graph computes from.</summary>
internal sealed record GraphInput(string Name, IReadOnlyList<int> Dims, OnnxElementType Type);

/// <summary>
/// Makes a graph of a model's nodes, one after the other. Either the items of a batch, along the first axis of everything that is computed,
/// are kept apart, or all of the model's input is one item.
/// </summary>
internal sealed class Importer
{
    /// <summary>The most nodes of a model that is read.</summary>
    public const int MostNodes = 20_000;

    private const int MostInputs = 1024;

    // What these take at most beside their messages and values: a node, each of its inputs, each layer that it becomes and each letter of its name; a
    // tensor of the file, and a name that nodes take.
    private const long BytesOfNode = 1024, BytesOfInput = 256, BytesOfLayer = 1024, BytesOfLetter = 6, BytesOfTensor = 192, BytesOfName = 96;

    private readonly Dictionary<string, Value> _values = [];
    private readonly Dictionary<string, float[]> _starts = [];
    private readonly Dictionary<Node, Shape> _shapes = [];
    private readonly HashSet<string> _names = [];
    private readonly Dictionary<string, int> _lastNumbers = [];
    private readonly HashSet<string> _used;
    private readonly bool[] _needed;
    private readonly WholeNumbers _whole = new();
    private readonly long _held;
    private long _made;
    private NodeProto? _node;

    public Importer(
        ModelSource source, IReadOnlyList<GraphInput> inputs, IReadOnlyDictionary<string, OnnxTensor> given, OnnxImportOptions options, bool batched)
    {
        (Source, Batched, MostMade) = (source, batched, options.MostComputedValues);
        if (batched) BatchSize = BatchOf(inputs);
        foreach (var (name, tensor) in given) _values[name] = new KnownValue(tensor, false);
        foreach (var (name, value) in source.Initializers.Except(given))
        {
            _values[name] = value;
            _held += value.Tensor.Count;
            Take(BytesOfTensor, name);
        }
        MostMade += _held;
        AddInputs(inputs);
        (_used, _needed) = Needed(source.Graph, options.Outputs ?? [.. source.Graph.Output.Select(o => o.Name)]);
    }

    public ModelSource Source { get; }

    /// <summary>Whether the first axis of everything that is computed is the batch.</summary>
    public bool Batched { get; }

    /// <summary>The size of the first axis; a placeholder where any will do.</summary>
    public int BatchSize { get; } = 1;

    public Graph? Graph { get; private set; }

    public bool IsUsed(string value) => _used.Contains(value);

    /// <summary>What a name stands for once all nodes were converted.</summary>
    public Value Find(string name) => _values.GetValueOrDefault(name) ?? throw new OnnxFormatException($"The model's output '{name}' is made by no node.");

    public void Convert()
    {
        for (var i = 0; i < _needed.Length; i++)
            if (_needed[i]) Convert(_node = Source.Graph.Node[i]);
        _node = null;
    }

    /// <summary>Counts values that are made in advance.</summary>
    /// <param name="count">How many.</param>
    /// <param name="bytes">What each takes.</param>
    /// <returns>Whether so many may be.</returns>
    public bool MayMake(int count, int bytes)
    {
        // As many as the file holds are of what the file may take; the others are of the option's.
        var held = Math.Clamp(_held - _made, 0, count);
        if ((_made += count) > MostMade) return false;
        Take(bytes * held, Source.Graph.Name);
        Source.Memory.TakeBeside(bytes * (count - held));
        return true;
    }

    /// <summary>The most values that are made of others: some in any model, and as many as the file holds, so that weights may be turned.</summary>
    public long MostMade { get; }

    public Node AddNode(string name, Layer layer, Node[] inputs)
    {
        var shapes = new Shape[inputs.Length];
        for (var i = 0; i < shapes.Length; i++) shapes[i] = ShapeOf(inputs[i]);
        return AddNode(name, layer, inputs, layer.InferShape(shapes) with { N = 1 });
    }

    /// <summary>Adds a layer whose output is known for one item.</summary>
    public Node AddNode(string name, Layer layer, Node[] inputs, Shape output)
    {
        Take(BytesOfLayer + BytesOfLetter * name.Length, name);
        var free = name;
        while (!_names.Add(free)) free = $"{name}.{_lastNumbers[name] = _lastNumbers.GetValueOrDefault(name, 1) + 1}";
        var node = Graph!.AddNamed(free, layer, inputs);
        _shapes[node] = output;
        return node;
    }

    public Shape ShapeOf(Node node) => _shapes[node];

    public void Start(string tensor, float[] values) => _starts[tensor] = values;

    public void Define(string name, Value value, Conversion by)
    {
        if (name.Length == 0) return;
        if (value.Dims.Contains(0) && value is ComputedValue) throw by.Error("makes a tensor without elements, which is not supported");
        Take(BytesOfName, name);
        if (!_values.TryAdd(name, value)) throw by.Error($"makes '{name}', which is there already");
    }

    /// <summary>The values that outputs follow from, and the nodes that make them; nobody has to understand the others.</summary>
    private (HashSet<string> Values, bool[] Nodes) Needed(GraphProto graph, IReadOnlyList<string> outputs)
    {
        // One by one: many may have the same name.
        HashSet<string> values = [];
        foreach (var output in outputs) Use(output);
        var nodes = new bool[graph.Node.Count];
        for (var i = nodes.Length - 1; i >= 0; i--)
        {
            var node = _node = graph.Node[i];
            for (var o = 0; o < node.Output.Count && !nodes[i]; o++) nodes[i] = values.Contains(node.Output[o]);
            for (var o = 0; o < node.Input.Count && nodes[i]; o++) Use(node.Input[o]);
        }
        _node = null;
        values.Remove("");
        return (values, nodes);

        void Use(string name)
        {
            if (values.Add(name)) Take(BytesOfName, name);
        }
    }

    private void Convert(NodeProto node)
    {
        var name = NameOf(node);
        if (node.Input.Count > MostInputs)
            throw new OnnxFormatException($"Node '{name}' ({node.OpType}) takes {node.Input.Count:N0} inputs; at most {MostInputs:N0} are read.");
        Take(BytesOfNode + BytesOfInput * node.Input.Count, name);
        var inputs = new Value?[node.Input.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (node.Input[i].Length == 0) continue;
            inputs[i] = _values.GetValueOrDefault(node.Input[i])
                ?? throw new OnnxFormatException(
                    $"Node '{name}' ({node.OpType}) takes '{node.Input[i]}', which nothing before it makes; nodes stand behind those they take.");
        }
        if (OperatorTable.Find(node) is not { } row)
        {
            throw new OnnxFormatException(
                $"Node '{name}' is of the operator {(node.Domain.Length > 0 ? node.Domain.Shortened() + "." : "")}{node.OpType}, which is not supported "
                + "(docs/onnx.md lists those that are).");
        }
        var conversion = new Conversion(this, node, OpsetOf(node, name), name, inputs);
        if (node.Output.Count == 0) throw conversion.Error("has no output");
        if (row.Fold is not null && (row.FoldsShapes || Array.TrueForAll(inputs, i => i is not ComputedValue)) && conversion.Guard(row.Fold) is { } folded)
        {
            var learned = folded.IsFloat && Array.Exists(inputs, i => i is KnownValue { IsLearned: true });
            Define(node.Output[0], new KnownValue(folded, learned), conversion);
            return;
        }
        if (row.Convert is null) throw conversion.Error("is supported for constants only");
        _whole.Follow(conversion);
        conversion.Guard(row.Convert);
    }

    /// <summary>Counts what is about to be made.</summary>
    /// <param name="bytes">The most that it takes.</param>
    /// <param name="name">What it is made for, where that is no node of the model.</param>
    /// <exception cref="TooMuchMemoryException">It is more than a model of this size takes.</exception>
    public void Take(long bytes, string name)
    {
        if (Source.Memory.Take(bytes)) return;
        var at = _node is null ? $"'{name.Shortened()}'" : $"node '{NameOf(_node)}' ({_node.OpType})";
        throw new TooMuchMemoryException(
            $"At {at} the model takes more than {Source.Memory.Allowed:N0} bytes of memory to read, which is the most for the size of its file, its values "
            + $"and its {Source.Graph.Node.Count:N0} nodes. Simplify it, or read a part of it (docs/onnx.md, Models that are refused).");
    }

    private static string NameOf(NodeProto node) =>
        (node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(o => o.Length > 0) ?? node.OpType).Shortened();

    private int OpsetOf(NodeProto node, string name)
    {
        var domain = node.Domain == "ai.onnx" ? "" : node.Domain;
        var version = Source.Model.OpsetImport.FirstOrDefault(o => (o.Domain == "ai.onnx" ? "" : o.Domain) == domain)?.Version
            ?? throw new OnnxFormatException($"Node '{name}' is of the domain '{domain.Shortened()}', whose version the model does not say.");
        return (int)Math.Clamp(version, 0, int.MaxValue);
    }

    private static int BatchOf(IReadOnlyList<GraphInput> inputs)
    {
        var first = inputs.Count > 0 && inputs[0].Dims.Count > 0 ? inputs[0].Dims[0] : throw new MixedBatchException("The model's input has no batch.");
        return inputs.All(i => i.Dims.Count > 0 && i.Dims[0] == first)
            ? first
            : throw new MixedBatchException("The model's inputs have batches of different sizes.");
    }

    // The graph has one input: where the model has more they lie behind each other in it.
    private void AddInputs(IReadOnlyList<GraphInput> inputs)
    {
        foreach (var input in inputs)
            if (!input.Type.IsFloat() && input.Type != OnnxElementType.Bool) _whole.Add(input.Name);
        if (inputs.Count == 0) return;
        int[][] items = [.. inputs.Select(i => i.Dims.Skip(Batched ? 1 : 0).ToArray())];
        foreach (var (input, item) in inputs.Zip(items))
        {
            if (item.All(size => size >= 1) && Conversion.Count(item) <= int.MaxValue) continue;
            throw new OnnxFormatException(
                $"The model's input '{input.Name}' of {OnnxTensor.Describe(input.Dims)} has no elements, or more than {int.MaxValue:N0}.");
        }
        var name = Source.Graph.Name.Length > 0 ? Source.Graph.Name : "model";
        var total = items.Sum(Conversion.Count);
        if (total > int.MaxValue) throw new OnnxFormatException($"The model's inputs have {total:N0} elements an item; at most {int.MaxValue:N0} are supported.");
        var shape = inputs.Count == 1 ? Shapes.Of(items[0]) : new Shape(1, (int)total);
        Graph = new Graph(name, shape) { StartingValues = _starts };
        _names.Add(Graph.Input.Name);
        _shapes[Graph.Input] = shape;
        if (inputs.Count == 1)
        {
            _values[inputs[0].Name] = new ComputedValue(Graph.Input, shape, inputs[0].Dims);
            return;
        }
        var start = 0;
        foreach (var (input, item) in inputs.Zip(items))
        {
            var count = (int)Conversion.Count(item);
            var part = new RearrangeGeometry([new(count, (int)total, 1, start)]);
            var node = AddNode(input.Name, new Rearranged(part, Shapes.Of(item)), [Graph.Input]);
            _values[input.Name] = new ComputedValue(node, Shapes.Of(item), input.Dims);
            start += count;
        }
    }
}

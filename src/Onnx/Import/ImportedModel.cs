namespace ConvGpu.Onnx.Import;

/// <summary>An output of a model and where the graph's output holds it.</summary>
/// <param name="Name">What the model calls it.</param>
/// <param name="Dims">Its sizes.</param>
/// <param name="Start">Its first element in an item of the graph's output.</param>
/// <param name="Count">Its elements in an item.</param>
/// <param name="Known">Its value where it does not depend on the inputs.</param>
internal sealed record OutputSlot(string Name, IReadOnlyList<int> Dims, int Start, int Count, OnnxTensor? Known);

/// <summary>A model that became a graph.</summary>
/// <param name="Graph">The graph; null where nothing depends on the inputs.</param>
/// <param name="Inputs">What lies in the graph's input, one behind the other.</param>
/// <param name="Outputs">What lies in its output.</param>
/// <param name="Batched">Whether the first axis of inputs and outputs is the batch.</param>
/// <param name="BatchSize">The size of that axis in <paramref name="Inputs"/> and <paramref name="Outputs"/>.</param>
internal sealed record ImportedModel(Graph? Graph, IReadOnlyList<GraphInput> Inputs, IReadOnlyList<OutputSlot> Outputs, bool Batched, int BatchSize)
{
    /// <summary>The graph's output for one item.</summary>
    public Shape Output { get; private init; }

    /// <summary>Reads a model for any values of its inputs.</summary>
    public static ImportedModel Of(ModelSource source, OnnxImportOptions options)
    {
        var inputs = ModelInputs.Declared(source, options);
        ImportedModel Read(bool batched) => Of(source, inputs, new Dictionary<string, OnnxTensor>(), options, batched);
        var isOpen = inputs.Count > 0 && inputs[0].Dims is [ModelInputs.AnyBatch, ..];
        Func<ImportedModel>[] ways = isOpen
            ? [() => Read(batched: true)]
            : [() => Read(batched: true), () => Read(batched: false)];
        return First(source.Memory, ways);
    }

    /// <summary>Reads a model for given values: weights and sizes may be among them.</summary>
    public static ImportedModel Of(ModelSource source, IReadOnlyList<OnnxTensor> given, OnnxImportOptions options)
    {
        var (computed, constant) = ModelInputs.Given(source, given, onlyFirst: false);
        var ways = new List<Func<ImportedModel>>
        {
            () => Of(source, computed, constant, options, batched: true), () => Of(source, computed, constant, options, batched: false),
        };
        if (computed.Count > 1)
        {
            var (first, rest) = ModelInputs.Given(source, given, onlyFirst: true);
            ways.Add(() => Of(source, first, rest, options, batched: false));
        }
        return First(source.Memory, ways);
    }

    // The first way that works; else what the first refused for another reason than its batch. What takes too much memory takes it in all ways.
    private static ImportedModel First(MemoryAllowance memory, IEnumerable<Func<ImportedModel>> ways)
    {
        OnnxFormatException? failure = null;
        foreach (var way in ways)
        {
            var taken = memory.Taken;
            try
            {
                return way();
            }
            catch (OnnxFormatException e) when (e is not TooMuchMemoryException)
            {
                if (failure is null or MixedBatchException) failure = e;
                memory.Release(taken);
            }
        }
        throw failure!;
    }

    private static ImportedModel Of(
        ModelSource source, IReadOnlyList<GraphInput> inputs, IReadOnlyDictionary<string, OnnxTensor> given, OnnxImportOptions options, bool batched)
    {
        var importer = new Importer(source, inputs, given, options, batched);
        importer.Convert();
        var names = options.Outputs ?? [.. source.Graph.Output.Select(o => o.Name)];
        if (names.Count == 0) throw new OnnxFormatException("The model has no outputs.");
        var slots = new List<OutputSlot>();
        var computed = new List<ComputedValue>();
        var start = 0;
        foreach (var name in names)
        {
            var value = importer.Find(name);
            if (value is KnownValue known)
            {
                slots.Add(new(name, known.Dims, 0, 0, known.Tensor));
                continue;
            }
            var count = (int)((ComputedValue)value).Shape.ItemCount;
            slots.Add(new(name, value.Dims, start, count, null));
            start = checked(start + count);
            computed.Add((ComputedValue)value);
        }
        if (computed.Count == 0) return new(null, inputs, slots, batched, importer.BatchSize);
        var graph = importer.Graph!;
        graph.Output = computed.Count == 1 ? computed[0].Node : Together(importer, computed);
        if (graph.Output == graph.Input) importer.AddNode("output", new Reshape(computed[0].Shape), [graph.Input]);
        return new(graph, inputs, slots, batched, importer.BatchSize) { Output = importer.ShapeOf(graph.Output) };
    }

    private static Node Together(Importer importer, List<ComputedValue> outputs) => importer.AddNode("outputs", new Concat(), [.. outputs.Select(
        (v, i) => v.Shape is { D: 1, H: 1, W: 1 } ? v.Node : importer.AddNode($"output{i}", new Flatten(), [v.Node]))]);
}

namespace ConvGpu.Cli;

/// <summary>A model with the parameters that training gave it, and its parts by name.</summary>
internal sealed class TrainedModel : IDisposable
{
    private readonly TrainedModelChoice _choice;
    private readonly Dataset _dataset;
    private readonly Trainer? _trainer;
    private readonly Network? _untrained;

    private TrainedModel(TrainedModelChoice choice, ComputeDevice device, string? layer, string? parameter)
    {
        // Layers have the same names for any data.
        if (layer is not null && !NamedModel.IsFile(choice.Model)) FindLayer(ModelZoo.Create(choice.Model), layer);
        (_choice, _dataset) = (choice, (choice.Reading ?? new()).Open(choice.Dataset, choice.Seed));
        Device = device;
        Graph = CreateGraph();
        // What does not exist is refused before the training, not after it.
        var input = Graph.InputShape ?? _dataset.Train.Shape with { N = 1 };
        var shapes = new ShapedGraph(Graph, input);
        Layer = layer is null ? Having(shapes, "weight")[0] : FindLayer(Graph, layer);
        if (parameter is not null) RequireParameter(shapes, parameter);
        if (choice.Epochs == 0)
        {
            _untrained = new Network(Graph, device, new NetworkOptions { InputShape = input, MaxBatch = 1, Seed = choice.Seed });
            Transform = new ImageTransform(_dataset.Train, input);
            if (choice.Weights.File is null) Console.WriteLine($"{choice.Model} as it starts, with seed {choice.Seed}: not trained");
            else OrDispose(_untrained, () => choice.Weights.LoadInto(_untrained, Console.Out));
            return;
        }
        Console.WriteLine($"first {choice.Epochs} {(choice.Epochs == 1 ? "epoch" : "epochs")} of training on {choice.Dataset}, with seed {choice.Seed}");
        _trainer = new Trainer(Graph, device) { Optimizer = Optimizers.Create(choice.Optimizer, choice.LearningRate), Seed = choice.Seed };
        OrDispose(_trainer, () =>
        {
            if (choice.Weights.File is not null) choice.Weights.LoadInto(_trainer.Prepare(_dataset, choice.Batch), Console.Out);
            ConsoleObserver.Show(observer =>
            {
                _trainer.Observer = observer;
                return _trainer.Fit(_dataset, choice.Epochs, choice.Batch);
            });
        });
        Transform = _trainer.Transform!;
        Console.WriteLine();
    }

    public ComputeDevice Device { get; }

    public Graph Graph { get; }

    /// <summary>The layer that is looked at.</summary>
    public Node Layer { get; }

    public Network Network => _trainer?.Network ?? _untrained!;

    /// <summary>How images become the network's input.</summary>
    public ImageTransform Transform { get; }

    /// <summary>Channels of the images that the model was trained on.</summary>
    public int ImageChannels => _dataset.Train.Shape.C;

    /// <summary>Trains a model as chosen.</summary>
    /// <param name="choice">The model and how to train it.</param>
    /// <param name="device">Where to compute; it must outlive the model.</param>
    /// <param name="layer">The layer to look at; the first with weights when null.</param>
    /// <param name="parameter">A parameter that the layer must have, such as weight, or null.</param>
    /// <exception cref="UsageException">There is no such layer, or it has no such parameter.</exception>
    public static TrainedModel Create(TrainedModelChoice choice, ComputeDevice device, string? layer, string? parameter = null) =>
        new(choice, device, layer, parameter);

    /// <summary>What <see cref="Layer"/> puts out for one input.</summary>
    /// <param name="input">The network's input in CHW order.</param>
    /// <returns>The output's sizes and its values.</returns>
    public (Shape Shape, float[] Values) Activation(ReadOnlySpan<float> input)
    {
        // The same model, ended at the layer: what lies behind it is not computed, and no activation is fused into it.
        var part = CreateGraph();
        part.Output = part.Nodes[Layer.Index];
        using var network = new Network(part, Device, new NetworkOptions { InputShape = Network.InputShape, MaxBatch = 1 });
        foreach (var name in network.ParameterNames) network.WriteParameter(name, Network.ReadParameter(name));
        foreach (var name in network.BufferNames) network.WriteBuffer(name, Network.ReadBuffer(name));
        network.SetInput(input);
        var values = new float[network.OutputShape.ItemCount];
        network.Predict(1, values);
        return (network.OutputShape, values);
    }

    /// <summary>
    /// A layer by its name, or by the start of its kind and a number: conv2 is the second layer whose kind starts with conv.
    /// </summary>
    /// <exception cref="UsageException">There is no such layer.</exception>
    internal static Node FindLayer(Graph graph, string name)
    {
        var layers = graph.Nodes.Where(n => n.Layer is not null).ToList();
        if (layers.FirstOrDefault(n => n.Name == name) is { } named) return named;
        var kind = name.TrimEnd("0123456789".ToCharArray());
        if (kind.Length > 0 && int.TryParse(name[kind.Length..], out var number) && number > 0)
        {
            if (layers.Where(n => n.Layer!.Kind.StartsWith(kind, StringComparison.Ordinal)).ElementAtOrDefault(number - 1) is { } counted) return counted;
        }
        throw new UsageException($"{graph.Name} has no layer '{name}'; it has {string.Join(", ", layers.Select(n => n.Name))}.");
    }

    public void Dispose()
    {
        _trainer?.Dispose();
        _untrained?.Dispose();
    }

    // A constructor that throws leaves nobody to dispose what it made.
    private static void OrDispose(IDisposable made, Action use)
    {
        try
        {
            use();
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    private void RequireParameter(ShapedGraph shapes, string parameter)
    {
        var having = Having(shapes, parameter);
        if (!having.Contains(Layer))
            throw new UsageException($"{Layer.Name} has no {parameter}s; layers that have are {string.Join(", ", having.Select(n => n.Name))}.");
    }

    private static List<Node> Having(ShapedGraph shapes, string parameter) =>
        [.. shapes.Nodes.Where(n => n.Layer is not null && shapes.Parameters(n).Any(p => p.Name == parameter))];

    private Graph CreateGraph() => NamedModel.ForImages(_choice.Model, _dataset.Classes, _choice.Dropout);
}

namespace ConvGpu;

public sealed partial class Network
{
    /// <summary>The names of the parameters, such as <c>conv2d1.weight</c>, in the order of the layers.</summary>
    public IReadOnlyList<string> ParameterNames => [.. Parameters.Select(p => p.Name)];

    internal IEnumerable<PlanTensor> Parameters => Shapes.Nodes.SelectMany(n => _tensors.Parameters[n]);

    /// <summary>The values of a parameter.</summary>
    /// <param name="name">One of <see cref="ParameterNames"/>.</param>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    public float[] ReadParameter(string name) => Read(Find(name), 1);

    /// <summary>Sets the values of a parameter, and of its average where one is kept.</summary>
    /// <param name="name">One of <see cref="ParameterNames"/>.</param>
    /// <param name="values">As many values as the parameter has.</param>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    /// <exception cref="ShapeException">The count differs.</exception>
    public void WriteParameter(string name, ReadOnlySpan<float> values)
    {
        var parameter = Find(name);
        Write(parameter, values);
        if (Options.AverageDecay is not null) Write(GradientFlow.AverageOf(_tensors, parameter), values);
    }

    /// <summary>The exponential average of a parameter, which evaluation and prediction compute with.</summary>
    /// <param name="name">One of <see cref="ParameterNames"/>.</param>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    /// <exception cref="InvalidOperationException">No averages are kept: <see cref="NetworkOptions.AverageDecay"/> is not set.</exception>
    public float[] ReadAverage(string name) => Options.AverageDecay is not null
        ? Read(GradientFlow.AverageOf(_tensors, Find(name)), 1)
        : throw new InvalidOperationException("No averages of parameters are kept; set NetworkOptions.AverageDecay.");

    /// <summary>The names of what layers keep beside their parameters, such as <c>batchnorm2d1.running_mean</c>, in the order of the layers.</summary>
    public IReadOnlyList<string> BufferNames => [.. Buffers.Select(b => b.Name)];

    internal IEnumerable<PlanTensor> Buffers => Shapes.Nodes.SelectMany(n => _tensors.Buffers[n]);

    /// <summary>The values of a buffer.</summary>
    /// <param name="name">One of <see cref="BufferNames"/>.</param>
    /// <exception cref="ArgumentException">There is no such buffer.</exception>
    public float[] ReadBuffer(string name) => Read(Find(name, Buffers, "buffer"), 1);

    /// <summary>Sets the values of a buffer.</summary>
    /// <param name="name">One of <see cref="BufferNames"/>.</param>
    /// <param name="values">As many values as the buffer has.</param>
    /// <exception cref="ArgumentException">There is no such buffer.</exception>
    /// <exception cref="ShapeException">The count differs.</exception>
    public void WriteBuffer(string name, ReadOnlySpan<float> values) => Write(Find(name, Buffers, "buffer"), values);

    /// <summary>
    /// Takes over the parameters and buffers of a network with the same layers, such as one that was trained with some of them frozen; of one that keeps
    /// averages, those. What the optimiser keeps stays as it is.
    /// </summary>
    /// <param name="other">The network; it may be on another device and of another batch.</param>
    /// <exception cref="ShapeException">The other network lacks a parameter or buffer of this one, or has it in another size. Nothing was copied.</exception>
    public void CopyWeightsFrom(Network other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var theirs = other.Shapes.Nodes.SelectMany(n => other.Specs(n)).ToDictionary();
        foreach (var (name, shape) in Shapes.Nodes.SelectMany(Specs))
        {
            if (theirs.TryGetValue(name, out var found) && found == shape) continue;
            throw new ShapeException(
                $"{Shapes.Graph.Name} has {name} of {shape}, but the network to copy from {(found == default ? "has none" : $"has it of {found}")}: "
                + "save its weights and load them in part (SaveWeights, LoadWeights) to take what fits.");
        }
        foreach (var name in ParameterNames) WriteParameter(name, other.Current(name));
        foreach (var name in BufferNames) WriteBuffer(name, other.ReadBuffer(name));
    }

    /// <summary>The names of the layers that are computed, such as <c>conv2d1</c>, each after those it takes.</summary>
    public IReadOnlyList<string> LayerNames => [.. Shapes.Nodes.Skip(1).Select(n => n.Name)];

    /// <summary>What the last training step computed for a layer. A layer with a ReLU behind it may compute that too.</summary>
    /// <param name="layer">One of <see cref="LayerNames"/>.</param>
    /// <param name="n">Items of the batch, at most those of the step.</param>
    /// <returns>n items of the layer's shape in NCHW order.</returns>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    /// <exception cref="InvalidOperationException">Without <see cref="NetworkOptions.KeepActivations"/>, or without a loss.</exception>
    public float[] ReadActivation(string layer, int n)
    {
        RequireKept();
        RequireBatch(n);
        var node = Shapes.Nodes.Skip(1).FirstOrDefault(node => node.Name == layer)
            ?? throw new ArgumentException($"There is no layer '{layer}'; there are {string.Join(", ", LayerNames)}.", nameof(layer));
        return Read(_plan.Values[node], n);
    }

    /// <summary>The gradient that the last training step computed for a parameter, of the mean loss of the batch.</summary>
    /// <param name="parameter">One of <see cref="ParameterNames"/>.</param>
    /// <returns>As many values as the parameter has.</returns>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    /// <exception cref="InvalidOperationException">Without <see cref="NetworkOptions.KeepActivations"/>, without a loss, or of a frozen layer that none before it learns.</exception>
    public float[] ReadGradient(string parameter)
    {
        RequireKept();
        return _plan.ParameterGradients.TryGetValue(Find(parameter), out var gradient)
            ? Read(gradient, 1)
            : throw new InvalidOperationException($"No gradient of {parameter} is computed: its layer and those before it are frozen.");
    }

    /// <summary>The gradient that the last training step computed for each parameter that has one; needs kept activations.</summary>
    internal IEnumerable<(string Name, float[] Values)> ReadGradients()
    {
        RequireKept();
        foreach (var parameter in Parameters)
        {
            if (_plan.ParameterGradients.TryGetValue(parameter, out var gradient)) yield return (parameter.Name, Read(gradient, 1));
        }
    }

    /// <summary>What the last training step over <paramref name="n"/> items computed for each layer; needs kept activations.</summary>
    internal IEnumerable<(string Name, float[] Values)> ReadActivations(int n)
    {
        RequireKept();
        foreach (var (node, tensor) in _plan.Values)
        {
            if (node.Layer is not null) yield return (node.Name, Read(tensor, n));
        }
    }

    private IEnumerable<(string Name, Shape Shape)> Specs(Node node) =>
        Shapes.Parameters(node).Concat(Shapes.Buffers(node)).Select(s => ($"{node.Name}.{s.Name}", s.Shape));

    private void RequireKept()
    {
        RequireLive();
        if (_training is null) throw NoLoss();
        if (!Options.KeepActivations)
            throw new InvalidOperationException("Activations and gradients share memory; set NetworkOptions.KeepActivations to read them.");
    }

    private float[] Read(PlanTensor tensor, int n)
    {
        RequireLive();
        var values = new float[tensor.Bytes(n) / sizeof(float)];
        Device.CopyToHost(tensor.Memory.AsFloat(), values.AsSpan());
        return values;
    }

    private void Write(PlanTensor tensor, ReadOnlySpan<float> values)
    {
        RequireLive();
        if (values.Length != tensor.Shape.Count)
            throw new ShapeException($"{tensor.Name} is {tensor.Shape} and holds {tensor.Shape.Count} values, but {values.Length} were given.");
        Device.CopyToDevice(values, tensor.Memory.AsFloat());
    }

    private PlanTensor Find(string name) => Find(name, Parameters, "parameter");

    private static PlanTensor Find(string name, IEnumerable<PlanTensor> tensors, string kind)
    {
        var list = tensors.ToList();
        return list.Find(t => t.Name == name) ?? throw new ArgumentException(
            $"There is no {kind} '{name}'; there are {(list.Count == 0 ? "none" : string.Join(", ", list.Select(t => t.Name)))}.", nameof(name));
    }

    private void InitializeParameters()
    {
        var (parameter, buffer) = (RandomStreams.Parameters, RandomStreams.Buffers);
        foreach (var node in Shapes.Nodes)
        {
            var starts = node.StartsAnew ? null : Shapes.Graph.StartingValues;
            Initialize(Shapes.Parameters(node), _tensors.Parameters[node], starts, ref parameter, average: true);
            Initialize(Shapes.Buffers(node), _tensors.Buffers[node], starts, ref buffer, average: false);
        }
    }

    private void Initialize(IReadOnlyList<ParameterSpec> specs, PlanTensor[] tensors, IReadOnlyDictionary<string, float[]>? starts, ref uint stream, bool average)
    {
        foreach (var (spec, tensor) in specs.Zip(tensors))
        {
            var values = starts?.GetValueOrDefault(tensor.Name) ?? ParameterDraw.Draw(spec, Options.Seed, stream);
            stream++;
            Device.CopyToDevice<float>(values, tensor.Memory.AsFloat());
            if (average && Options.AverageDecay is not null) Device.CopyToDevice<float>(values, GradientFlow.AverageOf(_tensors, tensor).Memory.AsFloat());
        }
    }
}

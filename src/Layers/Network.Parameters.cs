namespace ConvGpu;

public sealed partial class Network
{
    // Parameters are drawn in chunks of this many values, each from its own part of the stream, so that chunks can be drawn at once.
    private const int InitializationChunk = 1 << 16;

    /// <summary>The names of the parameters, such as <c>conv2d1.weight</c>, in the order of the layers.</summary>
    public IReadOnlyList<string> ParameterNames => [.. Parameters.Select(p => p.Name)];

    internal IEnumerable<PlanTensor> Parameters => Shapes.Nodes.SelectMany(n => _tensors.Parameters[n]);

    /// <summary>The values of a parameter.</summary>
    /// <param name="name">One of <see cref="ParameterNames"/>.</param>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    public float[] ReadParameter(string name) => Read(Find(name), 1);

    /// <summary>Sets the values of a parameter.</summary>
    /// <param name="name">One of <see cref="ParameterNames"/>.</param>
    /// <param name="values">As many values as the parameter has.</param>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    /// <exception cref="ShapeException">The count differs.</exception>
    public void WriteParameter(string name, ReadOnlySpan<float> values)
    {
        RequireLive();
        var parameter = Find(name);
        if (values.Length != parameter.Shape.Count)
            throw new ShapeException($"{name} is {parameter.Shape} and holds {parameter.Shape.Count} values, but {values.Length} were given.");
        Device.CopyToDevice(values, parameter.Memory.AsFloat());
    }

    /// <summary>The gradient that the last training step computed for each parameter; needs kept activations.</summary>
    internal IEnumerable<(string Name, float[] Values)> ReadGradients()
    {
        RequireKept();
        foreach (var parameter in Parameters) yield return (parameter.Name, Read(_trainingBuilder.ParameterGradients[parameter], 1));
    }

    /// <summary>What the last training step over <paramref name="n"/> items computed for each layer; needs kept activations.</summary>
    internal IEnumerable<(string Name, float[] Values)> ReadActivations(int n)
    {
        RequireKept();
        foreach (var (node, tensor) in _trainingBuilder.Values)
        {
            if (node.Layer is not null) yield return (node.Name, Read(tensor, n));
        }
    }

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

    private PlanTensor Find(string name) => Parameters.FirstOrDefault(p => p.Name == name)
        ?? throw new ArgumentException($"There is no parameter '{name}'; there are {string.Join(", ", ParameterNames)}.", nameof(name));

    private void InitializeParameters()
    {
        var stream = RandomStreams.Parameters;
        foreach (var node in Shapes.Nodes)
        {
            foreach (var (spec, tensor) in Shapes.Parameters(node).Zip(_tensors.Parameters[node]))
            {
                var values = new float[spec.Count];
                var chunks = (values.Length + InitializationChunk - 1) / InitializationChunk;
                var ownStream = stream++;
                Parallel.For(0, chunks, chunk =>
                {
                    var start = chunk * InitializationChunk;
                    var part = values.AsSpan(start, Math.Min(InitializationChunk, values.Length - start));
                    spec.Initializer.Fill(spec, new SeededRandom(Options.Seed, ownStream, (uint)chunk), part);
                });
                Device.CopyToDevice<float>(values, tensor.Memory.AsFloat());
            }
        }
    }
}

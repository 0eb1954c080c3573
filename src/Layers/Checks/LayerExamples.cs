using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>A layer in one configuration with inputs that show its gradients, or a small graph where a layer needs one.</summary>
internal sealed class LayerExample
{
    private readonly Func<GradientCheckOptions, (Graph Graph, Shape Input)> _graph;

    public LayerExample(Layer layer, params Shape[] inputs) : this("", layer, inputs)
    {
    }

    public LayerExample(string configuration, Layer layer, params Shape[] inputs) =>
        (Name, LayerType, _graph) = (Named(layer, configuration), layer.GetType(), options => GradientCheck.GraphOf(layer, inputs, options));

    public LayerExample(Layer layer, Func<GradientCheckOptions, Graph> graph) =>
        (Name, LayerType, _graph) = (layer.Kind, layer.GetType(), options => (graph(options), new Shape(1)));

    /// <summary>Kind and configuration.</summary>
    public string Name { get; }

    public Type LayerType { get; }

    /// <summary>The layer behind what it takes, and the shape of the graph's input.</summary>
    public (Graph Graph, Shape Input) Graph(GradientCheckOptions options) => _graph(options);

    public GradientCheckResult Check(ComputeDevice device, GradientCheckOptions options)
    {
        var (graph, input) = Graph(options);
        return GradientCheck.Run(graph, input, device, options);
    }

    private static string Named(Layer layer, string configuration) => configuration.Length > 0 ? $"{layer.Kind} {configuration}" : layer.Kind;
}

/// <summary>Every layer that has a gradient, at least once (a test holds this): what <c>convgpu check --layers</c> runs through.</summary>
internal static class LayerExamples
{
    private static readonly Shape _vector = new(1, 6), _sequence = new(1, 4, 1, 12), _image = new(1, 4, 5, 6), _volume = Shape.Volume(1, 2, 3, 4, 3);

    public static IReadOnlyList<LayerExample> All { get; } = [.. Sums(), .. Pools(), .. Norms(), .. Activations(), .. Others()];

    private static LayerExample[] Sums() =>
    [
        new(new Dense(6, 5), _vector),
        new("3x3", new Conv2D(4, 3, 3, padding: 1), _image),
        new("grouped, strided", new Conv2D(4, 4, (2, 3), 2, 1, groups: 2, paddingMode: PaddingMode.Reflect), _image),
        new(new Conv1D(4, 3, 3), _sequence),
        new(new Conv3D(2, 2, 2), _volume),
        new(new ConvTranspose2D(4, 2, 3, 2), _image),
        new(new LocallyConnected2D(4, 2, 3), _image),
        new(new Embedding(7, 3), new Shape(1, 1, 1, 5)),
    ];

    private static LayerExample[] Pools() =>
    [
        new("overlapping", new MaxPool2D(3, 2, 1), _image),
        new("dilated", new MaxPool2D(2, 1, dilation: 2), _image),
        new(new MaxPool1D(2), _sequence),
        new("overlapping", new AvgPool2D(3, 2, 1, ceilMode: true), _image),
        new(new AvgPool1D(3), _sequence),
        new(new LpPool2D(2, 2), _image),
        new(new LpPool1D(2, 3), _sequence),
        new(new AdaptiveMaxPool2D((2, 4)), _image),
        new(new AdaptiveMaxPool1D(5), _sequence),
        new(new AdaptiveAvgPool2D((2, 4)), _image),
        new(new AdaptiveAvgPool1D(5), _sequence),
        new(new GlobalMaxPool2D(), _image),
        new(new GlobalMaxPool1D(), _sequence),
        new(new GlobalAvgPool2D(), _image),
        new(new GlobalAvgPool1D(), _sequence),
        new(new MaxUnpool2D(), Unpooled),
        new("nearest", new Upsample((2, 3)), _image),
        new("bilinear", new Upsample(2, UpsampleMode.Bilinear), _image),
        new("corners", Upsample.ToSize((3, 11), UpsampleMode.Bilinear, alignCorners: true), _image),
        new(new PixelShuffle(2), _image),
        new(new PixelUnshuffle(2), new Shape(1, 2, 4, 6)),
        new(new Subsample2D(2), _image),
    ];

    private static LayerExample[] Norms() =>
    [
        new(new BatchNorm2D(4), _image),
        new(new BatchNorm1D(4), _sequence),
        new(new BatchNorm3D(2), _volume),
        new(new GroupNorm(2, 4), _image),
        new("of items", new LayerNorm([4, 5, 6]), _image),
        new("of rows", new LayerNorm(12), _sequence),
        new("affine", new InstanceNorm2D(4, affine: true), _image),
        new("running", new InstanceNorm2D(4, trackRunningStatistics: true), _image),
        new(new InstanceNorm1D(4), _sequence),
        new(new InstanceNorm3D(2), _volume),
        new(new LocalResponseNormalization(3, alpha: 0.5f), _image),
    ];

    private static LayerExample[] Activations() =>
    [
        .. new Layer[]
        {
            new ReLU(), new ReLU6(), new LeakyReLU(), new Elu(), new Selu(), new Sigmoid(), new Tanh(), new Gelu(), new SiLU(), new Softplus(),
            new Softsign(), new Clip(-0.6f, 0.7f), new HardSigmoid(), new HardSwish(), new MathFunction(ActivationFunction.Exp),
            new MathFunction(ActivationFunction.Abs), new MathFunction(ActivationFunction.Erf), new MathFunction(ActivationFunction.Affine(3, 1)),
        }.Select(layer => new LayerExample(layer, _image)),
        new(new Gelu(GeluApproximation.Tanh), _image),
        new("one slope", new PReLU(), _image),
        new("a slope a channel", new PReLU(4), _image),
        new(new Softmax(), _vector),
        new(new LogSoftmax(), _vector),
        new(new Dropout(0.4f), _image),
        new(new Dropout2D(0.4f), _image),
    ];

    private static LayerExample[] Others() =>
    [
        new(new Flatten(), _image),
        new(new Reshape(new Shape(1, 6, 5, 4)), _image),
        new("transposed", new Rearranged(new([new(5, 5, 6), new(4, 4, 30), new(6, 6, 1)]), new Shape(1, 5, 4, 6)), _image),
        new("padded, repeated", new Rearranged(new([RearrangeAxis.Repeat(2), new(8, 6, 1, -1, 1)]), new Shape(1, 2, 8)), _vector),
        new("reflected", new RepeatedPadding((0, 0), (1, 2), (2, 0), PaddingMode.Reflect), _image),
        new(Repeated, ShiftedByValue),
        new(new Sum(), _image, _image),
        new(new Product(), _image, _image),
        new(new Concat(), _image, new Shape(1, 2, 5, 6)),
        new(new AffineGrid((3, 4)), _vector),
        new(new GridSample(), _image, new Shape(1, 3, 4, 2)),
    ];

    private static GivenValue Repeated => new(new([new(4, 4, 1), RearrangeAxis.Repeat(30)]), _image);

    private static Graph ShiftedByValue(GradientCheckOptions options)
    {
        var graph = new Graph("value", new Shape(1));
        var image = graph.Add(new Variable(_image, options.Batch));
        graph.Add(new Sum(), image, graph.Add(Repeated, image));
        return graph;
    }

    private static Graph Unpooled(GradientCheckOptions options)
    {
        var graph = new Graph("maxunpool2d", new Shape(1));
        var image = graph.Add(new Variable(_image, options.Batch));
        var pool = graph.Add(new MaxPool2D(2, (2, 1)), image);
        var values = graph.Add(new Sum(), pool, graph.Add(new Variable(new Shape(1, 4, 2, 5), options.Batch), graph.Input));
        graph.Add(new MaxUnpool2D(), values, pool);
        return graph;
    }
}

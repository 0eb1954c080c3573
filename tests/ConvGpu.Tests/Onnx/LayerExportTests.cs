using ConvGpu.Kernels;
using ConvGpu.Onnx;
using ConvGpu.Onnx.Export;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Onnx;

/// <summary>Every op that is written as ONNX is read again as what it was, in a layer that uses it.</summary>
public class LayerExportTests
{
    // Of functions that become several nodes each rounds: a few units in the last place of numbers up to 4.
    private const float Tolerance = 4e-6f;

    private static readonly Shape _image = new(1, 4, 6, 8), _volume = Shape.Volume(1, 2, 3, 4, 3), _sequence = new(1, 4, 1, 12), _vector = new(1, 6);

    private static readonly (string Name, Shape Input, Layer Layer)[] _layers =
    [
        ("grouped, strided, reflected", _image, new Conv2D(4, 4, (2, 3), 2, 1, groups: 2, paddingMode: PaddingMode.Reflect)),
        ("dilated, one-sided", _image, new Conv2D(4, 3, 3, 1, new Padding(1, 0, 2, 1), 2, bias: false)),
        ("sequence", _sequence, new Conv1D(4, 3, 3)),
        ("volume", _volume, new Conv3D(2, 3, 2, 1, (1, 0, 1))),
        ("edge volume", _volume, new Conv3D(2, 3, 2, padding: 1, paddingMode: PaddingMode.Edge)),
        ("transposed", _image, new ConvTranspose2D(4, 2, 3, 2, 1, outputPadding: (1, 0))),
        ("transposed, grouped", _image, new ConvTranspose2D(4, 4, (2, 3), (1, 2), groups: 2, dilation: 2, bias: false)),
        ("dense", _vector, new Dense(6, 5)),
        ("max, ceil", _image, new MaxPool2D(3, 2, 1, ceilMode: true)),
        ("max, dilated", _image, new MaxPool2D(2, 1, dilation: 2)),
        ("max of sequence", _sequence, new MaxPool1D(2)),
        ("average, counted", _image, new AvgPool2D(3, 2, 1)),
        ("average, not counted", _image, new AvgPool2D(3, 2, 1, countPadding: false)),
        ("power mean", _image, new LpPool2D(4, 2)),
        ("adaptive average", _image, new AdaptiveAvgPool2D((3, 2))),
        ("adaptive maximum", _image, new AdaptiveMaxPool2D((2, 8))),
        ("global maximum", _image, new GlobalMaxPool2D()),
        ("global average", _image, new GlobalAvgPool2D()),
        ("batch norm", _image, new BatchNorm2D(4)),
        ("batch norm of vectors", _vector, new BatchNorm1D(6)),
        ("batch norm of volumes", _volume, new BatchNorm3D(2)),
        ("group norm", _image, new GroupNorm(2, 4)),
        ("layer norm of items", _image, new LayerNorm([4, 6, 8])),
        ("layer norm of rows", _sequence, new LayerNorm(12)),
        ("layer norm, no weights", _sequence, new LayerNorm(12, affine: false)),
        ("instance norm", _image, new InstanceNorm2D(4, affine: true)),
        ("instance norm, no weights", _volume, new InstanceNorm3D(2)),
        ("response norm", _image, new LocalResponseNormalization(3, alpha: 0.5f, k: 2)),
        ("slopes", _image, new PReLU(4)),
        ("one slope", _volume, new PReLU()),
        ("softmax of rows", _image, new Softmax(2)),
        ("softmax of vectors", _vector, new Softmax()),
        ("log softmax", _image, new LogSoftmax(-1)),
        ("subsampled", _image, new Subsample2D((2, 3), (1, 0))),
        ("shuffled", _image, new PixelShuffle(2)),
        ("unshuffled", _image, new PixelUnshuffle(2)),
        ("nearest", _image, new Upsample((2, 3))),
        ("bilinear", _image, new Upsample(2, UpsampleMode.Bilinear)),
        ("bilinear to a size", _image, Upsample.ToSize((5, 11), UpsampleMode.Bilinear, alignCorners: true)),
        ("nearest to a size", _image, Upsample.ToSize((5, 11))),
        ("affine grid", _vector, new AffineGrid((3, 4))),
        ("reshaped", _image, new Reshape(new Shape(1, 8, 4, 6))),
        ("padded", _image, new RepeatedPadding((0, 0), (1, 2), (2, 0), PaddingMode.Edge)),
        ("transposed axes", _image, new Rearranged(new([new(8, 8, 1), new(4, 4, 48), new(6, 6, 8)]), new Shape(1, 8, 4, 6))),
        ("cut, reversed, padded, repeated", _image, new Rearranged(new([new(3, 6, 8, 5, -2), RearrangeAxis.Repeat(2), new(6, 4, 48, -1, 1), new(3, 8, 1, 1, 3)], 0.25f), new Shape(1, 6, 6, 3))),
        ("reversed from the end", _vector, new Rearranged(new([new(6, 6, 1, 5, -1)]), _vector)),
        .. new Layer[]
        {
            new ReLU(), new ReLU6(), new LeakyReLU(), new Elu(0.5f), new Selu(), new Sigmoid(), new Tanh(), new Gelu(), new Gelu(GeluApproximation.Tanh), new SiLU(), new Softplus(),
            new Softplus(2), new Softsign(), new HardSigmoid(), new HardSwish(), new Clip(-0.6f, 0.7f), new MathFunction(ActivationFunction.Exp), new MathFunction(ActivationFunction.Abs),
            new MathFunction(ActivationFunction.Reciprocal), new MathFunction(ActivationFunction.Erf), new MathFunction(ActivationFunction.Affine(3, 1)), new MathFunction(ActivationFunction.Power(3)),
            new MathFunction(ActivationFunction.Floor), new MathFunction(ActivationFunction.Ceil), new MathFunction(ActivationFunction.Round), new MathFunction(ActivationFunction.Step),
        }.Select(layer => (layer.Kind, _image, layer)),
    ];

    public static TheoryData<int, string> Layers => [.. _layers.Select((l, i) => new TheoryDataRow<int, string>(i, l.Name))];

    [Theory]
    [MemberData(nameof(Layers))]
    public void ALayerComesBack(int index, string name)
    {
        var (_, input, layer) = _layers[index];
        Check(name, Sequential.Of("one", input, layer));
    }

    [Fact]
    public void LayersOfSeveralInputsComeBack()
    {
        var graph = new Graph("several", _image);
        var a = graph.Add(new Conv2D(4, 4, 3, padding: 1));
        var b = graph.Add(new Tanh(), graph.Input);
        var sum = graph.Add(new Sum(), a, b, graph.Input);
        var value = graph.Add(new GivenValue(new([new(4, 4, 1), RearrangeAxis.Repeat(48)]), _image, [1, 2, 3, 4]), sum);
        var learned = graph.Add(new GivenValue(new([RearrangeAxis.Repeat(24), new(8, 8, 1)]), _image), sum);
        graph.Add(new Concat(), graph.Add(new Product(), sum, value), graph.Add(new Product(), a, learned));
        graph.Add(new MathFunction(ActivationFunction.Root(2)), graph.Add(new MathFunction(ActivationFunction.Power(2))));
        graph.Add(new GridSample(), graph.Output, graph.Add(new Reshape(new Shape(1, 6, 16, 2)), graph.Input));
        Check("several", graph);
    }

    /// <summary>A row without a test would be a promise.</summary>
    [Fact]
    public void EveryOpThatIsWrittenOccurs()
    {
        var used = _layers.Select(l => (Graph)Sequential.Of("one", l.Input, l.Layer)).SelectMany(g => new NetworkPlan(g, new NetworkOptions { MaxBatch = 1 }).Inference).Select(o => o.Op.GetType()).ToHashSet();
        // Those of several inputs, and of indices, have tests of their own; nothing emits a scale in inference.
        Type[] elsewhere = [typeof(Add), typeof(Multiply), typeof(ConcatForward), typeof(GridSampleForward), typeof(EmbeddingForward), typeof(Scale)];
        Assert.Empty(ExportTable.OpTypes.Except(used).Except(elsewhere).Select(t => t.Name));
    }

    [Fact]
    public void ALayerThatIsNotWrittenIsNamed()
    {
        using var network = new Network(Sequential.Of("local", _image, new LocallyConnected2D(4, 2, 3)), TestDevices.Open(OnDevice.Cpu), new NetworkOptions { MaxBatch = 1 });
        Assert.Contains("Layer 'locallyconnected2d1' (locally-connected2d.forward) has no counterpart", Assert.Throws<OnnxFormatException>(network.ToOnnx).Message);
    }

    private static void Check(string name, Graph graph)
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        using var network = new Network(graph, device, new NetworkOptions { MaxBatch = 3 });
        var random = new Random(7);
        foreach (var parameter in network.ParameterNames) network.WriteParameter(parameter, Array.ConvertAll(network.ReadParameter(parameter), _ => random.NextSingle() * 2 - 1));
        foreach (var buffer in network.BufferNames) network.WriteBuffer(buffer, Array.ConvertAll(network.ReadBuffer(buffer), _ => random.NextSingle() + 0.5f));
        var model = OnnxModel.Load(network.ToOnnx());
        using var again = new Network(model.Graph, device, new NetworkOptions { MaxBatch = 3 });
        // Away from 0, where reciprocals are as large as they like.
        float[] input = [.. Enumerable.Range(0, 3 * (int)network.InputShape.ItemCount).Select(_ => (random.NextSingle() + 0.2f) * (random.Next(2) == 0 ? 1 : -1))];
        float[] expected = Output(network, input), actual = Output(again, input);
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i])), $"{name}: value {i} is {actual[i]:R} instead of {expected[i]:R}");
    }

    private static float[] Output(Network network, float[] input)
    {
        network.SetInput(input);
        var output = new float[3 * network.OutputShape.ItemCount];
        network.Predict(3, output);
        return output;
    }
}

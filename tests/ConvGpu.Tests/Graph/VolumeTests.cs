using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>A network on volumes on every device: normalisation, activations, branches and dropout between 3-D convolutions and a dense layer.</summary>
public abstract class VolumeTests(string deviceName)
{
    private const int Batch = 3;

    [Fact]
    public void GradientsAreThoseOfTheLoss()
    {
        using var reference = ComputeDevice.Open("cpu");
        using var expected = NetworkGradient.AfterAStep(Net(), reference, Batch);
        using var actual = NetworkGradient.AfterAStep(Net(), TestDevices.Open(deviceName), Batch);
        // Normalising divides small differences of larger values: some ten roundings more than a plain network.
        NetworkGradient.CheckEqual(expected, actual, Batch, 1e-4);
        if (deviceName == OnDevice.Cpu) NetworkGradient.CheckNumerically(actual, Batch);
    }

    /// <summary>An image is a volume of one plane, so that a window of one plane is a 2-D convolution in every mode of padding.</summary>
    [Theory]
    [InlineData(PaddingMode.Zero)]
    [InlineData(PaddingMode.Edge)]
    [InlineData(PaddingMode.Reflect)]
    [InlineData(PaddingMode.Circular)]
    public void PaddingIsThatOfImages(PaddingMode mode)
    {
        var device = TestDevices.Open(deviceName);
        using var flat = NetworkGradient.AfterAStep(Padded(new Conv2D(2, 3, 3, stride: (1, 2), padding: new Padding(2, 1, 2, 1), paddingMode: mode)), device, Batch);
        using var volume = NetworkGradient.AfterAStep(Padded(new Conv3D(2, 3, (1, 3, 3), (1, 1, 2), (0, 2, 1), paddingMode: mode)), device, Batch);
        NetworkGradient.CheckEqual(flat, volume, Batch);
    }

    /// <summary>Padding along the planes too, against the numeric gradient; the stem makes the convolution pass a gradient on.</summary>
    [Theory]
    [InlineData(PaddingMode.Edge)]
    [InlineData(PaddingMode.Reflect)]
    [InlineData(PaddingMode.Circular)]
    public void GradientsOfPaddingAreThoseOfTheLoss(PaddingMode mode)
    {
        using var reference = ComputeDevice.Open("cpu");
        using var expected = NetworkGradient.AfterAStep(Inner(mode), reference, Batch);
        using var actual = NetworkGradient.AfterAStep(Inner(mode), TestDevices.Open(deviceName), Batch);
        NetworkGradient.CheckEqual(expected, actual, Batch);
        if (deviceName == OnDevice.Cpu) NetworkGradient.CheckNumerically(actual, Batch);
    }

    private static Graph Padded(Layer convolution)
    {
        var graph = new Graph("padded", new Shape(1, 2, 6, 7));
        foreach (var layer in (Layer[])[new Tanh(), convolution, new Flatten()]) graph.Add(layer);
        graph.Add(new Dense(new ShapedGraph(graph, graph.InputShape!.Value).Output.C, 2));
        return graph;
    }

    private static Graph Inner(PaddingMode mode) => Sequential.Of(
        "inner", Shape.Volume(1, 1, 3, 4, 4), new Conv3D(1, 2, 1), new Tanh(),
        new Conv3D(2, 2, 3, padding: new Padding3D(1, 2, 0, 2, 1, 3), paddingMode: mode), new Flatten(), new Dense(2 * 4 * 5 * 5, 2));

    private static Graph Net()
    {
        var graph = new Graph("volumes", Shape.Volume(1, 2, 3, 4, 5));
        var stem = graph.Add(new Tanh(), graph.Add(new BatchNorm3D(3), graph.Add(new Conv3D(2, 3, 3, padding: Padding3D.Same, bias: false))));
        var gate = graph.Add(new Sigmoid(), graph.Add(new Conv3D(3, 3, 1), stem));
        var joined = graph.Add(new Concat(), graph.Add(new Product(), stem, gate), graph.Add(new Sum(), stem, gate));
        graph.Add(new Dropout(0), joined);
        graph.Add(new Flatten());
        graph.Add(new Dense(6 * 60, 3));
        return graph;
    }
}

/// <summary>What layers make of the shapes of volumes.</summary>
public class VolumeShapeTests
{
    private static readonly Shape _clip = Shape.Volume(1, 2, 3, 4, 5);

    [Fact]
    public void LayersOfAnyShapeTakeVolumes()
    {
        Layer[] layers =
        [
            new ReLU(), new ReLU6(), new Clip(), new Sigmoid(), new Tanh(), new LeakyReLU(), new Elu(), new Gelu(), new SiLU(), new Softplus(), new Dropout(),
            new BatchNorm3D(2),
        ];
        Assert.All(layers, layer => Assert.Equal(_clip, new ShapedGraph(Sequential.Of(layer), _clip).Output));
        Assert.Equal(Shape.Volume(1, 5, 3, 4, 5), new Concat().InferShape([_clip, _clip with { C = 3 }]));
        Assert.Equal(new Shape(1, 120), new Flatten().InferShape([_clip]));
        Assert.Equal(_clip, new Sum().InferShape([_clip, _clip]));
        Assert.Equal(_clip, new Product().InferShape([_clip, _clip]));
    }

    [Fact]
    public void OtherShapesAreRefused()
    {
        Assert.Contains("make their planes", Assert.Throws<ShapeException>(() => new Concat().InferShape([_clip, _clip with { D = 2 }])).Message);
        Assert.Contains("use new BatchNorm3D(2)", Assert.Throws<ShapeException>(() => new BatchNorm3D(3).InferShape([_clip])).Message);
        foreach (var layer in (Layer[])[new BatchNorm2D(2), new Dense(120, 2), new MaxPool2D(2), new GlobalAvgPool2D(), new Softmax()])
            Assert.Contains("gets the volume 1x2x3x4x5", Assert.Throws<ShapeException>(() => new ShapedGraph(Sequential.Of(layer), _clip)).Message);
    }
}

[Collection(OnDevice.Cpu)]
public sealed class VolumeTestsOnCpu() : VolumeTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class VolumeTestsOnCpuAccelerator() : VolumeTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class VolumeTestsOnOpenCl() : VolumeTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class VolumeTestsOnCuda() : VolumeTests(OnDevice.Cuda);

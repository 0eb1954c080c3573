using ConvGpu.Kernels;
using ConvGpu.Tests.Ops;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Graphs;

/// <summary>
/// A spatial transformer in a network on every device: gradients to the image and to the transform, against numeric ones, a formula and cpu.
/// </summary>
public abstract class SpatialTransformerTests(string deviceName)
{
    private const int Batch = 3;

    /// <summary>
    /// Against a reference in double precision, under a transform that puts every sample well between pixels and under the identity, where
    /// the slope jumps and float32 decides the side. A gradient is a sum of at most 108 products of what is itself a sum of at most 108:
    /// some 2 * 216 roundings of 2^-24 are 3e-5 of it, and its terms are at most a few times as large; the reference's own differences are
    /// right to 1e-9.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GradientsReachImageAndTransform(bool turned)
    {
        using var network = NetworkGradient.AfterAStep(Transformer(turned), TestDevices.Open(deviceName), Batch, out var x, out var targets);
        var reference = new TransformerReference(2, 6, Batch, network.ParameterNames.ToDictionary(name => name, network.ReadParameter), x, targets);
        if (turned) Assert.True(reference.Distance > 1e-4, "a sample is too near to a pixel");
        else Assert.All(Enumerable.Range(0, 6 * Batch), i => Assert.Equal(AffineGrid.Identity[i % 6], reference.Transform[i]));
        Assert.Equal(reference.Loss(), network.ReadLoss(), 1e-4 * reference.Loss());
        foreach (var (name, gradient) in network.ReadGradients())
        {
            var expected = reference.Gradient(name);
            var largest = expected.Max(Math.Abs);
            Assert.True(largest > 1e-3, $"{name} has no gradient");
            for (var i = 0; i < gradient.Length; i++)
                Assert.True(Math.Abs(gradient[i] - expected[i]) <= 1e-4 * largest, $"{name}[{i}]: {gradient[i]:R} instead of {expected[i]:R}");
        }
    }

    /// <summary>The whole model, whose samples lie on pixels at first: managed code and kernels take the same side of each.</summary>
    [Fact]
    public void AtTheIdentityGradientsAreThoseOfCpu()
    {
        // cpu itself is held to the kernels that the host runs.
        using var reference = ComputeDevice.Open(deviceName == OnDevice.Cpu ? "cpu-accelerator" : "cpu");
        using var expected = NetworkGradient.AfterAStep(ModelZoo.SpatialTransformer(), reference, Batch);
        using var actual = NetworkGradient.AfterAStep(ModelZoo.SpatialTransformer(), TestDevices.Open(deviceName), Batch);
        NetworkGradient.CheckEqual(expected, actual, Batch, 1e-4);
        Assert.Contains(actual.ReadGradient("dense2.bias"), v => v != 0);
    }

    /// <summary>
    /// The image is a plane, on which bilinear samples have no kinks, and every sample lies inside of it: central differences of the loss are
    /// right within <see cref="NetworkGradient.CheckNumerically"/>'s tolerance, through image and transform.
    /// </summary>
    [Fact]
    public void OnAPlaneGradientsAreNumeric()
    {
        var graph = new Graph("plane", new Shape(1, 2, 6, 6));
        var image = graph.Add(new Conv2D(2, 3, 1) { Name = "image" });
        graph.Add(new Flatten());
        graph.Add(new Dense(108, 6)
        {
            Initializer = Initializer.Normal(0.001f), BiasInitializer = Initializer.Values([0.6f, 0.15f, 0.05f, -0.15f, 0.6f, -0.05f]),
        });
        graph.Add(new GridSample(), image, graph.Add(new AffineGrid(6)));
        using var network = NetworkGradient.AfterAStep(graph, TestDevices.Open(deviceName), Batch);
        var x = new float[Batch * 72];
        for (var i = 0; i < x.Length; i++)
        {
            var (plane, row, column) = (i / 36, i / 6 % 6, i % 6);
            x[i] = (0.3f - 0.1f * plane) * row + (0.2f + 0.05f * plane) * column - 1;
        }
        network.SetInput(x);
        network.TrainStep(Batch);
        NetworkGradient.CheckNumerically(network, Batch);
    }

    /// <summary>On a pixel the slope is that to the next one, as in PyTorch; with 4 rows and columns all positions are exact.</summary>
    [Fact]
    public void AtTheIdentityTheSlopeIsThatToTheNextPixel()
    {
        const int Side = 4;
        var graph = new Graph("identity", new Shape(1, 1, Side, Side));
        var transform = graph.Add(
            new Dense(16, 6) { Name = "t", Initializer = Initializer.Zeros, BiasInitializer = Initializer.Values(AffineGrid.Identity) },
            graph.Add(new Flatten()));
        graph.Add(new GridSample(), graph.Input, graph.Add(new AffineGrid(Side), transform));
        using var network = new Network(graph, TestDevices.Open(deviceName), new NetworkOptions { MaxBatch = 1, Loss = new MeanSquaredError(), KeepActivations = true });
        var random = new RandomCases(5);
        float[] x = random.Floats(16), target = random.Floats(16);
        network.SetInput(x);
        network.SetTargets(target);
        network.TrainStep(1);
        var expected = new double[6];
        for (var i = 0; i < 16; i++)
        {
            var (row, column) = (i / Side, i % Side);
            var upstream = 2.0 * (x[i] - target[i]) / 16;
            double right = column == Side - 1 ? 0 : x[i + 1], below = row == Side - 1 ? 0 : x[i + Side];
            double[] place = [(2 * column + 1.0) / Side - 1, (2 * row + 1.0) / Side - 1, 1];
            for (var k = 0; k < 3; k++)
            {
                expected[k] += upstream * (right - x[i]) * (Side / 2) * place[k];
                expected[3 + k] += upstream * (below - x[i]) * (Side / 2) * place[k];
            }
        }
        // Sums of 16 products of values of about 1, each rounded a few times: 16 * 4 * 2^-24 * 2 is under 1e-5.
        var actual = network.ReadGradient("t.bias");
        for (var k = 0; k < 6; k++) Assert.Equal(expected[k], actual[k], 1e-5);
    }

    [Fact]
    public void TheIdentityLeavesTheImageAsItIs()
    {
        using var network = NetworkGradient.AfterAStep(Transformer(turned: false), TestDevices.Open(deviceName), Batch);
        float[] image = network.ReadActivation("image", Batch), sampled = network.ReadActivation("sampled", Batch);
        // A coordinate of at most 1 is off by two roundings, which 6 pixels make some 2^-20 of a pixel.
        for (var i = 0; i < image.Length; i++) Assert.InRange(sampled[i], image[i] - 1e-4f, image[i] + 1e-4f);
    }

    /// <summary>Turned and zoomed in, every sample of an image of one value is that value to the bit: ties of a pooling behind stay ties.</summary>
    [Fact]
    public void AFlatImageStaysFlat()
    {
        var graph = new Graph("flat", new Shape(1, 1, 7, 7));
        var transform = graph.Add(new Dense(49, 6) { Name = "t", Initializer = Initializer.Zeros }, graph.Add(new Flatten()));
        graph.Add(new GridSample(), graph.Input, graph.Add(new AffineGrid(9), transform));
        using var network = new Network(graph, TestDevices.Open(deviceName), new NetworkOptions { MaxBatch = 1 });
        var y = new float[81];
        network.SetInput([.. Enumerable.Repeat(-0.7340125f, 49)]);
        network.WriteParameter("t.bias", [0.41f, 0.23f, 0.05f, -0.19f, 0.37f, -0.11f]);
        network.Predict(1, y);
        Assert.All(y, v => Assert.Equal(-0.7340125f, v));
    }

    /// <summary>
    /// Samples are weighted sums, as PyTorch's: between equal infinities that infinity, and so between one and a number; between an infinity
    /// and its opposite, and where the share of an infinity is 0, no number.
    /// </summary>
    [Fact]
    public void InfinitiesAreWeighted()
    {
        const float Infinity = float.PositiveInfinity;
        var graph = new Graph("infinite", new Shape(1, 1, 2, 2));
        // Clipped: a weight of 0 makes no number of an infinity.
        graph.Add(new Clip(0, 1));
        var transform = graph.Add(new Dense(4, 6) { Name = "t", Initializer = Initializer.Zeros }, graph.Add(new Flatten()));
        graph.Add(new GridSample(), graph.Input, graph.Add(new AffineGrid(1), transform));
        using var network = new Network(graph, TestDevices.Open(deviceName), new NetworkOptions { MaxBatch = 1 });
        float Sample(float x, float y, params float[] image)
        {
            network.WriteParameter("t.bias", [0, 0, x, 0, 0, y]);
            var result = new float[1];
            network.SetInput(image);
            network.Predict(1, result);
            return result[0];
        }
        Assert.Equal(Infinity, Sample(0, 0, Infinity, Infinity, Infinity, Infinity));
        Assert.Equal(-Infinity, Sample(0.1f, -0.2f, -Infinity, -Infinity, -Infinity, -Infinity));
        Assert.Equal(Infinity, Sample(0, 0, Infinity, 1, 2, 3));
        Assert.Equal(Infinity, Sample(0, 0, 1, 2, 3, Infinity));
        Assert.Equal(float.NaN, Sample(0, 0, Infinity, -Infinity, 1, 1));
        Assert.Equal(float.NaN, Sample(-0.5f, -0.5f, 1, Infinity, 1, 1));
        Assert.Equal(float.NaN, Sample(-0.5f, -0.5f, Infinity, Infinity, Infinity, Infinity));
    }

    /// <summary>Half a turn, and a step of one pixel to the right: exact pictures of what they say.</summary>
    [Fact]
    public void AHalfTurnAndAShiftAreThose()
    {
        var device = TestDevices.Open(deviceName);
        var graph = new Graph("turn", new Shape(1, 2, 4, 4));
        var transform = graph.Add(new Dense(32, 6) { Name = "t", Initializer = Initializer.Zeros }, graph.Add(new Flatten()));
        graph.Add(new GridSample(), graph.Input, graph.Add(new AffineGrid(4), transform));
        using var network = new Network(graph, device, new NetworkOptions { MaxBatch = 1 });
        float[] x = new RandomCases(1).Floats(32), y = new float[32];
        network.SetInput(x);
        network.WriteParameter("t.bias", [-1, 0, 0, 0, -1, 0]);
        network.Predict(1, y);
        for (var i = 0; i < 32; i++) Assert.Equal(x[i / 16 * 16 + 15 - i % 16], y[i]);
        network.WriteParameter("t.bias", [1, 0, 0.5f, 0, 1, 0]);
        network.Predict(1, y);
        for (var i = 0; i < 32; i++) Assert.Equal(i % 4 == 3 ? 0 : x[i + 1], y[i]);
    }

    private static Graph Transformer(bool turned)
    {
        var graph = new Graph("transformer", new Shape(1, 2, 6, 6));
        var image = graph.Add(new Conv2D(2, 3, 3, padding: 1) { Name = "image" });
        graph.Add(new Flatten());
        graph.Add(new Dense(108, 6)
        {
            Initializer = turned ? Initializer.Normal(0.01f) : Initializer.Zeros,
            BiasInitializer = Initializer.Values(turned ? [0.8f, 0.3f, 0.1f, -0.3f, 0.7f, -0.05f] : AffineGrid.Identity),
        });
        graph.Add(new GridSample { Name = "sampled" }, image, graph.Add(new AffineGrid(6)));
        graph.Add(new Flatten());
        graph.Add(new Dense(108, 2));
        return graph;
    }
}

/// <summary>What the layers of a spatial transformer refuse.</summary>
public class SpatialShapeTests
{
    [Fact]
    public void ShapesAndOptions()
    {
        Assert.Equal(new Shape(1, 5, 7, 2), new AffineGrid((5, 7)).InferShape([new(1, 6)]));
        Assert.Equal(new Shape(1, 3, 5, 7), new GridSample().InferShape([new(1, 3, 9, 8), new(1, 5, 7, 2)]));
        Assert.Contains("6 numbers", Assert.Throws<ShapeException>(() => new AffineGrid(4).InferShape([new(1, 5)])).Message);
        Assert.Contains("new AffineGrid", Assert.Throws<ShapeException>(() => new GridSample().InferShape([new(1, 3, 9, 8), new(1, 5, 7, 3)])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AffineGrid(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GridSampleForward(new(1, 0, 1, 1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AffineGridBackward(1, 0));
        Assert.Throws<ArgumentException>(() => new GridSampleBackwardGrid(new(1, 1, 1, 1 << 16, 1 << 15)));
        using var device = ComputeDevice.Open("cpu");
        var graph = Sequential.Of("given", new Shape(1, 2), new Dense(2, 3) { BiasInitializer = Initializer.Values([1, 2]) });
        Assert.Contains("3 values, but 2", Assert.Throws<ShapeException>(() => new Network(graph, device, new NetworkOptions())).Message);
    }
}

[Collection(OnDevice.Cpu)]
public sealed class SpatialTransformerTestsOnCpu() : SpatialTransformerTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class SpatialTransformerTestsOnCpuAccelerator() : SpatialTransformerTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class SpatialTransformerTestsOnOpenCl() : SpatialTransformerTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class SpatialTransformerTestsOnCuda() : SpatialTransformerTests(OnDevice.Cuda);

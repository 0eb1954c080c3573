using ConvGpu.Tests.Ops;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Graphs;

/// <summary>
/// Layers made of convolution ops: their outputs against naive loops in double precision, their gradients against the numeric gradient of
/// the network's loss (on cpu) and against cpu (on the others).
/// </summary>
public abstract class ConvolutionLayerTests(string deviceName)
{
    private const int Batch = 2;

    // Sums of fewer than 100 terms of float32, each off by 2^-24 of partial sums that stay within a few times the largest value.
    private const double Tolerance = 1e-5;

    /// <summary>Every mode and rule of padding, strides, dilation, groups, true convolution.</summary>
    public static TheoryData<string> Sequences => [.. _sequences.Keys];

    private static readonly Dictionary<string, (Conv1D Layer, SequenceReference Reference)> _sequences = new()
    {
        ["valid"] = (new Conv1D(4, 6, 3), Sequence(3)),
        ["same"] = (new Conv1D(4, 6, 4, padding: Padding1D.Same), Sequence(4, left: 1, right: 2)),
        ["full, flipped"] = (new Conv1D(4, 6, 3, padding: Padding1D.Full, dilation: 2, flip: true), Sequence(3, left: 4, right: 4, dilation: 2, flip: true)),
        ["one-sided edge, stride"] = (
            new Conv1D(4, 6, 5, stride: 3, padding: new Padding1D(right: 4), paddingMode: PaddingMode.Edge),
            Sequence(5, stride: 3, right: 4, mode: PaddingMode.Edge)),
        ["reflect, groups"] = (
            new Conv1D(4, 6, 3, padding: 2, groups: 2, paddingMode: PaddingMode.Reflect), Sequence(3, left: 2, right: 2, groups: 2, mode: PaddingMode.Reflect)),
        ["circular"] = (
            new Conv1D(4, 6, 3, padding: new Padding1D(3, 11), paddingMode: PaddingMode.Circular), Sequence(3, left: 3, right: 11, mode: PaddingMode.Circular)),
    };

    /// <summary>Stride, padding, output padding, dilation and groups, alone and together.</summary>
    public static TheoryData<string> Transposed => [.. _transposed.Keys];

    private static readonly Dictionary<string, (ConvTranspose2D Layer, TransposedReference Reference)> _transposed = new()
    {
        ["plain"] = (new ConvTranspose2D(4, 6, 3), Scatter(3, 1, 0, 0, 1)),
        ["doubling"] = (new ConvTranspose2D(4, 6, 3, stride: 2, padding: 1, outputPadding: 1), Scatter(3, 2, 1, 1, 1)),
        ["groups"] = (new ConvTranspose2D(4, 6, (2, 3), stride: (3, 2), groups: 2), Scatter((2, 3), (3, 2), 0, 0, 1, 2)),
        ["stride beyond the kernel"] = (new ConvTranspose2D(4, 6, 2, stride: 3, outputPadding: (0, 2)), Scatter(2, 3, 0, (0, 2), 1)),
        ["dilated"] = (
            new ConvTranspose2D(4, 6, 3, padding: (Padding)2, outputPadding: (2, 1), dilation: (3, 2)), Scatter(3, 1, 2, (2, 1), (3, 2))),
    };

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Conv1DSumsWindowsOfASequence(string name)
    {
        var (layer, reference) = _sequences[name];
        Check(layer, new Shape(1, 2, 1, 11), (x, w, b) => reference.Forward(Batch, x, w, b));
    }

    [Theory]
    [MemberData(nameof(Transposed))]
    public void ConvTranspose2DLaysWindowsDown(string name)
    {
        var (layer, reference) = _transposed[name];
        Check(layer, new Shape(1, 2, 4, 5), (x, w, b) => reference.Forward(Batch, x, w, b).Values);
    }

    [Fact]
    public void Subsample2DKeepsRowsAndColumns()
    {
        var g = new Kernels.Subsample2DGeometry(4, 5, 7, 1, 0, 2, 3);
        Check(new Subsample2D((2, 3), start: (1, 0)), new Shape(1, 2, 5, 7), (x, _, _) => [.. ChannelReference.Kept(g, Batch).Select(i => x[i])]);
    }

    // A convolution of 1x1 makes four channels in front, so that the layer has a gradient of its input to get right; a dense layer behind
    // mixes the outputs, so that no two of its gradients are equal.
    private void Check(Layer layer, Shape input, Func<double[], double[], double[], double[]> forward)
    {
        var device = TestDevices.Open(deviceName);
        var graph = new Graph("tested", input);
        graph.Add(new Conv2D(input.C, 4, 1) { Name = "before" });
        var shape = layer.InferShape([input with { C = 4 }]);
        var tested = graph.Add(layer);
        graph.Add(new Flatten());
        graph.Add(new Dense((int)shape.ItemCount, 3));
        using var network = Biased(graph, device);
        var activations = network.ReadActivations(Batch).ToDictionary(a => a.Name, a => a.Values);
        double[] Parameter(string name) => network.ParameterNames.Contains(name) ? Array.ConvertAll(network.ReadParameter(name), v => (double)v) : [];
        var expected = forward(
            Array.ConvertAll(activations["before"], v => (double)v), Parameter(tested.Name + ".weight"), Parameter(tested.Name + ".bias"));
        var actual = activations[tested.Name];
        Assert.Equal((int)(Batch * shape.ItemCount), actual.Length);
        Assert.Equal(expected.Length, actual.Length);
        var largest = expected.Max(Math.Abs);
        for (var i = 0; i < actual.Length; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= Tolerance * largest, $"output {i} is {actual[i]:R}, expected {expected[i]:R}");

        if (device.Id == OnDevice.Cpu)
        {
            NetworkGradient.CheckNumerically(network, Batch);
            return;
        }
        using var cpu = Biased(graph, TestDevices.Open(OnDevice.Cpu));
        NetworkGradient.CheckEqual(cpu, network, Batch);
    }

    private static Network Biased(Graph graph, ComputeDevice device)
    {
        var network = NetworkGradient.AfterAStep(graph, device, Batch);
        var random = new SeededRandom(7, 0);
        foreach (var bias in network.ParameterNames.Where(n => n.EndsWith(".bias", StringComparison.Ordinal)))
            network.WriteParameter(bias, [.. network.ReadParameter(bias).Select(_ => (float)random.NextGaussian())]);
        network.TrainStep(Batch);
        return network;
    }

    private static SequenceReference Sequence(
        int taps, int stride = 1, int left = 0, int right = 0, int dilation = 1, int groups = 1, PaddingMode mode = PaddingMode.Zero, bool flip = false) =>
        new(4, 11, 6, taps, stride, left, right, dilation, groups, mode, flip);

    private static TransposedReference Scatter(Size2D kernel, Size2D stride, Size2D padding, Size2D outputPadding, Size2D dilation, int groups = 1) =>
        new(4, 4, 5, 6, kernel, stride, padding, outputPadding, dilation, groups);
}

[Collection(OnDevice.Cpu)]
public sealed class CpuConvolutionLayerTests() : ConvolutionLayerTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class CpuAcceleratorConvolutionLayerTests() : ConvolutionLayerTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class OpenClConvolutionLayerTests() : ConvolutionLayerTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class CudaConvolutionLayerTests() : ConvolutionLayerTests(OnDevice.Cuda);

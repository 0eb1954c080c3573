using ConvGpu.Kernels;
using ConvGpu.Tests.Ops;
using ConvGpu.Tests.Reference;
using ConvGpu.Threading;

namespace ConvGpu.Tests.Graphs;

/// <summary>Batch normalisation in networks on every device.</summary>
public abstract class BatchNormTests(string deviceName)
{
    private const int Batch = 4;

    [Fact]
    public void GradientsAreThoseOfTheLoss()
    {
        using var reference = ComputeDevice.Open("cpu");
        using var expected = NetworkGradient.AfterAStep(Normalized(), reference, Batch);
        using var actual = NetworkGradient.AfterAStep(Normalized(), TestDevices.Open(deviceName), Batch);
        // Normalising divides small differences of larger values: some ten roundings more than a plain network.
        NetworkGradient.CheckEqual(expected, actual, Batch, 1e-4);
        if (deviceName == OnDevice.Cpu) NetworkGradient.CheckNumerically(actual, Batch);
    }

    /// <summary>Running statistics after training steps of a batch and of a shorter one, and what inference makes of them.</summary>
    [Fact]
    public void RunningStatisticsFollowTheBatchesAndServeInference()
    {
        var (device, graph) = (TestDevices.Open(deviceName), new Graph("one", new Shape(1, 2, 2, 3)));
        graph.Add(new BatchNorm2D(2, momentum: 0.25f) { Name = "norm" });
        using var network = new Network(graph, device, new NetworkOptions { MaxBatch = Batch, Loss = new MeanSquaredError() });
        Assert.Equal(["norm.running_mean", "norm.running_var"], network.BufferNames);
        Assert.Equal(["norm.weight", "norm.bias"], network.ParameterNames);
        Assert.Equal(4, network.ParameterCount);
        Assert.Equal([0f, 0], network.ReadBuffer("norm.running_mean"));
        Assert.Equal([1f, 1], network.ReadBuffer("norm.running_var"));
        var random = new RandomCases(3);
        float[] w = [0.5f, 2], b = [0, -1], mean = [0, 0], variance = [1, 1];
        network.WriteParameter("norm.weight", w);
        network.WriteParameter("norm.bias", b);
        network.SetTargets(new float[Batch * 12]);
        var sizes = new ChannelSizes(2, 6);
        foreach (var n in (int[])[Batch, 1, 3])
        {
            var x = Array.ConvertAll(random.Floats(n * 12), v => 3 * v + 1);
            network.SetInput(x);
            network.TrainStep(n);
            var statistics = BatchNormReference.Forward(sizes, n, x, w, b, mean, variance, 0.25f, 1e-5f, Activation.None);
            mean = network.ReadBuffer("norm.running_mean");
            variance = network.ReadBuffer("norm.running_var");
            statistics.RunningMean.Check(mean, $"running mean, batch {n}");
            statistics.RunningVariance.Check(variance, $"running variance, batch {n}");
            var y = new float[n * 12];
            network.Predict(n, y);
            BatchNormReference.Inference(sizes, n, x, w, b, mean, variance, 1e-5f, Activation.None).Check(y, $"inference, batch {n}");
        }
        network.WriteBuffer("norm.running_mean", [1, 2]);
        Assert.Equal([1f, 2], network.ReadBuffer("norm.running_mean"));
        Assert.Contains("norm.running_var", Assert.Throws<ArgumentException>(() => network.ReadBuffer("norm.weight")).Message);
        Assert.Throws<ShapeException>(() => network.WriteBuffer("norm.running_var", [1]));
    }

    /// <summary>Statistics over more elements than one split has, with a mean far above the deviation.</summary>
    [Fact]
    public void LargePlanesFarFromZeroKeepTheirVariance()
    {
        var random = new RandomCases(1);
        var sizes = new ChannelSizes(2, TestDevices.IsSlow(deviceName) ? 2100 : 10_001);
        OpRunner.Run(TestDevices.Open(deviceName), BatchNormCases.Forward(sizes, 3, Array.ConvertAll(random.Floats(3 * sizes.Count), v => v + 1000), random));
    }

    [Fact]
    public void ChannelsOfEqualValuesGiveTheBias()
    {
        var sizes = new ChannelSizes(3, 5);
        float[] x = [.. Enumerable.Range(0, 30).Select(i => (float)(i / 5 % 3))];
        OpRunner.Run(TestDevices.Open(deviceName), BatchNormCases.Forward(sizes, 2, x, new RandomCases(2)));
        OpRunner.Run(TestDevices.Open(deviceName), BatchNormCases.Forward(new(3, 1), 1, [1, 2, 3], new RandomCases(3)));
    }

    private static Graph Normalized()
    {
        var graph = new Graph("normalized", new Shape(1, 2, 5, 5));
        var stem = graph.Add(new BatchNorm2D(4), graph.Add(new Conv2D(2, 4, 3, padding: 1, bias: false)));
        graph.Add(new BatchNorm2D(4), graph.Add(new Conv2D(4, 4, 3, padding: 1, bias: false), stem));
        var sum = graph.Add(new Sum(), stem, graph.Output);
        // Squared: what is added before a normalisation without something that bends in between has no gradient.
        graph.Add(new Product(), sum, sum);
        graph.Add(new Flatten());
        graph.Add(new Dense(100, 6, bias: false));
        graph.Add(new BatchNorm1D(6));
        graph.Add(new Dense(6, 3));
        return graph;
    }
}

/// <summary>What batch normalisation refuses, and what planning makes of it.</summary>
public class BatchNormShapeTests
{
    [Fact]
    public void ShapesAndOptions()
    {
        Assert.Equal(new Shape(1, 3, 4, 5), new BatchNorm2D(3).InferShape([new(1, 3, 4, 5)]));
        Assert.Equal(new Shape(1, 3, 1, 5), new BatchNorm1D(3).InferShape([new(1, 3, 1, 5)]));
        Assert.Contains("use new BatchNorm2D(4)", Assert.Throws<ShapeException>(() => new BatchNorm2D(3).InferShape([new(1, 4)])).Message);
        Assert.Contains("use new BatchNorm2D(3)", Assert.Throws<ShapeException>(() => new BatchNorm1D(3).InferShape([new(1, 3, 2, 2)])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm2D(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm2D(1, momentum: 1.5f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm2D(1, epsilon: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormForward(new(1, 1), float.NaN, 1e-5f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormInference(new(1, 1), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormBackwardData(new(1, 0)));
        Assert.Throws<ArgumentException>(() => new BatchNormBackwardWeights(new(1 << 16, 1 << 16)));
    }

    [Fact]
    public void AReLUBehindIsComputedThere()
    {
        using var device = ComputeDevice.Open("cpu");
        var graph = Sequential.Of("fused", new Shape(1, 2, 4, 4), new Conv2D(2, 3, 3), new BatchNorm2D(3), new ReLU(), new Flatten(), new Dense(12, 2));
        using var network = NetworkGradient.AfterAStep(graph, device, 4);
        Assert.All(network.ReadActivation("relu1", 4), v => Assert.True(v >= 0));
        var shapes = new ShapedGraph(graph, graph.InputShape!.Value);
        var builder = new PlanBuilder(shapes, new PersistentTensors(shapes, null), training: false);
        builder.Forward();
        Assert.Equal(["conv2d.forward", "batch-norm.inference", "dense.forward"], builder.Ops.Select(o => o.Op.Name));
    }

    [Fact]
    public void TrainedBitsAreTheSameForAnyNumberOfThreads()
    {
        float[] Trained(int count)
        {
            using var threads = WorkerPool.UseThreads(count);
            using var device = ComputeDevice.Open("cpu");
            var graph = Sequential.Of("threads", new Shape(1, 3, 24, 24), new Conv2D(3, 8, 3), new BatchNorm2D(8), new ReLU(), new Flatten(), new Dense(8 * 22 * 22, 4));
            using var network = NetworkGradient.AfterAStep(graph, device, 8);
            return [.. network.ReadGradients().SelectMany(g => g.Values), .. network.ReadBuffer("batchnorm2d1.running_var")];
        }
        Assert.Equal(Trained(1), Trained(3));
    }
}

[Collection(OnDevice.Cpu)]
public sealed class BatchNormTestsOnCpu() : BatchNormTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class BatchNormTestsOnCpuAccelerator() : BatchNormTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class BatchNormTestsOnOpenCl() : BatchNormTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class BatchNormTestsOnCuda() : BatchNormTests(OnDevice.Cuda);

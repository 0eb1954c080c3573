using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>Networks whose input is indices as one-hot channels, on every device.</summary>
public abstract class OneHotTests(string deviceName)
{
    [Fact]
    public void IndicesBecomeChannels()
    {
        using var network = new Network(
            Sequential.Of("channels", new Shape(1, 1, 1, 3), new OneHot(4)), TestDevices.Open(deviceName), new NetworkOptions { MaxBatch = 2 });
        Assert.Equal((4, new Shape(1, 4, 1, 3)), (network.IndexLimit, network.OutputShape));
        network.SetIndices([0, 3, 1, 2, 2, 0]);
        var y = new float[24];
        network.Predict(2, y);
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0], y);
    }

    /// <summary>A convolution behind one-hot channels adds columns of its weights up: it learns what a pattern of letters is.</summary>
    [Fact]
    public void ATrainedStepIsThatOfAnEmbeddingByTheUnitMatrix()
    {
        float[][] gradients = [.. new Layer[] { new OneHot(3), new Embedding(3, 3) { Initializer = Initializer.Values([1, 0, 0, 0, 1, 0, 0, 0, 1]) } }.Select(layer =>
        {
            var graph = Sequential.Of("letters", new Shape(1, 1, 1, 5), layer, new Conv1D(3, 2, kernel: 3) { Name = "conv" }, new Flatten());
            using var network = new Network(
                graph, TestDevices.Open(deviceName), new NetworkOptions { MaxBatch = 2, Loss = new MeanSquaredError(), KeepActivations = true, Seed = 4 });
            network.WriteParameter("conv.weight", [.. Enumerable.Range(0, 18).Select(i => (i * 7 % 11 - 5) / 8f)]);
            network.SetIndices([0, 2, 1, 1, 0, 2, 2, 0, 1, 2]);
            network.SetTargets([.. Enumerable.Range(0, 12).Select(i => (i * 5 % 7 - 3) / 4f)]);
            network.TrainStep(2);
            return (float[])[network.ReadLoss(), .. network.ReadGradient("conv.weight"), .. network.ReadGradient("conv.bias")];
        })];
        Assert.Equal(gradients[1], gradients[0]);
        Assert.Contains(gradients[0][1..], g => g != 0);
    }
}

/// <summary>What one-hot channels refuse.</summary>
public class OneHotShapeTests
{
    [Fact]
    public void ShapesAndIndices()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneHot(0));
        Assert.Equal(new Shape(1, 6, 1, 1), new OneHot(6).InferShape([new(1, 1)]));
        Assert.Equal(new Shape(1, 6, 1, 9), new OneHot(6).InferShape([new(1, 9)]));
        Assert.Contains("one row of indices", Assert.Throws<ShapeException>(() => new OneHot(6).InferShape([new(1, 1, 2, 9)])).Message);
        using var device = ComputeDevice.Open("cpu");
        using var network = new Network(Sequential.Of("one", new Shape(1, 1), new OneHot(3)), device, new NetworkOptions { MaxBatch = 1 });
        Assert.Contains("from 0 to 2", Assert.Throws<ShapeException>(() => network.SetIndices([3])).Message);
        var ex = Assert.Throws<ShapeException>(() => new Network(Sequential.Of("behind", new Shape(1, 3), new ReLU(), new OneHot(3)), device, new NetworkOptions()));
        Assert.Contains("indices", ex.Message);
    }
}

[Collection(OnDevice.Cpu)]
public sealed class OneHotTestsOnCpu() : OneHotTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class OneHotTestsOnCpuAccelerator() : OneHotTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class OneHotTestsOnOpenCl() : OneHotTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class OneHotTestsOnCuda() : OneHotTests(OnDevice.Cuda);

using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>What holds a convolution without shared weights and one with them together; one sealed subclass a device.</summary>
public abstract class LocallyConnectedTests(string device)
{
    [Fact]
    public void EqualWeightsAtAllPositionsMakeAConvolution()
    {
        var window = new Window2D(3, 2, 1, 3, 1, 0, 2, 1);
        var shared = new Conv2DGeometry(3, 9, 13, 4, window);
        var local = new LocallyConnected2DGeometry(3, 9, 13, 4, window);
        var random = new RandomCases(1);
        const int n = 5;
        var plane = shared.OutHeight * shared.OutWidth;
        float[] x = random.Floats(n * shared.InCount), w = random.Floats(shared.WeightCount), b = random.Floats(4), dy = random.Floats(n * shared.OutCount);
        float[] everywhere = [.. w.SelectMany(weight => Enumerable.Repeat(weight, plane))], biases = [.. b.SelectMany(bias => Enumerable.Repeat(bias, plane))];
        var opDevice = TestDevices.Open(device);
        OpRunner.Run(opDevice, LocallyConnectedCases.Forward(local, n, x, everywhere, biases) with
        {
            Operands =
            [
                OpOperand.In("x", x, local.InCount), OpOperand.In("w", everywhere), OpOperand.In("b", biases),
                OpOperand.Out("y", ConvReference.Forward(shared, n, x, w, b), local.OutCount),
            ],
        });
        OpRunner.Run(opDevice, LocallyConnectedCases.BackwardData(local, n, dy, everywhere) with
        {
            Operands =
            [
                OpOperand.In("dy", dy, local.OutCount), OpOperand.In("w", everywhere),
                OpOperand.Out("dx", ConvReference.BackwardData(shared, n, dy, w), local.InCount),
            ],
        });
    }

    [Fact]
    public void NetworksLearnWithIt()
    {
        using var opDevice = TestDevices.OpenNew(device);
        using var network = new Network(
            Sequential.Of("local", new Shape(1, 1, 6, 6), new LocallyConnected2D(1, 3, 3, padding: 1), new ReLU(), new LocallyConnected2D(3, 2, 4, stride: 2), new Flatten()),
            opDevice, new NetworkOptions { MaxBatch = 4, Loss = new MeanSquaredError(), Optimizer = new Sgd(0.05f) });
        var random = new RandomCases(3);
        network.SetInput(random.Floats(4 * 36));
        network.SetTargets(random.Floats(4 * 8));
        network.TrainStep(4);
        var first = network.ReadLoss();
        for (var step = 0; step < (TestDevices.IsSlow(device) ? 5 : 30); step++) network.TrainStep(4);
        Assert.True(network.ReadLoss() < 0.8 * first, $"the loss went from {first} to {network.ReadLoss()}");
    }
}

/// <summary>The layer's shapes and refusals.</summary>
public sealed class LocallyConnectedLayerTests
{
    [Fact]
    public void EveryPositionHasItsOwnParameters()
    {
        var layer = new LocallyConnected2D(3, 8, (3, 5), stride: 2, padding: 1);
        var input = new Shape(1, 3, 28, 28);
        Assert.Equal(new Shape(1, 8, 14, 13), layer.InferShape([input]));
        Assert.Equal(8L * 3 * 15 * 14 * 13 + 8 * 14 * 13, layer.Parameters([input]).Sum(parameter => parameter.Count));
    }

    [Fact]
    public void TheLecturesCountWeights()
    {
        // Ten by ten windows of 10x10 on an image of 100x100: 100 weights shared, 100 times as many where each window has its own.
        var layer = new LocallyConnected2D(1, 1, kernel: 10, stride: 10, bias: false);
        Assert.Equal(100L * 100, layer.Parameters([new Shape(1, 1, 100, 100)])[0].Count);
        Assert.Equal(100L, new Conv2D(1, 1, kernel: 10, stride: 10, bias: false).Parameters([new Shape(1, 1, 100, 100)])[0].Count);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var error = Assert.Throws<ShapeException>(() => new LocallyConnected2D(1, 8, 3).InferShape([new Shape(1, 3, 28, 28)]));
        Assert.Contains("takes 1 channels, but gets 1x3x28x28; use new LocallyConnected2D(3, 8, ...)", error.Message);
        Assert.Contains("does not fit", Assert.Throws<ShapeException>(() => new LocallyConnected2D(3, 8, 29).InferShape([new Shape(1, 3, 28, 28)])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LocallyConnected2D(0, 8, 3));
        Assert.Contains(
            "the weights", Assert.Throws<ArgumentException>(() => new LocallyConnected2DGeometry(512, 224, 224, 512, Window2D.Square(3))).Message);
    }
}

[Collection(OnDevice.Cpu)]
public sealed class LocallyConnectedTestsOnCpu() : LocallyConnectedTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class LocallyConnectedTestsOnCpuAccelerator() : LocallyConnectedTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class LocallyConnectedTestsOnOpenCl() : LocallyConnectedTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class LocallyConnectedTestsOnCuda() : LocallyConnectedTests(OnDevice.Cuda);

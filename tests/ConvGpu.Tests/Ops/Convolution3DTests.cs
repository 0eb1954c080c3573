using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>3-D convolution beside 2-D, on sizes beyond the tiles, and in networks; one sealed subclass a device.</summary>
public abstract class Convolution3DTests(string device)
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void OfDepthOneItIsA2DConvolution(int groups, bool flip)
    {
        const int n = 3;
        var plane = new Conv2DGeometry(4, 9, 11, 6, new Window2D(3, 2, 1, 2, 1, 0, 2, 1, 2, 1), groups, Flip: flip);
        var volume = new Conv3DGeometry(4, 1, 9, 11, 6, new(new(1), new(3, 1, 1, 2, 2), new(2, 2, 0, 1)), groups, flip);
        var random = new RandomCases(1);
        float[] x = random.Floats(n * plane.InCount), w = random.Floats(plane.WeightCount), b = random.Floats(6), dy = random.Floats(n * plane.OutCount);
        var opDevice = TestDevices.Open(device);
        OpRunner.Run(opDevice, Convolution3DCases.Forward(volume, n, x, w, b, ConvReference.Forward(plane, n, x, w, b)));
        OpRunner.Run(opDevice, Convolution3DCases.BackwardData(volume, n, dy, w, ConvReference.BackwardData(plane, n, dy, w)));
        OpRunner.Run(opDevice, Convolution3DCases.BackwardWeights(
            volume, n, x, dy, ConvReference.BackwardWeights(plane, n, x, dy), ConvReference.BackwardBias(plane, n, dy)));
    }

    [Fact]
    public void ConvolvesALayerOfManyTiles()
    {
        // More channels, elements and products than any tile has, none of them a multiple of one; weights' gradient over several splits.
        const int n = 2;
        var g = new Conv3DGeometry(7, 5, 9, 11, 37, Window3D.Cube(3, padding: 1));
        var random = new RandomCases(2);
        float[] x = random.Floats(n * g.InCount), w = random.Floats(g.WeightCount), dy = random.Floats(n * g.OutCount);
        var opDevice = TestDevices.Open(device);
        OpRunner.Run(opDevice, Convolution3DCases.Forward(g, n, x, w, random.Floats(g.OutChannels)));
        OpRunner.Run(opDevice, Convolution3DCases.BackwardData(g, n, dy, w));
        OpRunner.Run(opDevice, Convolution3DCases.BackwardWeights(g, n, x, dy, true));
    }

    [Fact]
    public void NetworksOfVolumesLearn()
    {
        using var opDevice = TestDevices.OpenNew(device);
        using var network = new Network(
            Sequential.Of(
                "volumes", Shape.Volume(1, 1, 4, 6, 6), new Conv3D(1, 4, 3, padding: Padding3D.Same), new ReLU(),
                new Conv3D(4, 2, (2, 4, 4), stride: 2), new Flatten()),
            opDevice, new NetworkOptions { MaxBatch = 4, Loss = new MeanSquaredError(), Optimizer = new Sgd(0.05f) });
        var random = new RandomCases(3);
        network.SetInput(random.Floats(4 * 144));
        network.SetTargets(random.Floats(4 * 2 * 2 * 2 * 2));
        network.TrainStep(4);
        var first = network.ReadLoss();
        for (var step = 0; step < (TestDevices.IsSlow(device) ? 4 : 30); step++) network.TrainStep(4);
        Assert.True(network.ReadLoss() < 0.8 * first, $"the loss went from {first} to {network.ReadLoss()}");
    }
}

/// <summary>The layer's shapes and refusals.</summary>
public sealed class Conv3DLayerTests
{
    private static readonly Shape _clip = Shape.Volume(1, 3, 16, 112, 112);

    [Fact]
    public void ShapesAndParametersAreThoseOfPyTorch()
    {
        // torch.nn.Conv3d(3, 64, (3, 7, 7), stride=(1, 2, 2), padding=(1, 3, 3)), the first layer of torchvision's r3d_18.
        var stem = new Conv3D(3, 64, (3, 7, 7), (1, 2, 2), (1, 3, 3), bias: false);
        Assert.Equal(Shape.Volume(1, 64, 16, 56, 56), stem.InferShape([_clip]));
        Assert.Equal(28_224, stem.Parameters([_clip]).Sum(parameter => parameter.Count));
        Assert.Equal(Shape.Volume(1, 6, 8, 56, 56), new Conv3D(3, 6, 3, 2, Padding3D.Same, groups: 3).InferShape([_clip]));
        Assert.Equal(Shape.Volume(1, 8, 12, 108, 108), new Conv3D(3, 8, 3, dilation: 2).InferShape([_clip]));
        Assert.Equal("1x3x16x112x112", _clip.ToString());
        Assert.Equal(3L * 16 * 112 * 112, _clip.ItemCount);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Contains(
            "takes 1 channels, but gets 1x3x16x112x112", Assert.Throws<ShapeException>(() => new Conv3D(1, 8, 3).InferShape([_clip])).Message);
        Assert.Contains(
            "the kernel spans 17 elements, but the input with its padding has only 16",
            Assert.Throws<ShapeException>(() => new Conv3D(3, 8, (17, 3, 3)).InferShape([_clip])).Message);
        Assert.Contains(
            "reflect padding of 16 elements is at most 15 on a side, but it is 16 and 16",
            Assert.Throws<ShapeException>(() => new Conv3D(3, 8, 3, padding: (16, 1, 1), paddingMode: PaddingMode.Reflect).InferShape([_clip])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv3D(3, 8, 3, paddingMode: (PaddingMode)7));
        Assert.Throws<ArgumentException>(() => new Pad3DGeometry(1, 2, 2, 2, (0, 0), (0, 0), (3, 0), PaddingMode.Circular));
        Assert.Throws<ArgumentException>(() => new Pad3DGeometry(1, 2, 2, 2, (1, 1), (0, 0), (0, 0), PaddingMode.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Pad3DGeometry(1, 2, 2, 2, (0, -1), (0, 0), (0, 0), PaddingMode.Edge));
        Assert.Throws<ArgumentException>(() => new Conv3D(3, 8, 3, groups: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv3D(3, 8, (1, 0, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Padding3D(0, 0, 0, -1, 0, 0));
        Assert.Contains(
            "along depth", Assert.Throws<ArgumentException>(() => new Conv3DGeometry(1, 2, 9, 9, 1, Window3D.Cube(3))).Message);
    }

    [Fact]
    public void LayersOfImagesRefuseVolumes()
    {
        var error = Assert.Throws<ShapeException>(() => new ShapedGraph(Sequential.Of(new ReLU(), new Conv2D(3, 8, 3)), _clip));
        Assert.Contains("conv2d1 (layer 2 of model): takes images (N, C, H, W), but gets the volume 1x3x16x112x112", error.Message);
    }
}

[Collection(OnDevice.Cpu)]
public sealed class Convolution3DTestsOnCpu() : Convolution3DTests(OnDevice.Cpu);

[Collection(OnDevice.CpuAccelerator)]
public sealed class Convolution3DTestsOnCpuAccelerator() : Convolution3DTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class Convolution3DTestsOnOpenCl() : Convolution3DTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class Convolution3DTestsOnCuda() : Convolution3DTests(OnDevice.Cuda);

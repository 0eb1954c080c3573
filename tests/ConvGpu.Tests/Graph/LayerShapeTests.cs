namespace ConvGpu.Tests.Graphs;

/// <summary>Shapes and refusals of normalisation of groups, PReLU, upsampling and pixel shuffles.</summary>
public class LayerShapeTests
{
    private static readonly Shape _image = new(1, 8, 6, 10), _sequence = new(1, 8, 1, 20), _volume = Shape.Volume(1, 8, 4, 6, 10);

    [Fact]
    public void NormalisationsKeepShapes()
    {
        foreach (Layer layer in (Layer[])[new GroupNorm(4, 8), new InstanceNorm2D(8), new LayerNorm([8, 6, 10]), new LayerNorm([6, 10]), new LayerNorm(10), new PReLU(8), new Dropout2D()])
            Assert.Equal(_image, layer.InferShape([_image]));
        Assert.Equal(_sequence, new LayerNorm([8, 20]).InferShape([_sequence]));
        Assert.Equal(new Shape(1, 8), new LayerNorm(8).InferShape([new Shape(1, 8)]));
        Assert.Equal(_volume, new LayerNorm([8, 4, 6, 10]).InferShape([_volume]));
    }

    [Fact]
    public void ParametersHavePyTorchsShapes()
    {
        Assert.Equal(new Shape(8, 6, 10), new LayerNorm([8, 6, 10]).Parameters([_image])[0].Shape);
        Assert.Equal(new Shape(8), new GroupNorm(2, 8).Parameters([_image])[1].Shape);
        Assert.Empty(new InstanceNorm2D(8).Parameters([_image]));
        Assert.Equal(2, new InstanceNorm2D(8, affine: true).Parameters([_image]).Count);
        Assert.Equal(new Shape(1), new PReLU().Parameters([_image])[0].Shape);
    }

    [Fact]
    public void ImagesGrow()
    {
        Assert.Equal(new Shape(1, 8, 18, 20), new Upsample((3, 2)).InferShape([_image]));
        Assert.Equal(new Shape(1, 8, 7, 5), Upsample.ToSize((7, 5), UpsampleMode.Bilinear, alignCorners: true).InferShape([_image]));
        Assert.Equal(new Shape(1, 2, 12, 20), new PixelShuffle(2).InferShape([_image]));
        Assert.Equal(new Shape(1, 32, 3, 5), new PixelUnshuffle(2).InferShape([_image]));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Refuses("normalises over last axes of 6x6, but gets 1x8x6x10; use new LayerNorm([8, 6, 10])", new LayerNorm([6, 6]), _image);
        Refuses("takes 4 channels, but gets 1x8x6x10; use new GroupNorm(2, 8)", new GroupNorm(2, 4), _image);
        Refuses("has one each", new InstanceNorm2D(8), new Shape(1, 8));
        Refuses("use the 2-D layer", new InstanceNorm1D(8), _image);
        Refuses("has 4 slopes, but gets 1x8x6x10; use new PReLU(8)", new PReLU(4), _image);
        Refuses("give it a multiple of 9 channels", new PixelShuffle(3), _image);
        Refuses("make rows and columns multiples of 4", new PixelUnshuffle(4), _image);
        Refuses("use a smaller factor", new Upsample(1 << 30), _image);
        Assert.Throws<ArgumentException>(() => new Upsample(2, alignCorners: true));
        Assert.Throws<ArgumentException>(() => new GroupNorm(3, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNorm([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNorm(8, epsilon: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout2D(1));
    }

    private static void Refuses(string reason, Layer layer, Shape input) =>
        Assert.Contains(reason, Assert.Throws<ShapeException>(() => layer.InferShape([input])).Message);
}

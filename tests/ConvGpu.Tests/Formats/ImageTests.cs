namespace ConvGpu.Tests.Formats;

public class ImageTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 7, 30)]
    [InlineData(2, 3, 5)]
    [InlineData(3, 40, 21)]
    [InlineData(4, 8, 8)]
    public void WhatIsWrittenIsRead(int channels, int height, int width)
    {
        var random = new Random(channels);
        var pixels = new byte[channels * height * width];
        // Half smooth and half noise, so that several filters are taken.
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(i % (height * width) < height * width / 2 ? 3 * i : random.Next(256));
        var image = new Image(channels, height, width, [.. pixels]);
        var read = Image.Decode(image.Encode(), "written");
        Assert.Equal(image.Shape, read.Shape);
        Assert.Equal(pixels, read.Pixels.ToArray());
    }

    [Fact]
    public void WritesFilesThatReplaceOldOnes()
    {
        var path = Path.Combine(Path.GetTempPath(), $"convgpu-{Guid.NewGuid():N}.png");
        try
        {
            new Image(1, 9, 9, new byte[81]).Write(path);
            new Image(1, 1, 2, [3, 4]).Write(path);
            Assert.Equal([3, 4], Image.Read(path).Pixels.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
        Assert.Contains("cannot be written", Assert.Throws<FileFormatException>(() => new Image(1, 1, 1, [0]).Write("no-such-directory/x.png")).Message);
    }

    [Fact]
    public void AlphaIsLaidOverTheBackground()
    {
        var image = new Image(2, 1, 3, [100, 100, 100, 0, 255, 51]);
        Assert.Equal([255, 100, 224], image.WithoutAlpha().Pixels.ToArray());
        Assert.Equal([0, 100, 20], image.WithoutAlpha(0).Pixels.ToArray());
        Assert.Equal([255, 100, 224, 255, 100, 224, 255, 100, 224], image.ToColour().Pixels.ToArray());
    }

    [Fact]
    public void GreyIsLuma()
    {
        var image = new Image(3, 1, 4, [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255]);
        Assert.Equal([76, 150, 29, 255], image.ToGrey().Pixels.ToArray());
    }

    [Fact]
    public void WrongSizesAreRefused()
    {
        Assert.Throws<ShapeException>(() => new Image(5, 1, 1, new byte[5]));
        Assert.Throws<ShapeException>(() => new Image(1, 0, 1, []));
        Assert.Throws<ShapeException>(() => new Image(3, 2, 2, new byte[11]));
    }
}

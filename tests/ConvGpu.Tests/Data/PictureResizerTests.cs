namespace ConvGpu.Tests.Data;

/// <summary>Against the triangle filter by its definition, in double precision, over a picture that was cut out first.</summary>
public class PictureResizerTests
{
    [Fact]
    public void PartsOfPicturesAreResizedAsTheFilterSays()
    {
        var random = new Random(3);
        var resizer = new PictureResizer();
        for (var round = 0; round < 60; round++)
        {
            var pixels = new PixelBuffer();
            pixels.Resize(random.Next(1, 50), random.Next(1, 50));
            random.NextBytes(pixels.Pixels);
            var (height, width) = (random.Next(1, pixels.Height + 1), random.Next(1, pixels.Width + 1));
            var (top, left) = (random.Next(0, pixels.Height - height + 1), random.Next(0, pixels.Width - width + 1));
            var target = new Shape(1, 3, random.Next(1, 40), random.Next(1, 40));
            var actual = new byte[target.ItemCount];
            resizer.Resize(pixels, new PicturePart(top, left, height, width), target, actual);
            for (var c = 0; c < 3; c++)
                for (var y = 0; y < target.H; y++)
                    for (var x = 0; x < target.W; x++)
                    {
                        var sum = 0.0;
                        foreach (var (row, down) in Weights(height, target.H, y))
                            foreach (var (column, across) in Weights(width, target.W, x))
                                sum += down * across * pixels.Row(top + row)[4 * (left + column) + c];
                        // Rounded to whole values; float32 weights of at most 100 terms move what stands on a half by less than 1e-3.
                        Assert.InRange(actual[(c * target.H + y) * target.W + x] - sum, -0.501, 0.501);
                    }
        }
    }

    [Fact]
    public void AWholePictureOfItsSizeStaysAsItIs()
    {
        var pixels = new PixelBuffer();
        pixels.Resize(37, 21);
        new Random(4).NextBytes(pixels.Pixels);
        var (colour, grey) = (new byte[3 * 37 * 21], new byte[37 * 21]);
        var resizer = new PictureResizer();
        resizer.Resize(pixels, new PicturePart(0, 0, 37, 21), new Shape(1, 3, 37, 21), colour);
        resizer.Resize(pixels, new PicturePart(0, 0, 37, 21), new Shape(1, 1, 37, 21), grey);
        for (var i = 0; i < 37 * 21; i++)
            for (var c = 0; c < 3; c++) Assert.Equal(pixels.Pixels[4 * i + c], colour[c * 37 * 21 + i]);
        Assert.Equal(new Image(3, 37, 21, colour).ToGrey().Pixels.ToArray(), grey);
    }

    [Theory]
    [InlineData(256, 256, 224, 224, 0.875, 16, 16, 224, 224)]
    [InlineData(500, 375, 224, 224, 0.875, 86, 23, 328, 328)]
    [InlineData(28, 28, 28, 28, 1, 0, 0, 28, 28)]
    [InlineData(10, 40, 10, 20, 1, 0, 10, 10, 20)]
    [InlineData(1, 1, 224, 224, 0.875, 0, 0, 1, 1)]
    public void TheMiddleHasTheTargetsRatio(int height, int width, int targetHeight, int targetWidth, double share, int top, int left, int partHeight, int partWidth) =>
        Assert.Equal(new PicturePart(top, left, partHeight, partWidth), PicturePart.Middle(height, width, new Shape(1, 3, targetHeight, targetWidth), share));

    private static IEnumerable<(int Index, double Weight)> Weights(int size, int target, int at)
    {
        var scale = (double)size / target;
        var support = Math.Max(scale, 1);
        var centre = (at + 0.5) * scale;
        var all = Enumerable.Range(0, size).Select(i => (Index: i, Weight: Math.Max(0, 1 - Math.Abs((i + 0.5 - centre) / support)))).Where(p => p.Weight > 0).ToList();
        var sum = all.Sum(p => p.Weight);
        return all.Select(p => (p.Index, p.Weight / sum));
    }
}

namespace ConvGpu.Tests.Data;

public class ImageTransformTests
{
    [Theory]
    [InlineData(8, 8, 28, 28)]
    [InlineData(28, 28, 10, 13)]
    [InlineData(5, 7, 5, 7)]
    [InlineData(3, 2, 1, 9)]
    public void ResizeIsBilinearWithHalfPixelCentres(int height, int width, int targetHeight, int targetWidth)
    {
        var random = new SeededRandom(1, 0);
        byte[] pixels = [.. Enumerable.Range(0, 2 * height * width).Select(_ => (byte)random.Next(256))];
        var set = new ImageSet("random", new Shape(2, 1, height, width), 2, pixels, [0, 1]);
        var result = new float[3 * targetHeight * targetWidth];
        new ImageTransform(set, new Shape(1, 3, targetHeight, targetWidth)).Apply(set.Image(1), result);

        var mean = pixels.Average(p => (double)p);
        var deviation = Math.Sqrt(pixels.Average(p => (p - mean) * (p - mean)));
        for (var i = 0; i < result.Length; i++)
        {
            var (y, x) = (i / targetWidth % targetHeight, i % targetWidth);
            var expected = (Sample((y + 0.5) * height / targetHeight - 0.5, (x + 0.5) * width / targetWidth - 0.5) - mean) / deviation;
            // A dozen float32 roundings of values up to 255, divided by the deviation.
            Assert.InRange(result[i], expected - 12 * 255 / deviation * 6e-8, expected + 12 * 255 / deviation * 6e-8);
        }

        double Sample(double y, double x)
        {
            var (top, left) = ((int)Math.Floor(y), (int)Math.Floor(x));
            double Pixel(int r, int c) => pixels[height * width + Math.Clamp(r, 0, height - 1) * width + Math.Clamp(c, 0, width - 1)];
            var (v, h) = (y - top, x - left);
            return (1 - v) * ((1 - h) * Pixel(top, left) + h * Pixel(top, left + 1)) + v * ((1 - h) * Pixel(top + 1, left) + h * Pixel(top + 1, left + 1));
        }
    }

    /// <summary>Images of few bits have a white of their own, and pictures are brought to it; those of eight bits are taken as they are.</summary>
    [Theory]
    [InlineData(16, 255.0 / 16)]
    [InlineData(1, 255)]
    [InlineData(128, 1)]
    [InlineData(255, 1)]
    public void PicturesAreBroughtToTheWhiteOfTheTrainingImages(byte largest, double scale)
    {
        var set = new ImageSet("training", new Shape(1, 1, 2, 2), 1, [0, largest, 0, 0], [0]);
        var transform = new ImageTransform(set, new Shape(1, 1, 2, 2));
        float[] image = new float[4], picture = new float[4];
        transform.Apply(set.Image(0), image);
        transform.ForPictures(new Shape(1, 1, 2, 2)).Apply([0, (byte)Math.Round(largest * scale), 0, 0], picture);
        // Mean and deviation are rounded once more.
        for (var i = 0; i < 4; i++) Assert.Equal(image[i], picture[i], 1e-6);
    }

    [Fact]
    public void ColourImagesAreNotGuessedIntoOtherChannels()
    {
        var set = new ImageSet("colour", new Shape(1, 3, 2, 2), 1, new byte[12], [0]);
        var error = Assert.Throws<ShapeException>(() => new ImageTransform(set, new Shape(1, 1, 2, 2))).Message;
        Assert.Contains("3 channels", error, StringComparison.Ordinal);
        Assert.Contains("Choose a model for 3", error, StringComparison.Ordinal);
        var result = new float[12];
        new ImageTransform(set, new Shape(1, 3, 2, 2)).Apply(set.Image(0), result);
        // Constant channels become zero, not NaN.
        Assert.All(result, v => Assert.Equal(0, v));
    }

    [Fact]
    public void AnImageOfAnotherSizeIsRefusedAndItsOwnTransformKeepsTheStatistics()
    {
        var set = new ImageSet("two", new Shape(2, 1, 2, 2), 2, [0, 10, 20, 30, 40, 50, 60, 70], [0, 1]);
        var transform = new ImageTransform(set, new Shape(1, 1, 2, 2));
        var result = new float[4];
        var error = Assert.Throws<ShapeException>(() => transform.Apply(new byte[9], result));
        Assert.Contains("4 pixels", error.Message);
        Assert.Contains("9 pixels", error.Message);
        Assert.Throws<ShapeException>(() => transform.Apply(new byte[4], new float[3]));
        Assert.Throws<ShapeException>(() => transform.For(new Shape(1, 3, 2, 2)));
        Assert.Same(transform, transform.For(new Shape(7, 1, 2, 2)));

        // Bilinear from 4 to 2 is the mean of each block of 4; of constant blocks their value. Mean 35, variance 525.
        transform.For(new Shape(1, 1, 4, 4)).Apply([40, 40, 50, 50, 40, 40, 50, 50, 60, 60, 70, 70, 60, 60, 70, 70], result);
        for (var i = 0; i < 4; i++) Assert.Equal((40 + 10 * i - 35) / Math.Sqrt(525), result[i], 1e-6);
    }
}

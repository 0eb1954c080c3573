namespace ConvGpu.Tests.Data;

public class ImageAugmentationTests
{
    private static readonly Shape _shape = new(1, 2, 4, 5);
    private static readonly byte[] _image = [.. Enumerable.Range(1, 40).Select(i => (byte)i)];

    /// <summary>Every distance occurs, equally often within four deviations, and each is a shift of the image with zeros around.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void ShiftsMoveTheImageAndBringZerosIn(int pixels)
    {
        var augmentation = new ShiftAugmentation(pixels);
        var random = new SeededRandom(1, 0);
        var (span, draws) = (2 * pixels + 1, 9000);
        var seen = new int[span];
        for (var draw = 0; draw < draws; draw++)
        {
            var (first, second) = (random.NextUInt32(), random.NextUInt32());
            var (down, right) = ((int)((first * (ulong)span) >> 32) - pixels, (int)((second * (ulong)span) >> 32) - pixels);
            seen[down + pixels]++;
            if (draw < 500) Assert.Equal(Shifted(down, right), Apply(augmentation, first, second));
        }
        var mean = draws / (double)span;
        Assert.All(seen, count => Assert.InRange(count, mean - 4 * Math.Sqrt(mean), mean + 4 * Math.Sqrt(mean)));
    }

    [Fact]
    public void FlipsMirrorHalfOfTheImages()
    {
        var mirrored = new byte[_image.Length];
        for (var i = 0; i < mirrored.Length; i++) mirrored[i / 5 * 5 + 4 - i % 5] = _image[i];
        Assert.Equal(_image, Apply(new FlipAugmentation(), 0x7FFFFFFF, 0));
        Assert.Equal(mirrored, Apply(new FlipAugmentation(), 0x80000000, 0));
    }

    [Theory]
    [InlineData("shift", "shifted by up to 2 pixels")]
    [InlineData("shift:1, flip", "shifted by up to 1 pixel|half of them mirrored")]
    public void AListIsRead(string text, string descriptions) =>
        Assert.Equal(descriptions, string.Join('|', ImageAugmentation.Parse(text).Select(a => a.Description)));

    [Theory]
    [InlineData("rotate", "There is no augmentation 'rotate'; there are shift, flip.")]
    [InlineData("shift,", "There is no augmentation ''")]
    [InlineData("shift:0", "up to 1 pixel or more, not 0")]
    [InlineData("shift:x", "behind the colon is a whole number")]
    [InlineData("flip:2", "flip takes no number")]
    public void AListThatIsNoneIsRefused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<DataException>(() => ImageAugmentation.Parse(text)).Message);

    /// <summary>The same seed and epoch give the same image, whatever came before; other ones another, in the end.</summary>
    [Fact]
    public void WhatIsDrawnDependsOnSeedEpochAndImage()
    {
        var images = new ImageSet("equal", new Shape(20, 2, 4, 5), 1, [.. Enumerable.Repeat(_image, 20).SelectMany(i => i)], new int[20]);
        var augmentations = ImageAugmentation.Parse("shift,flip");
        byte[] Changed(ulong seed, int epoch, params int[] order)
        {
            var augmented = new AugmentedImages(augmentations, seed);
            return [.. order.SelectMany(i => augmented.Image(images, i, epoch).ToArray())];
        }
        Assert.Equal(Changed(1, 1, 4), Changed(1, 1, 9, 3, 4)[80..]);
        int[] all = [.. Enumerable.Range(0, 20)];
        Assert.NotEqual(Changed(1, 1, all), Changed(2, 1, all));
        Assert.NotEqual(Changed(1, 1, all), Changed(1, 2, all));
        Assert.True(Changed(1, 1, all).Chunk(40).Select(Convert.ToHexString).Distinct().Count() > 10);
        Assert.Equal(_image, new AugmentedImages([], 1).Image(images, 7, 1));
    }

    private static byte[] Apply(ImageAugmentation augmentation, uint first, uint second)
    {
        var result = new byte[_image.Length];
        Array.Fill(result, (byte)255);
        augmentation.Apply(_image, result, _shape, (first, second));
        return result;
    }

    private static byte[] Shifted(int down, int right)
    {
        var result = new byte[_image.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var (channel, y, x) = (i / 20, i / 5 % 4 - down, i % 5 - right);
            if (y is >= 0 and < 4 && x is >= 0 and < 5) result[i] = _image[channel * 20 + y * 5 + x];
        }
        return result;
    }
}

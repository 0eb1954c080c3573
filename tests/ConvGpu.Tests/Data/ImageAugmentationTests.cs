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
        var (span, draws) = (2 * pixels + 1, 9000);
        var seen = new int[span];
        for (var draw = 0; draw < draws; draw++)
        {
            var random = Random(draw);
            var (down, right) = ((int)((random.NextUInt32() * (ulong)span) >> 32) - pixels, (int)((random.NextUInt32() * (ulong)span) >> 32) - pixels);
            seen[down + pixels]++;
            if (draw < 500) Assert.Equal(Shifted(down, right), Apply(augmentation, draw));
        }
        var mean = draws / (double)span;
        Assert.All(seen, count => Assert.InRange(count, mean - 4 * Math.Sqrt(mean), mean + 4 * Math.Sqrt(mean)));
    }

    [Fact]
    public void FlipsMirrorHalfOfTheImages()
    {
        var mirrored = new byte[_image.Length];
        for (var i = 0; i < mirrored.Length; i++) mirrored[i / 5 * 5 + 4 - i % 5] = _image[i];
        var flips = 0;
        for (var draw = 0; draw < 1000; draw++)
        {
            var flipped = Random(draw).NextUInt32() >= 0x80000000;
            Assert.Equal(flipped ? mirrored : _image, Apply(new FlipAugmentation(), draw));
            if (flipped) flips++;
        }
        Assert.InRange(flips, 500 - 64, 500 + 64);
    }

    /// <summary>The first four words are one block of the generator, the next four another.</summary>
    [Fact]
    public void NumbersDependOnSeedImageEpochAndStage()
    {
        uint[] Words(ImageRandom random) => [.. Enumerable.Range(0, 9).Select(_ => random.NextUInt32())];
        var words = Words(new ImageRandom(5, 3, 2, 1));
        var (a, b, c, d) = SeededRandom.Block((3, 2, RandomStreams.Augmentation, 1), 5, 0);
        Assert.Equal([a, b, c, d], words[..4]);
        Assert.Equal(9, words.Distinct().Count());
        foreach (var other in (ImageRandom[])[new(6, 3, 2, 1), new(5, 4, 2, 1), new(5, 3, 1, 1), new(5, 3, 2, 0)]) Assert.NotEqual(words, Words(other));
    }

    [Theory]
    [InlineData("shift", "shifted by up to 2 pixels")]
    [InlineData("shift:1, flip", "shifted by up to 1 pixel|half of them mirrored")]
    [InlineData("rotate,scale:1.5", "turned by up to 15 degrees|scaled by up to 1.5")]
    [InlineData("affine:20", "turned by up to 20 degrees and scaled by up to 1.1 and shifted by up to 10 % and sheared by up to 5 degrees")]
    [InlineData("resized-crop:0.25", "cropped to 25 to 100 % of the area")]
    [InlineData("jitter:0.2,cutout", "brightness, contrast, saturation and hue changed by up to 0.2, 0.2, 0.2 and 0.05|a square of 8x8 cut out")]
    public void AListIsRead(string text, string descriptions) =>
        Assert.Equal(descriptions, string.Join('|', ImageAugmentation.Parse(text).Select(a => a.Description)));

    [Theory]
    [InlineData("turn", "There is no augmentation 'turn'; there are shift, flip, resized-crop, rotate, scale, affine, jitter, cutout.")]
    [InlineData("rotate:181", "A turn in degrees is from 0 to 180, not 181.")]
    [InlineData("scale:0.5", "A scale is from 1 to 10, not 0.5.")]
    [InlineData("resized-crop:0", "share of a resized crop is from 0.0001 to 1, not 0.")]
    [InlineData("jitter:2", "The strength of brightness is from 0 to 1, not 2.")]
    [InlineData("cutout:2.5", "2.5 is no whole number of pixels.")]
    [InlineData("cutout:0", "The side of a cutout in pixels is from 1 to")]
    [InlineData("shift,", "There is no augmentation ''")]
    [InlineData("shift:0", "up to 1 pixel or more, not 0")]
    [InlineData("shift:x", "behind the colon is a number")]
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

    private static ImageRandom Random(int draw) => new(1, draw, 0, 0);

    private static byte[] Apply(ImageAugmentation augmentation, int draw)
    {
        var result = new byte[_image.Length];
        Array.Fill(result, (byte)255);
        var random = Random(draw);
        augmentation.Apply(_image, result, _shape, ref random);
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

namespace ConvGpu.Tests.Data;

/// <summary>Augmentations that compute new pixels, against naive double-precision code.</summary>
public class PictureAugmentationTests
{
    private static readonly Shape _shape = new(1, 3, 13, 17);
    private static readonly byte[] _image = Picture();

    [Fact]
    public void NothingIsChangedWhereNothingMayBe()
    {
        ImageAugmentation[] none = [new ResizedCropAugmentation(1, 1), new AffineAugmentation(), new ColorJitterAugmentation(0, 0, 0, 0)];
        foreach (var augmentation in none)
            for (var draw = 0; draw < 20; draw++) Assert.Equal(_image, Apply(augmentation, draw));
    }

    /// <summary>Each value is within one of the naive one, whose rounding may fall to the other side.</summary>
    [Fact]
    public void ResizedCropsAreBilinearPartsOfTheImage()
    {
        var augmentation = new ResizedCropAugmentation(0.1, 1.5);
        var areas = new List<double>();
        for (var draw = 0; draw < 300; draw++)
        {
            var (top, left, height, width) = Part(draw, 0.1, Math.Log(1.5));
            areas.Add(height * width / (13.0 * 17));
            var actual = Apply(augmentation, draw);
            for (var c = 0; c < 3; c++)
            for (var y = 0; y < 13; y++)
            for (var x = 0; x < 17; x++)
            {
                double fromY = Math.Clamp((y + 0.5) * height / 13 - 0.5, 0, height - 1), fromX = Math.Clamp((x + 0.5) * width / 17 - 0.5, 0, width - 1);
                double sum = 0;
                for (var i = 0; i < height; i++)
                for (var j = 0; j < width; j++)
                    sum += Math.Max(0, 1 - Math.Abs(fromY - i)) * Math.Max(0, 1 - Math.Abs(fromX - j)) * At(c, top + i, left + j);
                Assert.InRange(actual[(c * 13 + y) * 17 + x], sum - 0.501, sum + 0.501);
            }
        }
        Assert.InRange(areas.Min(), 0.05, 0.2);
        Assert.InRange(areas.Max(), 0.85, 1);
    }

    [Fact]
    public void AnAffineChangeMovesAPointWhereTheMatrixSays()
    {
        var moved = 0;
        for (var draw = 0; draw < 200; draw++)
        {
            var random = Random(draw);
            double Even(double most) => random.Between(-most, most);
            double degrees = Even(30), zoom = Math.Exp(Even(Math.Log(1.2))), right = Even(0.2) * 41, down = Even(0.2) * 41, shear = Even(10);
            var image = new byte[41 * 41];
            // A spot of 3x3 around (row 12, column 24) of an image with the middle at 20.
            for (var i = 0; i < 9; i++) image[(11 + i / 3) * 41 + 23 + i % 3] = 250;
            var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
            double x = 24 - 20 + Math.Tan(shear * Math.PI / 180) * (12 - 20), y = 12 - 20;
            double toX = 20 + zoom * (cosine * x - sine * y) + right, toY = 20 + zoom * (sine * x + cosine * y) + down;
            if (toX is < 3 or > 37 || toY is < 3 or > 37) continue;
            var result = new byte[image.Length];
            var own = Random(draw);
            new AffineAugmentation(30, 1.2, 0.2, 10).Apply(image, result, new Shape(1, 1, 41, 41), ref own);
            double mass = result.Sum(p => (double)p), middleX = 0, middleY = 0;
            for (var i = 0; i < result.Length; i++) (middleX, middleY) = (middleX + result[i] * (i % 41), middleY + result[i] * (i / 41));
            // The middle of a small spot, sampled once a pixel.
            Assert.InRange(middleX / mass, toX - 0.35, toX + 0.35);
            Assert.InRange(middleY / mass, toY - 0.35, toY + 0.35);
            moved++;
        }
        Assert.True(moved > 50);
    }

    [Fact]
    public void CutoutsBlackenOneSquare()
    {
        var middles = new HashSet<(int, int)>();
        for (var draw = 0; draw < 2000; draw++)
        {
            var random = Random(draw);
            int row = random.Between(0, 12), column = random.Between(0, 16);
            middles.Add((row, column));
            if (draw >= 300) continue;
            var actual = Apply(new CutoutAugmentation(5), draw);
            for (var i = 0; i < actual.Length; i++)
            {
                var inside = Math.Abs(i / 17 % 13 - row) <= 2 && Math.Abs(i % 17 - column) <= 2;
                Assert.Equal(inside ? 0 : _image[i], actual[i]);
            }
        }
        Assert.Equal(13 * 17, middles.Count);
        Assert.Throws<DataException>(() => new CutoutAugmentation(13).Check(_shape));
    }

    /// <summary>Steps round to whole pixels, as in torchvision: each of the four is within half of a value, times what later ones multiply it by.</summary>
    [Fact]
    public void JitterIsAsTheDefinitionsSay()
    {
        const double strength = 0.5, hue = 0.2;
        for (var draw = 0; draw < 200; draw++)
        {
            var random = Random(draw);
            double brightness = random.Between(1 - strength, 1 + strength), contrast = random.Between(1 - strength, 1 + strength);
            double saturation = random.Between(1 - strength, 1 + strength), turn = random.Between(-hue, hue);
            var plane = 13 * 17;
            double[] values = [.. _image.Select(p => Math.Clamp(p * brightness, 0, 255))];
            double Grey(int i) => 0.2989 * values[i] + 0.587 * values[plane + i] + 0.114 * values[2 * plane + i];
            var mean = Enumerable.Range(0, plane).Average(Grey);
            values = [.. values.Select(p => Math.Clamp(mean + contrast * (p - mean), 0, 255))];
            double[] greys = [.. Enumerable.Range(0, plane).Select(Grey)];
            values = [.. values.Select((p, i) => Math.Clamp(greys[i % plane] + saturation * (p - greys[i % plane]), 0, 255))];
            var actual = Apply(new ColorJitterAugmentation(strength, strength, strength, hue), draw);
            for (var i = 0; i < plane; i++)
            {
                var expected = Turned(values[i], values[plane + i], values[2 * plane + i], turn);
                // Rounded thrice before: by 0.5, times at most 1.5 for each of two factors, and a hue that moves with them.
                var tolerance = 0.5 + 1.5 * (0.5 + 1.5 * (0.5 + 0.5)) + 3 + 255 * HueStep(values[i], values[plane + i], values[2 * plane + i]);
                for (var c = 0; c < 3; c++) Assert.InRange(actual[c * plane + i], expected[c] - tolerance, expected[c] + tolerance);
            }
        }
    }

    [Theory]
    [InlineData(255, 0, 0)]
    [InlineData(10, 200, 30)]
    [InlineData(90, 80, 220)]
    [InlineData(7, 7, 7)]
    public void AHueIsTurnedExactly(byte red, byte green, byte blue)
    {
        var augmentation = new ColorJitterAugmentation(0, 0, 0, 0.5);
        for (var draw = 0; draw < 100; draw++)
        {
            var random = Random(draw);
            for (var i = 0; i < 3; i++) random.NextUInt32();
            var expected = Turned(red, green, blue, random.Between(-0.5, 0.5));
            var own = Random(draw);
            var result = new byte[3];
            augmentation.Apply([red, green, blue], result, new Shape(1, 3, 1, 1), ref own);
            for (var c = 0; c < 3; c++) Assert.InRange(result[c], expected[c] - 0.51, expected[c] + 0.51);
        }
    }

    // How far a component may move with the hue when each component is off by 2.
    private static double HueStep(double red, double green, double blue)
    {
        var range = Math.Max(red, Math.Max(green, blue)) - Math.Min(red, Math.Min(green, blue));
        return range < 12 ? 0.05 : 4 / range;
    }

    private static double[] Turned(double red, double green, double blue, double turn)
    {
        double largest = Math.Max(red, Math.Max(green, blue)), smallest = Math.Min(red, Math.Min(green, blue)), range = largest - smallest;
        if (range == 0) return [red, green, blue];
        var degrees = largest == red ? 60 * (green - blue) / range : largest == green ? 120 + 60 * (blue - red) / range : 240 + 60 * (red - green) / range;
        degrees = ((degrees + 360 * turn) % 360 + 360) % 360;
        var second = range * (1 - Math.Abs(degrees / 60 % 2 - 1));
        double[] parts = (int)(degrees / 60) switch
        {
            0 => [range, second, 0],
            1 => [second, range, 0],
            2 => [0, range, second],
            3 => [0, second, range],
            4 => [second, 0, range],
            _ => [range, 0, second],
        };
        return [.. parts.Select(p => p + smallest)];
    }

    // The draws of a resized crop, in their order.
    private static (int Top, int Left, int Height, int Width) Part(int draw, double share, double logRatio)
    {
        var random = Random(draw);
        var (height, width) = (13, 17);
        for (var i = 0; i < 10; i++)
        {
            var (area, ratio) = (random.Between(share, 1), Math.Exp(random.Between(-logRatio, logRatio)));
            var (h, w) = ((int)Math.Round(13 * Math.Sqrt(area / ratio)), (int)Math.Round(17 * Math.Sqrt(area * ratio)));
            if (h is < 1 or > 13 || w is < 1 or > 17) continue;
            (height, width) = (h, w);
            break;
        }
        return (random.Between(0, 13 - height), random.Between(0, 17 - width), height, width);
    }

    private static double At(int channel, int row, int column) => _image[(channel * 13 + row) * 17 + column];

    private static ImageRandom Random(int draw) => new(3, draw, 0, 0);

    private static byte[] Apply(ImageAugmentation augmentation, int draw)
    {
        var result = new byte[_image.Length];
        Array.Fill(result, (byte)255);
        var random = Random(draw);
        augmentation.Apply(_image, result, _shape, ref random);
        return result;
    }

    private static byte[] Picture()
    {
        var pixels = new byte[3 * 13 * 17];
        new Random(5).NextBytes(pixels);
        return pixels;
    }
}

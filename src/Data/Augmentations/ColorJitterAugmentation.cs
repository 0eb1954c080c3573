namespace ConvGpu;

/// <summary>
/// Changes brightness, contrast, saturation and hue, in this order: torchvision's ColorJitter, which shuffles the order. Factors are drawn
/// evenly from 1 - strength to 1 + strength. Saturation and hue are for images of 3 channels, red, green and blue; other images keep theirs.
/// </summary>
public sealed class ColorJitterAugmentation : ImageAugmentation
{
    // ITU-R BT.601, as torchvision's grey.
    private const float Red = 0.2989f, Green = 0.587f, Blue = 0.114f;

    private readonly double _brightness, _contrast, _saturation, _hue;

    /// <summary>Creates the augmentation.</summary>
    /// <param name="brightness">Strength, 0 to 1: pixels are multiplied by the factor.</param>
    /// <param name="contrast">Strength, 0 to 1: the distance from the image's mean grey is multiplied.</param>
    /// <param name="saturation">Strength, 0 to 1: the distance from each pixel's grey is multiplied.</param>
    /// <param name="hue">The farthest turn of the colour circle, 0 to 0.5 of it.</param>
    /// <exception cref="DataException">A number is out of range.</exception>
    public ColorJitterAugmentation(double brightness = 0.4, double contrast = 0.4, double saturation = 0.4, double hue = 0.1)
    {
        _brightness = Checked(brightness, 0, 1, "The strength of brightness");
        _contrast = Checked(contrast, 0, 1, "The strength of contrast");
        _saturation = Checked(saturation, 0, 1, "The strength of saturation");
        _hue = Checked(hue, 0, 0.5, "The strength of hue");
    }

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant(
        $"brightness, contrast, saturation and hue changed by up to {_brightness:0.##}, {_contrast:0.##}, {_saturation:0.##} and {_hue:0.##}");

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<byte> source, Span<byte> destination, Shape shape, ref ImageRandom random)
    {
        var brightness = (float)random.Between(1 - _brightness, 1 + _brightness);
        var contrast = (float)random.Between(1 - _contrast, 1 + _contrast);
        var saturation = (float)random.Between(1 - _saturation, 1 + _saturation);
        var turn = (float)random.Between(-_hue, _hue);
        for (var i = 0; i < source.Length; i++) destination[i] = Round(source[i] * brightness);
        var mean = MeanGrey(destination, shape);
        for (var i = 0; i < source.Length; i++) destination[i] = Round(mean + contrast * (destination[i] - mean));
        if (shape.C == 3) Recolour(destination, shape.H * shape.W, saturation, turn);
    }

    private static byte Round(float value) => (byte)(Math.Clamp(value, 0, byte.MaxValue) + 0.5f);

    private static float MeanGrey(ReadOnlySpan<byte> image, Shape shape)
    {
        var plane = shape.H * shape.W;
        double sum = 0;
        if (shape.C == 3)
        {
            for (var i = 0; i < plane; i++) sum += Grey(image[i], image[plane + i], image[2 * plane + i]);
            return (float)(sum / plane);
        }
        foreach (var pixel in image) sum += pixel;
        return (float)(sum / image.Length);
    }

    private static float Grey(float red, float green, float blue) => Red * red + Green * green + Blue * blue;

    private static void Recolour(Span<byte> image, int plane, float saturation, float turn)
    {
        for (var i = 0; i < plane; i++)
        {
            ref byte red = ref image[i], green = ref image[plane + i], blue = ref image[2 * plane + i];
            var grey = Grey(red, green, blue);
            (red, green, blue) = (Round(grey + saturation * (red - grey)), Round(grey + saturation * (green - grey)), Round(grey + saturation * (blue - grey)));
            (red, green, blue) = Turned(red, green, blue, turn);
        }
    }

    // Hue as a sixth of the circle and a share of the way to the next; largest and smallest component stay.
    private static (byte Red, byte Green, byte Blue) Turned(byte red, byte green, byte blue, float turn)
    {
        float largest = Math.Max(red, Math.Max(green, blue)), smallest = Math.Min(red, Math.Min(green, blue)), range = largest - smallest;
        if (range == 0) return (red, green, blue);
        var hue = largest == red ? (green - blue) / range : largest == green ? 2 + (blue - red) / range : 4 + (red - green) / range;
        hue = (hue + 6 * turn + 12) % 6;
        byte Component(float offset)
        {
            var distance = Math.Abs((hue + offset) % 6 - 3);
            return Round(smallest + range * Math.Clamp(distance - 1, 0, 1));
        }
        return (Component(0), Component(4), Component(2));
    }
}

namespace ConvGpu.Jpeg;

/// <summary>Writes JPEG files of grey and colour pictures.</summary>
internal static class JpegEncoder
{
    /// <summary>The bytes of a baseline file; colours at half the resolution up to this quality, as libjpeg's programs write them.</summary>
    private const int BestOfHalfColours = 95;

    /// <exception cref="FileFormatException">libjpeg-turbo is not installed, or cannot hold a picture of this size.</exception>
    public static byte[] Write(Image image, int quality)
    {
        var library = TurboJpeg.Instance;
        image = image.WithoutAlpha();
        var grey = image.Channels == 1;
        var pixels = grey ? image.Pixels.ToArray() : Interleave(image);
        var sampling = grey ? TurboJpeg.SamplingGray : quality <= BestOfHalfColours ? TurboJpeg.Sampling420 : TurboJpeg.Sampling444;
        var handle = library.NewEncoder();
        try
        {
            return library.TryEncode(handle, pixels, image.Width, image.Height, grey ? TurboJpeg.Gray : TurboJpeg.Rgbx, sampling, quality)
                ?? throw new FileFormatException($"A picture of {image.Height}x{image.Width} cannot be written as JPEG: {library.Error(handle)}.");
        }
        finally
        {
            library.Destroy(handle);
        }
    }

    private static byte[] Interleave(Image image)
    {
        var plane = image.Height * image.Width;
        var pixels = new byte[checked(4 * plane)];
        for (var c = 0; c < image.Channels; c++)
            for (var i = 0; i < plane; i++) pixels[4 * i + c] = image.Pixels[c * plane + i];
        return pixels;
    }
}

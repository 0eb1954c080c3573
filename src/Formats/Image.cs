using ConvGpu.Jpeg;
using ConvGpu.Png;

namespace ConvGpu;

/// <summary>
/// A picture of 8-bit channels: grey, grey and alpha, red-green-blue, or red-green-blue and alpha. Pixels are in CHW order, the top row
/// first, as data sets and networks take them. Files are PNG and, by libjpeg-turbo, JPEG.
/// </summary>
public sealed class Image
{
    private readonly byte[] _pixels;

    /// <summary>Takes over pixels.</summary>
    /// <param name="channels">1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="pixels">channels x height x width values in CHW order.</param>
    /// <exception cref="ShapeException">A size is out of range, or there are more or fewer pixels.</exception>
    public Image(int channels, int height, int width, byte[] pixels)
    {
        if (channels is < 1 or > 4) throw new ShapeException($"An image has 1 to 4 channels, not {channels}.");
        if (height < 1 || width < 1) throw new ShapeException($"An image has at least 1 row and 1 column, not {height}x{width}.");
        if (pixels.LongLength != (long)channels * height * width)
            throw new ShapeException($"An image of {channels}x{height}x{width} has {(long)channels * height * width} values, but {pixels.LongLength} were given.");
        (Channels, Height, Width, _pixels) = (channels, height, width, pixels);
    }

    /// <summary>1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha.</summary>
    public int Channels { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>The sizes as those of a batch of one.</summary>
    public Shape Shape => new(1, Channels, Height, Width);

    /// <summary>All values in CHW order.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Whether the last channel is alpha: 0 where the picture is transparent, 255 where it is opaque.</summary>
    public bool HasAlpha => Channels is 2 or 4;

    /// <summary>The values of one channel, row by row.</summary>
    /// <param name="channel">From 0 to <see cref="Channels"/> - 1.</param>
    public ReadOnlySpan<byte> Plane(int channel) => _pixels.AsSpan(channel * Height * Width, Height * Width);

    /// <summary>
    /// Reads a PNG file of any colour type, bit depth and interlacing (16-bit values are rounded to 8 bits), or a JPEG file (by libjpeg-turbo;
    /// CMYK becomes colour, and a note of how the camera was held is not followed). At most 100 million pixels are read.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">The file is missing, damaged, or neither PNG nor JPEG; or it is JPEG and libjpeg-turbo is not installed.</exception>
    public static Image Read(string path) => Decode(WholeFile.Read(path), path);

    /// <summary>Reads the bytes of a PNG or JPEG file, as <see cref="Read"/> does.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="FileFormatException">The file is damaged, or neither PNG nor JPEG; or it is JPEG and libjpeg-turbo is not installed.</exception>
    public static Image Decode(ReadOnlySpan<byte> file, string name) => JpegDecoder.IsJpeg(file) ? DecodeJpeg(file, name) : PngReader.Read(file, name);

    /// <summary>Writes a PNG file of 8-bit channels, or a JPEG file where the name ends in .jpg or .jpeg.</summary>
    /// <param name="path">The file; an old one is replaced.</param>
    /// <exception cref="FileFormatException">The file cannot be written; or it is JPEG and libjpeg-turbo is not installed.</exception>
    public void Write(string path)
    {
        var file = IsJpegName(path) ? EncodeJpeg() : Encode();
        try
        {
            using var stream = OutputFile.Open(path, FileMode.Create);
            stream.Write(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new FileFormatException($"{path} cannot be written: {OutputFile.Reason(e)}", e);
        }
    }

    /// <summary>Whether a file of this name is written as JPEG.</summary>
    internal static bool IsJpegName(string path) => Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG";

    /// <summary>Makes sure, before what is drawn is computed, that JPEG can be written.</summary>
    /// <exception cref="FileFormatException">libjpeg-turbo is not installed.</exception>
    internal static void RequireJpeg() => _ = TurboJpeg.Instance;

    /// <summary>The bytes of a PNG file of 8-bit channels.</summary>
    public byte[] Encode() => PngWriter.Write(this);

    /// <summary>The bytes of a JPEG file; what is transparent becomes white.</summary>
    /// <param name="quality">From 1 to 100, by libjpeg's scale.</param>
    /// <exception cref="FileFormatException">libjpeg-turbo is not installed, or the picture has a side of more than 65,535.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The quality is out of range.</exception>
    public byte[] EncodeJpeg(int quality = 90) => quality is >= 1 and <= 100
        ? JpegEncoder.Write(this, quality)
        : throw new ArgumentOutOfRangeException(nameof(quality), quality, "The quality is from 1 to 100.");

    private static Image DecodeJpeg(ReadOnlySpan<byte> file, string name)
    {
        using var decoder = new JpegDecoder();
        var (height, width, isGrey) = decoder.Open(file, name);
        var pixels = new byte[PixelBuffer.PixelBytes * height * width];
        decoder.Decode(file, name, pixels, height, width);
        var plane = height * width;
        var planes = new byte[(isGrey ? 1 : 3) * plane];
        if (isGrey) for (var i = 0; i < plane; i++) planes[i] = pixels[PixelBuffer.PixelBytes * i];
        else PixelRows.Separate(pixels, planes.AsSpan(0, plane), planes.AsSpan(plane, plane), planes.AsSpan(2 * plane));
        return new Image(isGrey ? 1 : 3, height, width, planes);
    }

    /// <summary>The picture on a background, without alpha; itself where it has none.</summary>
    /// <param name="background">The value of every channel behind transparent pixels; white unless given.</param>
    public Image WithoutAlpha(byte background = 255)
    {
        if (!HasAlpha) return this;
        var pixels = new byte[(Channels - 1) * Height * Width];
        var alpha = Plane(Channels - 1);
        for (var c = 0; c < Channels - 1; c++)
        {
            var plane = Plane(c);
            for (var i = 0; i < alpha.Length; i++) pixels[c * alpha.Length + i] = (byte)((plane[i] * alpha[i] + background * (255 - alpha[i]) + 127) / 255);
        }
        return new Image(Channels - 1, Height, Width, pixels);
    }

    /// <summary>One channel: the luma of red, green and blue by ITU-R BT.601 (0.299, 0.587, 0.114), on white where it was transparent.</summary>
    public Image ToGrey()
    {
        if (HasAlpha) return WithoutAlpha().ToGrey();
        if (Channels == 1) return this;
        var red = Plane(0);
        var green = Plane(1);
        var blue = Plane(2);
        var pixels = new byte[red.Length];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)((299 * red[i] + 587 * green[i] + 114 * blue[i] + 500) / 1000);
        return new Image(1, Height, Width, pixels);
    }

    /// <summary>Three channels: grey repeated, on white where it was transparent.</summary>
    public Image ToColour()
    {
        if (HasAlpha) return WithoutAlpha().ToColour();
        return Channels == 3 ? this : new Image(3, Height, Width, [.. _pixels, .. _pixels, .. _pixels]);
    }
}

namespace ConvGpu.Jpeg;

/// <summary>
/// Reads JPEG files: baseline and progressive, grey, colour and CMYK (of the inverted kind that Adobe's programs write). What the file
/// claims to be is held against its bytes before memory is taken. One decoder is for one thread.
/// </summary>
internal sealed class JpegDecoder : IDisposable
{
    /// <summary>
    /// The most pixels that a byte stands for: a block of 64 takes a bit at least, in each of the one or more scans; other files are taken
    /// for damaged.
    /// </summary>
    private const int LargestExpansion = 1024;

    /// <summary>Progressive files have about ten; each costs a pass over the picture.</summary>
    private const int MostScans = 100;

    // libjpeg's warning of bytes between segments, which some cameras leave and nothing is lost by.
    private const string Harmless = "extraneous bytes";

    private readonly TurboJpeg _library = TurboJpeg.Instance;
    private nint _handle;
    private int _colourSpace;

    /// <exception cref="FileFormatException">libjpeg-turbo is not installed, or out of memory.</exception>
    public JpegDecoder()
    {
        _handle = _library.NewDecoder();
        if (_handle == 0) throw new FileFormatException($"libjpeg-turbo cannot be used: {_library.Error(0)}");
    }

    ~JpegDecoder() => Free();

    /// <summary>Whether bytes begin as JPEG files do.</summary>
    public static bool IsJpeg(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]);

    /// <summary>Reads the sizes of a file, which <see cref="Decode"/> then reads.</summary>
    /// <exception cref="FileFormatException">It is damaged, or larger than is read.</exception>
    public (int Height, int Width, bool IsGrey) Open(ReadOnlySpan<byte> file, string name)
    {
        if (!_library.TryReadHeader(_handle, file, out var width, out var height, out _colourSpace))
            throw new FileFormatException($"{name}: the JPEG file is damaged: {_library.Error(_handle)}.");
        PixelLimit.Check(height, width, name, "JPEG");
        if ((long)height * width > (long)file.Length * LargestExpansion)
            throw new FileFormatException($"{name}: the JPEG file says it holds {height}x{width} pixels, but its {file.Length} bytes cannot.");
        if (Scans(file) > MostScans) throw new FileFormatException($"{name}: the JPEG file has more than {MostScans} scans; it is damaged, or made to take long.");
        return (height, width, _colourSpace == TurboJpeg.SpaceGray);
    }

    /// <summary>Decodes the file that was opened, into pixels of red, green, blue and an unused byte.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="pixels">Room for 4 bytes a pixel of the sizes below.</param>
    /// <param name="height">The file's height divided by 1, 2, 4 or 8, rounded up.</param>
    /// <param name="width">Its width divided by the same.</param>
    /// <exception cref="FileFormatException">It is damaged.</exception>
    public void Decode(ReadOnlySpan<byte> file, string name, Span<byte> pixels, int height, int width)
    {
        var isCmyk = _colourSpace is TurboJpeg.SpaceCmyk or TurboJpeg.SpaceYcck;
        var format = isCmyk ? TurboJpeg.Cmyk : TurboJpeg.Rgbx;
        if (!_library.TryDecode(_handle, file, pixels, width, height, format, TurboJpeg.StopOnWarning))
        {
            var error = _library.Error(_handle);
            var isRead = error.Contains(Harmless, StringComparison.Ordinal)
                && (_library.TryDecode(_handle, file, pixels, width, height, format, flags: 0) || _library.Error(_handle).Contains(Harmless, StringComparison.Ordinal));
            if (!isRead) throw new FileFormatException($"{name}: the JPEG file is damaged: {error}.");
        }
        if (isCmyk) ToColour(pixels[..(4 * height * width)]);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (Interlocked.Exchange(ref _handle, 0) is not 0 and var handle) _library.Destroy(handle);
    }

    // Inverted inks: 255 is none of it. What is left of the light is what both the ink and black let through.
    private static void ToColour(Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i += 4)
            for (var c = 0; c < 3; c++) pixels[i + c] = (byte)((pixels[i + c] * pixels[i + 3] + 127) / 255);
    }

    /// <summary>Start-of-scan markers; in a scan's data 0xFF is followed by zero.</summary>
    private static int Scans(ReadOnlySpan<byte> file) => file.Count((ReadOnlySpan<byte>)[0xFF, 0xDA]);
}

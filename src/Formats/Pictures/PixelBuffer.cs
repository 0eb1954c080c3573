namespace ConvGpu;

/// <summary>A decoded picture of 4 bytes a pixel: red, green, blue and one that is not used; row by row. The memory is used again and again.</summary>
internal sealed class PixelBuffer
{
    /// <summary>Bytes a pixel.</summary>
    public const int PixelBytes = 4;

    /// <summary>Bytes behind the last row that a vector may be read from or written to.</summary>
    public const int Spare = 16;

    private byte[] _bytes = [];

    public int Height { get; private set; }

    public int Width { get; private set; }

    /// <summary>All rows.</summary>
    public Span<byte> Pixels => _bytes.AsSpan(0, PixelBytes * Height * Width);

    /// <summary>Makes room for a picture; what was there is lost.</summary>
    public void Resize(int height, int width)
    {
        (Height, Width) = (height, width);
        Reserve(ref _bytes, PixelBytes * height * width + Spare);
    }

    /// <summary>A row.</summary>
    public ReadOnlySpan<byte> Row(int y) => _bytes.AsSpan(PixelBytes * Width * y, PixelBytes * Width);

    /// <summary>A row, the rows below it, and the spare bytes.</summary>
    public Span<byte> From(int y) => _bytes.AsSpan(PixelBytes * Width * y);

    /// <summary>Makes an array at least so long, and keeps one that is; a much larger one is let go, so that one large picture does not stay.</summary>
    internal static void Reserve(ref byte[] bytes, int length)
    {
        const int small = 1 << 24;
        if (bytes.Length >= length && (bytes.Length <= small || bytes.Length / 4 <= length)) return;
        bytes = GC.AllocateUninitializedArray<byte>(length);
    }
}

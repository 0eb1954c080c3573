using System.Buffers.Binary;

namespace ConvGpu.Png;

/// <summary>The IHDR chunk: sizes and how samples are stored (PNG specification, third edition, 11.2.1).</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, int ColourType, bool Interlaced)
{
    public const int Grey = 0;
    public const int Colour = 2;
    public const int Palette = 3;
    public const int GreyAlpha = 4;
    public const int ColourAlpha = 6;

    /// <summary>Bytes of the chunk.</summary>
    public const int Size = 13;

    /// <summary>The passes of Adam7: the first column and row, and the steps between columns and rows.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] _adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Stored samples a pixel; a palette's index is one.</summary>
    public int Samples => ColourType switch { Colour => 3, GreyAlpha => 2, ColourAlpha => 4, _ => 1 };

    /// <summary>Bits a pixel takes in the file.</summary>
    public int PixelBits => Samples * BitDepth;

    /// <summary>The distance that filters look back, in bytes: that of a pixel, at least 1.</summary>
    public int FilterDistance => Math.Max(1, PixelBits / 8);

    /// <summary>The reduced images that the file holds one after the other; those without pixels are left out.</summary>
    public IEnumerable<PngPass> Passes
    {
        get
        {
            if (!Interlaced) return [new PngPass(0, 0, 1, 1, Width, Height)];
            var (width, height) = (Width, Height);
            return _adam7.Where(p => p.X < width && p.Y < height)
                .Select(p => new PngPass(p.X, p.Y, p.StepX, p.StepY, (int)(((long)width - p.X + p.StepX - 1) / p.StepX), (int)(((long)height - p.Y + p.StepY - 1) / p.StepY)));
        }
    }

    /// <summary>Bytes of a row of a pass, without the filter's.</summary>
    public long RowBytes(PngPass pass) => ((long)pass.Width * PixelBits + 7) / 8;

    /// <summary>Bytes of all passes with the filter's byte of each row; counts up to 2^96 without overflow.</summary>
    public Int128 DataBytes
    {
        get
        {
            Int128 sum = 0;
            foreach (var pass in Passes) sum += (Int128)pass.Height * (RowBytes(pass) + 1);
            return sum;
        }
    }

    /// <summary>Reads the chunk.</summary>
    /// <exception cref="FileFormatException">A field has a value that the specification does not allow.</exception>
    public static PngHeader Read(ReadOnlySpan<byte> chunk, string name)
    {
        if (chunk.Length != Size) throw new FileFormatException($"{name}: the PNG header has {chunk.Length} bytes, not {Size}.");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(chunk), BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]));
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw new FileFormatException($"{name}: a PNG image of {height}x{width} does not exist; sizes are from 1 to {int.MaxValue}.");
        var (depth, type) = (chunk[8], chunk[9]);
        byte[] depths = type switch
        {
            Grey => [1, 2, 4, 8, 16],
            Palette => [1, 2, 4, 8],
            Colour or GreyAlpha or ColourAlpha => [8, 16],
            _ => throw new FileFormatException($"{name}: PNG has no colour type {type}."),
        };
        if (!depths.Contains(depth)) throw new FileFormatException($"{name}: PNG of colour type {type} has {string.Join(", ", depths)} bits a sample, not {depth}.");
        if (chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1)
            throw new FileFormatException($"{name}: PNG has no compression {chunk[10]}, filters {chunk[11]} and interlacing {chunk[12]}.");
        return new PngHeader((int)width, (int)height, depth, type, chunk[12] == 1);
    }
}

/// <summary>A reduced image: where its first pixel stands in the whole, the distance of its pixels there, and its sizes.</summary>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY, int Width, int Height);

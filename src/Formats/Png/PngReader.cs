using System.Buffers.Binary;

namespace ConvGpu.Png;

/// <summary>
/// Reads PNG by the W3C's specification (third edition): every colour type, bit depth and interlacing. Sizes are held against the
/// bytes at hand before memory is taken, so that a small damaged file cannot ask for much of it.
/// </summary>
internal static class PngReader
{
    /// <summary>The most bytes that one byte of deflate data stands for (zlib's technical notes).</summary>
    private const int LargestExpansion = 1032;

    public static Image Read(ReadOnlySpan<byte> file, string name)
    {
        if (!file.StartsWith(PngChunks.Signature)) throw new FileFormatException($"{name} is {Kind(file)}; images are read from PNG files: convert it to PNG.");
        var position = PngChunks.Signature.Length;
        if (PngChunks.Read(file, ref position, name, out var chunk) != "IHDR") throw new FileFormatException($"{name}: the PNG file does not start with its header.");
        var header = PngHeader.Read(chunk, name);
        var palette = new PngPalette(header, name);
        using var data = new MemoryStream();
        var afterData = false;
        for (string type; (type = PngChunks.Read(file, ref position, name, out chunk)) != "IEND"; afterData = data.Length > 0 && type != "IDAT")
        {
            if (data.Length > 0 && (type is "PLTE" or "tRNS" || (type == "IDAT" && afterData)))
                throw new FileFormatException($"{name}: the PNG file has its chunk {type} at the wrong place, behind its pixels.");
            if (type == "IDAT") data.Write(chunk);
            else if (type == "PLTE") palette.ReadColours(chunk);
            else if (type == "tRNS") palette.ReadTransparency(chunk);
            // An upper-case first letter marks a chunk that the picture cannot be shown without.
            else if (char.IsUpper(type[0])) throw new FileFormatException($"{name}: the PNG file has a chunk {type} that is not known, and that it cannot be read without.");
        }
        palette.RequireColours();
        var bytes = header.DataBytes;
        if (bytes > (Int128)data.Length * LargestExpansion)
            throw new FileFormatException($"{name}: the PNG file says it holds {header.Height}x{header.Width} pixels, but its {data.Length} bytes of data cannot.");
        if ((Int128)palette.Channels * header.Height * header.Width > Array.MaxLength)
            throw new FileFormatException($"{name}: {palette.Channels}x{header.Height}x{header.Width} is more than the {Array.MaxLength:N0} values that an image can have.");
        return Decode(data.ToArray(), header, palette, name);
    }

    private static Image Decode(byte[] data, PngHeader header, PngPalette palette, string name)
    {
        var pixels = new byte[palette.Channels * header.Height * header.Width];
        var plane = header.Height * header.Width;
        Span<int> samples = stackalloc int[header.Samples];
        try
        {
            using var unpacked = PngChunks.Inflate(data);
            foreach (var pass in header.Passes)
            {
                var (row, above) = (new byte[header.RowBytes(pass) + 1], new byte[header.RowBytes(pass) + 1]);
                for (var y = 0; y < pass.Height; y++)
                {
                    unpacked.ReadExactly(row);
                    if (row[0] >= PngFilter.Count) throw new FileFormatException($"{name}: the PNG file is damaged: there is no filter {row[0]}.");
                    PngFilter.Undo(row[0], row.AsSpan(1), above.AsSpan(1), header.FilterDistance);
                    var first = (pass.Y + y * pass.StepY) * header.Width + pass.X;
                    for (var x = 0; x < pass.Width; x++)
                    {
                        for (var s = 0; s < samples.Length; s++) samples[s] = Sample(row.AsSpan(1), x * samples.Length + s, header.BitDepth);
                        palette.Put(samples, pixels, first + x * pass.StepX, plane);
                    }
                    (row, above) = (above, row);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new FileFormatException($"{name}: the pixels of the PNG file are damaged or too few.", e);
        }
        return new Image(palette.Channels, header.Height, header.Width, pixels);
    }

    private static int Sample(ReadOnlySpan<byte> row, int index, int depth)
    {
        if (depth == 8) return row[index];
        if (depth == 16) return BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]);
        var bit = index * depth;
        return (row[bit / 8] >> (8 - depth - bit % 8)) & ((1 << depth) - 1);
    }

    private static string Kind(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8])) return "a JPEG file";
        if (file.StartsWith("BM"u8)) return "a BMP file";
        return file.StartsWith("GIF8"u8) ? "a GIF file" : "not a PNG file";
    }
}

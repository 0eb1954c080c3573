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

    // What is unpacked by one call of the inflater, and then filtered while it is still in the processor's cache.
    private const int RowsBytes = 1 << 18;

    /// <summary>Reads a picture with the channels it has.</summary>
    /// <exception cref="FileFormatException">The file is damaged, or no PNG.</exception>
    public static Image Read(ReadOnlySpan<byte> file, string name)
    {
        var scratch = new PngScratch();
        var (header, palette) = ReadChunks(file, name, scratch);
        // An image owns an array of just its length.
        var planes = new byte[palette.Channels * header.Height * header.Width];
        Decode(scratch, header, header.Height, new PlaneRows(header, palette, planes), name);
        return new Image(palette.Channels, header.Height, header.Width, planes);
    }

    /// <summary>Reads a picture as colour; grey becomes as much of each, and what is transparent shows white.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="scratch">Memory that is used again.</param>
    /// <param name="pixels">Becomes the picture.</param>
    /// <param name="rows">How many rows from the top are wanted; those below are not unpacked where that can be left out, and hold anything. Checksums cover all of the file.</param>
    /// <exception cref="FileFormatException">The file is damaged, or no PNG.</exception>
    public static void Read(ReadOnlySpan<byte> file, string name, PngScratch scratch, PixelBuffer pixels, int rows)
    {
        var (header, palette) = ReadChunks(file, name, scratch);
        pixels.Resize(header.Height, header.Width);
        var channels = palette.Channels;
        if (!header.Interlaced && header.BitDepth == 8 && channels == header.Samples && channels >= 3)
        {
            Decode(scratch, header, rows, new ColourRows(header, pixels), name);
            if (channels == 4) PixelRows.OnWhite(pixels.Pixels);
            return;
        }
        var plane = header.Height * header.Width;
        PixelBuffer.Reserve(ref scratch.Planes, channels * plane);
        Decode(scratch, header, rows, new PlaneRows(header, palette, scratch.Planes), name);
        var colours = channels < 3 ? 1 : 3;
        var planes = scratch.Planes.AsSpan(0, channels * plane);
        if (channels != colours) Composite(planes, plane, colours);
        PixelRows.Interleave(planes[..plane], planes.Slice(colours == 1 ? 0 : plane, plane), planes.Slice(colours == 1 ? 0 : 2 * plane, plane), pixels.Pixels);
    }

    /// <summary>The sizes of a picture, and whether it is grey.</summary>
    /// <exception cref="FileFormatException">The file is no PNG, or its header is damaged.</exception>
    public static (int Height, int Width, bool IsGrey) ReadSizes(ReadOnlySpan<byte> file, string name)
    {
        var header = ReadHeader(file, name, out _);
        return (header.Height, header.Width, header.ColourType is PngHeader.Grey or PngHeader.GreyAlpha);
    }

    private static PngHeader ReadHeader(ReadOnlySpan<byte> file, string name, out int position)
    {
        if (!file.StartsWith(PngChunks.Signature)) throw new FileFormatException($"{name} is {PictureKind.Of(file)}; images are read from PNG and JPEG files: convert it to one of them.");
        position = PngChunks.Signature.Length;
        if (PngChunks.Read(file, ref position, name, out var chunk) != "IHDR") throw new FileFormatException($"{name}: the PNG file does not start with its header.");
        var header = PngHeader.Read(chunk, name);
        PixelLimit.Check(header.Height, header.Width, name, "PNG");
        return header;
    }

    /// <summary>Everything but the pixels, which lie packed in the scratch memory then.</summary>
    private static (PngHeader Header, PngPalette Palette) ReadChunks(ReadOnlySpan<byte> file, string name, PngScratch scratch)
    {
        var header = ReadHeader(file, name, out var position);
        var palette = new PngPalette(header, name);
        var data = scratch.Data;
        data.SetLength(0);
        var afterData = false;
        for (string type; (type = PngChunks.Read(file, ref position, name, out var chunk)) != "IEND"; afterData = data.Length > 0 && type != "IDAT")
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
        if (header.DataBytes > (Int128)data.Length * LargestExpansion)
            throw new FileFormatException($"{name}: the PNG file says it holds {header.Height}x{header.Width} pixels, but its {data.Length} bytes of data cannot.");
        return (header, palette);
    }

    private static void Decode<TRows>(PngScratch scratch, PngHeader header, int wanted, TRows target, string name) where TRows : struct, IRows
    {
        scratch.Data.Position = 0;
        try
        {
            using var unpacked = PngChunks.Inflate(scratch.Data);
            foreach (var pass in header.Passes)
            {
                var bytes = (int)header.RowBytes(pass) + 1;
                var height = header.Interlaced ? pass.Height : Math.Min(pass.Height, wanted);
                var most = Math.Clamp(RowsBytes / bytes, 1, height);
                PixelBuffer.Reserve(ref scratch.Rows, (1 + most) * bytes + PixelBuffer.Spare);
                var rows = scratch.Rows.AsSpan();
                rows[..bytes].Clear();
                for (var y = 0; y < height;)
                {
                    var count = Math.Min(most, height - y);
                    unpacked.ReadExactly(rows.Slice(bytes, count * bytes));
                    for (var k = 1; k <= count; k++, y++)
                    {
                        var filter = rows[k * bytes];
                        if (filter >= PngFilter.Count) throw new FileFormatException($"{name}: the PNG file is damaged: there is no filter {filter}.");
                        target.Put(pass, y, filter, rows[(k * bytes + 1)..], rows.Slice((k - 1) * bytes + 1, bytes - 1));
                    }
                    rows.Slice(count * bytes, bytes).CopyTo(rows);
                }
            }
        }
        // The inflater's own failures, of which one is a dictionary that it is not given, are IOExceptions.
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new FileFormatException($"{name}: the pixels of the PNG file are damaged or too few.", e);
        }
    }

    /// <summary>What becomes of rows as they are stored.</summary>
    private interface IRows
    {
        /// <summary>Takes the next row.</summary>
        /// <param name="pass">The reduced image that it is of.</param>
        /// <param name="y">Which of its rows.</param>
        /// <param name="filter">How its bytes are differences.</param>
        /// <param name="row">Its bytes, which may be changed, then others.</param>
        /// <param name="above">The bytes of the row above as this left them; zeros above the first.</param>
        void Put(PngPass pass, int y, int filter, Span<byte> row, ReadOnlySpan<byte> above);
    }

    /// <summary>Any kind, to channels one after the other.</summary>
    private readonly struct PlaneRows(PngHeader header, PngPalette palette, byte[] planes) : IRows
    {
        public void Put(PngPass pass, int y, int filter, Span<byte> row, ReadOnlySpan<byte> above)
        {
            PngFilter.Undo(filter, row[..above.Length], above, header.FilterDistance);
            palette.PutRow(row[..above.Length], planes, (pass.Y + y * pass.StepY) * header.Width + pass.X, pass, header.Height * header.Width);
        }
    }

    /// <summary>Colours of 8 bits that are not interlaced.</summary>
    private readonly struct ColourRows(PngHeader header, PixelBuffer pixels) : IRows
    {
        public void Put(PngPass pass, int y, int filter, Span<byte> row, ReadOnlySpan<byte> above)
        {
            if (y == 0)
            {
                PngFilter.Undo(filter, row[..above.Length], above, header.FilterDistance);
                filter = 0;
            }
            PngColourRows.Undo(filter, row, header.Samples, pixels.From(Math.Max(y - 1, 0)), pixels.From(y), header.Width);
        }
    }

    /// <summary>Puts colours on white.</summary>
    private static void Composite(Span<byte> planes, int plane, int colours)
    {
        var alpha = planes.Slice(colours * plane, plane);
        for (var c = 0; c < colours; c++)
        {
            var values = planes.Slice(c * plane, plane);
            for (var i = 0; i < values.Length; i++) values[i] = PixelRows.OnWhite(values[i], alpha[i]);
        }
    }
}

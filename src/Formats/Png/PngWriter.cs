using System.Buffers.Binary;
using System.IO.Compression;

namespace ConvGpu.Png;

/// <summary>Writes 8-bit PNG without interlacing; each row takes the filter with the smallest sum of differences.</summary>
internal static class PngWriter
{
    public static byte[] Write(Image image)
    {
        using var file = new MemoryStream();
        file.Write(PngChunks.Signature);
        Span<byte> header = stackalloc byte[PngHeader.Size];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)(image.Channels switch
        {
            1 => PngHeader.Grey,
            2 => PngHeader.GreyAlpha,
            3 => PngHeader.Colour,
            _ => PngHeader.ColourAlpha,
        });
        PngChunks.Write(file, "IHDR", header);
        PngChunks.Write(file, "IDAT", Pack(image));
        PngChunks.Write(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Pack(Image image)
    {
        var (length, plane) = (image.Width * image.Channels, image.Height * image.Width);
        var (row, above, tried, best) = (new byte[length], new byte[length], new byte[length], new byte[length]);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < image.Height; y++)
            {
                for (var i = 0; i < length; i++) row[i] = image.Pixels[i % image.Channels * plane + y * image.Width + i / image.Channels];
                var (bestFilter, bestSum) = (0, long.MaxValue);
                for (var filter = 0; filter < PngFilter.Count; filter++)
                {
                    PngFilter.Apply(filter, row, above, image.Channels, tried);
                    var sum = 0L;
                    foreach (var difference in tried) sum += Math.Abs((int)(sbyte)difference);
                    if (sum >= bestSum) continue;
                    (bestFilter, bestSum) = (filter, sum);
                    (tried, best) = (best, tried);
                }
                zlib.WriteByte((byte)bestFilter);
                zlib.Write(best);
                (row, above) = (above, row);
            }
        }
        return packed.ToArray();
    }
}

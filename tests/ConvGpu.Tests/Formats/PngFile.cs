using System.IO.Compression;
using System.Text;

namespace ConvGpu.Tests.Formats;

/// <summary>Writes PNG files of every kind, pixel by pixel and bit by bit, to read them with the code under test.</summary>
internal sealed class PngFile(int width, int height, int colourType, int depth, bool interlaced)
{
    private static readonly int[] _firstX = [0, 4, 0, 2, 0, 1, 0], _firstY = [0, 0, 4, 0, 2, 0, 1], _stepX = [8, 8, 4, 4, 2, 2, 1], _stepY = [8, 8, 8, 4, 4, 2, 2];

    /// <summary>The colour types and depths that the specification allows.</summary>
    public static IEnumerable<(int Type, int Depth)> Kinds { get; } =
    [
        (0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16),
    ];

    public int Samples => colourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>A chunk between header and pixels.</summary>
    public List<(string Type, byte[] Data)> Extra { get; } = [];

    /// <summary>Packed pixels in place of the right ones.</summary>
    public byte[]? Data { get; set; }

    /// <summary>The filter of the first row; the next rows have the next ones in turn.</summary>
    public int FirstFilter { get; set; }

    /// <summary>Bytes of pixels in a chunk.</summary>
    public int ChunkBytes { get; set; } = int.MaxValue;

    /// <summary>The file.</summary>
    /// <param name="sample">A sample of the pixel in row y and column x: y, x, sample to value.</param>
    public byte[] Write(Func<int, int, int, int> sample)
    {
        var file = new List<byte> { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A };
        AddChunk(file, "IHDR", [.. Big(width), .. Big(height), (byte)depth, (byte)colourType, 0, 0, (byte)(interlaced ? 1 : 0)]);
        foreach (var (type, data) in Extra) AddChunk(file, type, data);
        foreach (var part in (Data ?? Pack(Rows(sample))).Chunk(ChunkBytes)) AddChunk(file, "IDAT", part);
        AddChunk(file, "IEND", []);
        return [.. file];
    }

    public static void AddChunk(List<byte> file, string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.AddRange([.. Big(data.Length), .. body, .. Big((int)Crc(body))]);
    }

    public static byte[] Pack(byte[] rows)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(rows);
        return packed.ToArray();
    }

    private byte[] Rows(Func<int, int, int, int> sample)
    {
        var bytes = new List<byte>();
        for (var pass = interlaced ? 0 : 6; pass < 7; pass++)
        {
            int x0 = interlaced ? _firstX[pass] : 0, y0 = interlaced ? _firstY[pass] : 0, dx = interlaced ? _stepX[pass] : 1, dy = interlaced ? _stepY[pass] : 1;
            if (x0 >= width || y0 >= height) continue;
            byte[] above = [];
            for (var (y, filter) = (y0, FirstFilter); y < height; y += dy, filter = (filter + 1) % 5)
            {
                var bits = new StringBuilder();
                for (var x = x0; x < width; x += dx)
                    for (var s = 0; s < Samples; s++) bits.Append(Convert.ToString(sample(y, x, s), 2).PadLeft(depth, '0'));
                while (bits.Length % 8 != 0) bits.Append('0');
                byte[] row = [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.ToString(8 * i, 8), 2))];
                if (above.Length == 0) above = new byte[row.Length];
                bytes.Add((byte)filter);
                bytes.AddRange(Filtered(row, above, filter));
                above = row;
            }
        }
        return [.. bytes];
    }

    private IEnumerable<byte> Filtered(byte[] row, byte[] above, int filter)
    {
        var distance = Math.Max(1, Samples * depth / 8);
        for (var i = 0; i < row.Length; i++)
        {
            int a = i < distance ? 0 : row[i - distance], b = above[i], c = i < distance ? 0 : above[i - distance];
            // Of the three neighbours the one nearest to a + b - c; a before b before c.
            var paeth = ((int[])[a, b, c]).MinBy(v => Math.Abs(a + b - c - v));
            yield return (byte)(row[i] - ((int[])[0, a, b, (a + b) / 2, paeth])[filter]);
        }
    }

    private static byte[] Big(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static uint Crc(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in bytes)
            for (var bit = 0; bit < 8; bit++) crc = (((crc ^ (uint)(b >> bit)) & 1) * 0xEDB88320u) ^ (crc >> 1);
        return ~crc;
    }
}

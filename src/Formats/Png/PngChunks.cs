using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ConvGpu.Png;

/// <summary>The chunks that a PNG file is made of: length, type, data, and a checksum of type and data.</summary>
internal static class PngChunks
{
    private const int Overhead = 12;

    /// <summary>What every PNG file starts with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The next chunk.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="position">Where the chunk starts; then where the next one does.</param>
    /// <param name="name">What error messages call the file.</param>
    /// <param name="data">What the chunk holds.</param>
    /// <returns>The four letters of the type.</returns>
    /// <exception cref="FileFormatException">The file ends within the chunk, or the checksum differs.</exception>
    public static string Read(ReadOnlySpan<byte> file, ref int position, string name, out ReadOnlySpan<byte> data)
    {
        var rest = file[position..];
        if (rest.Length < Overhead) throw new FileFormatException($"{name}: the PNG file ends after {file.Length} bytes, before its end chunk.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        var type = Type(rest.Slice(4, 4));
        if (!type.All(char.IsAsciiLetter)) throw new FileFormatException($"{name}: the PNG file is damaged: no chunk starts at byte {position}.");
        if (length > rest.Length - Overhead)
            throw new FileFormatException($"{name}: the PNG file ends after {file.Length} bytes, within its chunk {type} of {length} bytes.");
        data = rest.Slice(8, (int)length);
        if (BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + data.Length)..]) != Crc32.Of(rest.Slice(4, 4 + data.Length)))
            throw new FileFormatException($"{name}: the PNG file is damaged: the checksum of its chunk {type} at byte {position} differs.");
        position += Overhead + data.Length;
        return type;
    }

    /// <summary>Writes a chunk.</summary>
    public static void Write(Stream file, string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[Overhead + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.Latin1.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Of(chunk.AsSpan(4, 4 + data.Length)));
        file.Write(chunk);
    }

    // The same text again and again for those that every file has.
    private static string Type(ReadOnlySpan<byte> letters) => letters.SequenceEqual("IDAT"u8) ? "IDAT" : letters.SequenceEqual("IEND"u8) ? "IEND" : Encoding.Latin1.GetString(letters);

    /// <summary>What the IDAT chunks hold, unpacked.</summary>
    public static Stream Inflate(Stream data) => new ZLibStream(data, CompressionMode.Decompress, leaveOpen: true);
}

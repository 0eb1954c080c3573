using System.Buffers.Binary;

namespace ConvGpu;

/// <summary>The checksum of PNG chunks and of files in ZIP archives: the cyclic redundancy check of ISO 3309, eight bytes at a time.</summary>
internal static class Crc32
{
    private const int Slices = 8, Bytes = 256;

    // _table[256 * s + b]: what byte b followed by s zero bytes adds.
    private static readonly uint[] _table = MakeTable();

    /// <summary>The checksum of bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var table = _table;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ crc;
            crc = table[7 * Bytes + (byte)word] ^ table[6 * Bytes + (byte)(word >> 8)] ^ table[5 * Bytes + (byte)(word >> 16)] ^ table[4 * Bytes + (byte)(word >> 24)]
                ^ table[3 * Bytes + (byte)(word >> 32)] ^ table[2 * Bytes + (byte)(word >> 40)] ^ table[Bytes + (byte)(word >> 48)] ^ table[(int)(word >> 56)];
        }
        foreach (var b in bytes) crc = table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[Slices * Bytes];
        for (var value = 0u; value < Bytes; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            table[value] = crc;
        }
        for (var i = Bytes; i < table.Length; i++) table[i] = table[(byte)table[i - Bytes]] ^ (table[i - Bytes] >> 8);
        return table;
    }
}

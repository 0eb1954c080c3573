using System.Buffers.Binary;
using System.Text;

namespace ConvGpu.Tests.Fuzz;

/// <summary>Ways to damage a file.</summary>
internal static class Mutations
{
    private static readonly ulong[] _lengths =
        [0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0x8000_0001, 0xFFFF_FFFF, 0x1_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, ulong.MaxValue];

    private static readonly string[] _tokens =
    [
        "2147483647", "2147483648", "4294967296", "9223372036854775807", "-1", "1e999", "null", "[]", "{}", "()", "'", "\"", "True", "F64", "U8", "|O", "<f8", ">i4", "True", "[[[[", "\0", "\u00e9",
    ];

    private static readonly Action<Random, List<byte>>[] _all =
    [
        Truncate, Flip, Flip, Overwrite, Length, Length, Token, Token, Repeat, Remove, Move,
    ];

    /// <summary>A damaged copy of a file.</summary>
    /// <param name="random">What decides how.</param>
    /// <param name="file">The sound file.</param>
    /// <param name="other">Another, of which parts may come in.</param>
    public static byte[] Damage(Random random, byte[] file, byte[] other)
    {
        var result = file.ToList();
        for (var times = 1 + random.Next(3); times > 0 && result.Count > 0; times--) _all[random.Next(_all.Length)](random, result);
        if (random.Next(20) == 0 && other.Length > 0)
        {
            var at = random.Next(other.Length);
            result.InsertRange(random.Next(result.Count + 1), other.AsSpan(at, random.Next(other.Length - at)).ToArray());
        }
        return [.. result];
    }

    private static void Truncate(Random random, List<byte> file)
    {
        var at = random.Next(file.Count);
        file.RemoveRange(at, file.Count - at);
    }

    private static void Flip(Random random, List<byte> file)
    {
        for (var times = 1 + random.Next(8); times > 0; times--) file[Place(random, file.Count)] ^= (byte)(1 << random.Next(8));
    }

    private static void Overwrite(Random random, List<byte> file)
    {
        for (var times = 1 + random.Next(4); times > 0; times--) file[Place(random, file.Count)] = (byte)random.Next(256);
    }

    /// <summary>A length of 1 to 8 bytes, in either order.</summary>
    private static void Length(Random random, List<byte> file)
    {
        Span<byte> bytes = stackalloc byte[8];
        var (value, size) = (_lengths[random.Next(_lengths.Length)], 1 << random.Next(4));
        if (random.Next(2) == 0) BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        else BinaryPrimitives.WriteUInt64BigEndian(bytes, value << (64 - 8 * size));
        var at = Place(random, file.Count);
        for (var i = 0; i < size && at + i < file.Count; i++) file[at + i] = bytes[i];
    }

    /// <summary>A word of the formats that have text, over what is there or between.</summary>
    private static void Token(Random random, List<byte> file)
    {
        var word = Encoding.UTF8.GetBytes(_tokens[random.Next(_tokens.Length)]);
        var at = Place(random, file.Count);
        if (random.Next(2) == 0) file.RemoveRange(at, Math.Min(random.Next(1, 12), file.Count - at));
        file.InsertRange(Math.Min(at, file.Count), word);
    }

    private static void Repeat(Random random, List<byte> file)
    {
        var at = random.Next(file.Count);
        file.InsertRange(random.Next(file.Count), file.GetRange(at, random.Next(Math.Min(200, file.Count - at))));
    }

    private static void Remove(Random random, List<byte> file)
    {
        var at = random.Next(file.Count);
        file.RemoveRange(at, random.Next(Math.Min(200, file.Count - at)));
    }

    private static void Move(Random random, List<byte> file)
    {
        var at = random.Next(file.Count);
        var part = file.GetRange(at, random.Next(Math.Min(200, file.Count - at)));
        file.RemoveRange(at, part.Count);
        file.InsertRange(random.Next(file.Count + 1), part);
    }

    // Headers are at the beginning.
    private static int Place(Random random, int count) => random.Next(2) == 0 ? random.Next(Math.Min(count, 160)) : random.Next(count);
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ConvGpu.Onnx.Import;

namespace ConvGpu.Onnx;

/// <summary>
/// The values of a tensor's list, such as float_data. They stand in parts, a packed list or a single value each, and are counted before they are read.
/// </summary>
internal readonly ref struct ListedValues(ReadOnlySpan<byte> tensor, int field, WireType each)
{
    private readonly ReadOnlySpan<byte> _tensor = tensor;

    private int Size => each == WireType.EightBytes ? 8 : 4;

    /// <summary>How many values there are, without looking at any; null where the last is cut off.</summary>
    public long? Count()
    {
        var count = 0L;
        var fields = new WireReader(_tensor);
        while (fields.Next())
        {
            if (!IsPart(fields)) continue;
            if (each != WireType.Number)
            {
                if (fields.Content.Length % Size != 0) return null;
                count += fields.Content.Length / Size;
                continue;
            }
            if (!fields.Content.IsEmpty && fields.Content[^1] >= 0x80) return null;
            // Each ends with a byte below 128.
            foreach (var part in fields.Content) count += part < 0x80 ? 1 : 0;
        }
        return count;
    }

    /// <summary>Reads as many values as were counted.</summary>
    /// <param name="to">Where they go.</param>
    /// <param name="convert">Makes a value of its bits.</param>
    /// <returns>Whether each is one.</returns>
    public bool Read<T>(Span<T> to, Func<ulong, T> convert)
    {
        var fields = new WireReader(_tensor);
        for (var at = 0; fields.Next();)
        {
            if (!IsPart(fields)) continue;
            for (var rest = fields.Content; !rest.IsEmpty; at++)
            {
                var (length, bits) = (Size, 0UL);
                if (each == WireType.Number) length = WireReader.ReadNumber(rest, out bits);
                else bits = each == WireType.EightBytes ? BinaryPrimitives.ReadUInt64LittleEndian(rest) : BinaryPrimitives.ReadUInt32LittleEndian(rest);
                if (length == 0) return false;
                to[at] = convert(bits);
                rest = rest[length..];
            }
        }
        return true;
    }

    /// <summary>Reads as many float32 as were counted.</summary>
    public bool Read(Span<float> to)
    {
        if (!BitConverter.IsLittleEndian) return Read(to, bits => BitConverter.UInt32BitsToSingle((uint)bits));
        var fields = new WireReader(_tensor);
        for (var rest = to; fields.Next();)
        {
            if (!IsPart(fields)) continue;
            fields.Content.CopyTo(MemoryMarshal.AsBytes(rest));
            rest = rest[(fields.Content.Length / sizeof(float))..];
        }
        return true;
    }

    private bool IsPart(scoped in WireReader found) => found.Field == field && (found.Type == each || found.Type == WireType.Bytes);
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ConvGpu.Onnx;

/// <summary>The values of a tensor while they are made of its bytes.</summary>
internal sealed class TensorValues(OnnxElementType type, int count)
{
    private readonly float[]? _floats = type.IsFloat() ? new float[count] : null;
    private readonly long[]? _integers = type.IsFloat() ? null : new long[count];

    /// <summary>Makes values of bytes, as they lie in raw_data and in other files.</summary>
    /// <param name="at">The first of the values.</param>
    /// <param name="bytes">The bytes of whole values.</param>
    public void Put(int at, ReadOnlySpan<byte> bytes)
    {
        var size = type.Bytes();
        if (_floats is null)
        {
            for (var i = 0; i < bytes.Length; i += size) _integers![at++] = Integer(bytes.Slice(i, size));
        }
        else if (type == OnnxElementType.Float && BitConverter.IsLittleEndian)
        {
            MemoryMarshal.Cast<byte, float>(bytes).CopyTo(_floats.AsSpan(at));
        }
        else
        {
            for (var i = 0; i < bytes.Length; i += size) _floats[at++] = Float(bytes.Slice(i, size));
        }
    }

    public OnnxTensor Named(string name, int[] dims) => new(name, type, dims, _floats, _integers);

    private float Float(ReadOnlySpan<byte> bytes) => type switch
    {
        OnnxElementType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        OnnxElementType.BFloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16),
        OnnxElementType.Double => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        _ => BinaryPrimitives.ReadSingleLittleEndian(bytes),
    };

    private long Integer(ReadOnlySpan<byte> bytes) => type switch
    {
        OnnxElementType.Int8 => (sbyte)bytes[0],
        OnnxElementType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        OnnxElementType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        OnnxElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        OnnxElementType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        OnnxElementType.Int64 or OnnxElementType.UInt64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => bytes[0],
    };
}

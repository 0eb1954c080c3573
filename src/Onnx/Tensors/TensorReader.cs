using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ConvGpu.Onnx.Schema;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace ConvGpu.Onnx;

/// <summary>Makes tensors of those in files. Sizes are held against the bytes at hand before memory is taken.</summary>
internal static class TensorReader
{
    /// <summary>More than any model has.</summary>
    public const int MostAxes = 64;

    private static readonly MessageParser<TensorProto> _parser = TensorProto.Parser.WithDiscardUnknownFields(true);

    /// <summary>A file that holds a TensorProto, as ONNX's tests have for inputs and outputs.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="OnnxFormatException">The file is missing or damaged.</exception>
    public static OnnxTensor ReadFile(string path)
    {
        try
        {
            return Read(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>As <see cref="ReadFile"/>, from a file's content.</summary>
    public static OnnxTensor Read(byte[] content, string name)
    {
        try
        {
            return Read(_parser.ParseFrom(content));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Unreadable(name, e);
        }
    }

    private static OnnxFormatException Unreadable(string name, Exception e) => new($"{name} cannot be read as a tensor: {e.Message}", e);

    public static OnnxTensor Read(TensorProto proto)
    {
        var name = proto.Name;
        if (proto.DataLocation == TensorProto.Types.DataLocation.External || proto.ExternalData.Count > 0)
            throw new OnnxFormatException($"Tensor '{name}' keeps its values in another file; save the model with its data inside (onnx.save without external data; torch.onnx.export with external_data=False).");
        var type = (OnnxElementType)proto.DataType;
        if (!Enum.IsDefined(type)) throw new OnnxFormatException($"Tensor '{name}' has elements of type {proto.DataType}, which are not supported.");
        if (proto.Dims.Count > MostAxes) throw new OnnxFormatException($"Tensor '{name}' has {proto.Dims.Count:N0} axes; at most {MostAxes} are read.");
        var dims = new int[proto.Dims.Count];
        for (var i = 0; i < dims.Length; i++)
        {
            dims[i] = proto.Dims[i] is >= 0 and <= int.MaxValue
                ? (int)proto.Dims[i]
                : throw new OnnxFormatException($"Tensor '{name}' has a size of {proto.Dims[i]}; sizes are from 0 to {int.MaxValue}.");
        }
        var count = OnnxTensor.CountOf(dims, name);
        return proto.HasRawData ? OfBytes(name, type, dims, count, proto.RawData.Span) : OfFields(name, type, dims, count, proto);
    }

    private static OnnxTensor OfBytes(string name, OnnxElementType type, int[] dims, int count, ReadOnlySpan<byte> bytes)
    {
        var size = type.Bytes();
        if (bytes.Length != (long)count * size)
            throw new OnnxFormatException($"Tensor '{name}' of {OnnxTensor.Describe(dims)} takes {(long)count * size:N0} bytes, but has {bytes.Length:N0}.");
        if (type.IsFloat())
        {
            var floats = new float[count];
            if (type == OnnxElementType.Float && BitConverter.IsLittleEndian) MemoryMarshal.Cast<byte, float>(bytes).CopyTo(floats);
            else for (var i = 0; i < count; i++) floats[i] = Float(type, bytes.Slice(i * size, size));
            return new(name, type, dims, floats, null);
        }
        var integers = new long[count];
        for (var i = 0; i < count; i++) integers[i] = Integer(type, bytes.Slice(i * size, size));
        return new(name, type, dims, null, integers);
    }

    private static OnnxTensor OfFields(string name, OnnxElementType type, int[] dims, int count, TensorProto proto)
    {
        var given = type switch
        {
            OnnxElementType.Float => proto.FloatData.Count,
            OnnxElementType.Double => proto.DoubleData.Count,
            OnnxElementType.Int64 => proto.Int64Data.Count,
            OnnxElementType.UInt32 or OnnxElementType.UInt64 => proto.Uint64Data.Count,
            _ => proto.Int32Data.Count,
        };
        if (given != count) throw new OnnxFormatException($"Tensor '{name}' of {OnnxTensor.Describe(dims)} has {given:N0} values instead of {count:N0}.");
        return type switch
        {
            OnnxElementType.Float => new(name, type, dims, [.. proto.FloatData], null),
            OnnxElementType.Double => new(name, type, dims, Values(proto.DoubleData, v => (float)v), null),
            OnnxElementType.Float16 => new(name, type, dims, Values(proto.Int32Data, v => (float)BitConverter.UInt16BitsToHalf((ushort)v)), null),
            OnnxElementType.BFloat16 => new(name, type, dims, Values(proto.Int32Data, v => BitConverter.Int32BitsToSingle(v << 16)), null),
            OnnxElementType.Int64 => new(name, type, dims, null, [.. proto.Int64Data]),
            OnnxElementType.UInt32 or OnnxElementType.UInt64 => new(name, type, dims, null, Values(proto.Uint64Data, v => unchecked((long)v))),
            _ => new(name, type, dims, null, Values(proto.Int32Data, v => (long)v)),
        };
    }

    private static TTo[] Values<TFrom, TTo>(RepeatedField<TFrom> from, Func<TFrom, TTo> convert)
    {
        var values = new TTo[from.Count];
        for (var i = 0; i < values.Length; i++) values[i] = convert(from[i]);
        return values;
    }

    private static float Float(OnnxElementType type, ReadOnlySpan<byte> bytes) => type switch
    {
        OnnxElementType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        OnnxElementType.BFloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16),
        OnnxElementType.Double => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        _ => BinaryPrimitives.ReadSingleLittleEndian(bytes),
    };

    private static long Integer(OnnxElementType type, ReadOnlySpan<byte> bytes) => type switch
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

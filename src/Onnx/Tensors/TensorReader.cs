using ConvGpu.Onnx.Import;
using ConvGpu.Onnx.Schema;

namespace ConvGpu.Onnx;

/// <summary>Makes tensors of those in files. Sizes are held against the bytes at hand before memory is taken.</summary>
internal static class TensorReader
{
    /// <summary>More than any model has.</summary>
    public const int MostAxes = 64;

    private const int ChunkBytes = 1 << 16;

    /// <summary>A file that holds a TensorProto, as ONNX's tests have for inputs and outputs.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="OnnxFormatException">The file is missing or damaged.</exception>
    public static OnnxTensor ReadFile(string path)
    {
        try
        {
            return Read(UserFile.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>As <see cref="ReadFile"/>, from a file's content.</summary>
    public static OnnxTensor Read(ReadOnlySpan<byte> content, string file)
    {
        try
        {
            return Read(content, files: null);
        }
        catch (OnnxFormatException e)
        {
            throw Unreadable(file, e);
        }
    }

    /// <summary>A TensorProto.</summary>
    /// <param name="message">Its bytes.</param>
    /// <param name="files">The files beside the model that values may be in; null where nobody knows where those are.</param>
    /// <exception cref="OnnxFormatException">It is damaged, or asks for what is not there or not supported.</exception>
    public static OnnxTensor Read(ReadOnlySpan<byte> message, ExternalFiles? files)
    {
        var fields = TensorFields.Of(message);
        var (name, type) = (fields.Name, (OnnxElementType)fields.Type);
        if (!Enum.IsDefined(type)) throw new OnnxFormatException($"Tensor '{name}' has elements of type {fields.Type}, which are not supported.");
        var count = OnnxTensor.CountOf(fields.Dims, name);
        return fields.IsExternal ? OfFile(fields, type, count, files)
            : fields.HasRaw ? OfBytes(fields, type, count)
            : OfList(fields, type, count);
    }

    private static OnnxTensor OfBytes(TensorFields fields, OnnxElementType type, int count)
    {
        var bytes = (long)count * type.Bytes();
        if (fields.Raw.Length != bytes)
            throw new OnnxFormatException($"Tensor '{fields.Name}' of {OnnxTensor.Describe(fields.Dims)} takes {bytes:N0} bytes, but has {fields.Raw.Length:N0}.");
        var values = new TensorValues(type, count);
        values.Put(0, fields.Raw);
        return values.Named(fields.Name, fields.Dims);
    }

    private static OnnxTensor OfFile(TensorFields fields, OnnxElementType type, int count, ExternalFiles? files)
    {
        if (files is null)
        {
            throw new OnnxFormatException(
                $"Tensor '{fields.Name}' keeps its values in another file, of which bytes alone know nothing: open the model by its path, "
                + "or save it with its data inside (onnx.save without external data; torch.onnx.export with external_data=False).");
        }
        var (size, bytes) = (type.Bytes(), (long)count * type.Bytes());
        using var file = files.Open(fields.Name, OnnxTensor.Describe(fields.Dims), fields.Region, bytes);
        var values = new TensorValues(type, count);
        var chunk = new byte[Math.Min(bytes, ChunkBytes)];
        for (long at = 0; at < bytes; at += chunk.Length)
        {
            var part = chunk.AsSpan(0, (int)Math.Min(bytes - at, chunk.Length));
            file.Read(at, part);
            values.Put((int)(at / size), part);
        }
        return values.Named(fields.Name, fields.Dims);
    }

    private static OnnxTensor OfList(TensorFields fields, OnnxElementType type, int count) => type switch
    {
        OnnxElementType.Float => Floats(fields, type, fields.List(TensorProto.FloatDataFieldNumber, WireType.FourBytes), count, null),
        OnnxElementType.Double => Floats(
            fields, type, fields.List(TensorProto.DoubleDataFieldNumber, WireType.EightBytes), count, bits => (float)BitConverter.UInt64BitsToDouble(bits)),
        OnnxElementType.Float16 => Floats(
            fields, type, fields.List(TensorProto.Int32DataFieldNumber, WireType.Number), count, bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)),
        OnnxElementType.BFloat16 => Floats(
            fields, type, fields.List(TensorProto.Int32DataFieldNumber, WireType.Number), count, bits => BitConverter.Int32BitsToSingle((int)bits << 16)),
        OnnxElementType.Int64 => Integers(fields, type, fields.List(TensorProto.Int64DataFieldNumber, WireType.Number), count, bits => (long)bits),
        OnnxElementType.UInt32 or OnnxElementType.UInt64 => Integers(
            fields, type, fields.List(TensorProto.Uint64DataFieldNumber, WireType.Number), count, bits => (long)bits),
        _ => Integers(fields, type, fields.List(TensorProto.Int32DataFieldNumber, WireType.Number), count, bits => (int)bits),
    };

    private static OnnxTensor Floats(TensorFields fields, OnnxElementType type, ListedValues list, int count, Func<ulong, float>? convert)
    {
        Require(fields, list, count);
        var values = new float[count];
        var isSound = convert is null ? list.Read(values) : list.Read(values.AsSpan(), convert);
        return isSound ? new(fields.Name, type, fields.Dims, values, null) : throw TensorFields.Damaged(fields.Name);
    }

    private static OnnxTensor Integers(TensorFields fields, OnnxElementType type, ListedValues list, int count, Func<ulong, long> convert)
    {
        Require(fields, list, count);
        var values = new long[count];
        return list.Read(values.AsSpan(), convert) ? new(fields.Name, type, fields.Dims, null, values) : throw TensorFields.Damaged(fields.Name);
    }

    private static void Require(TensorFields fields, ListedValues list, int count)
    {
        var given = list.Count() ?? throw TensorFields.Damaged(fields.Name);
        if (given != count)
            throw new OnnxFormatException($"Tensor '{fields.Name}' of {OnnxTensor.Describe(fields.Dims)} has {given:N0} values instead of {count:N0}.");
    }

    private static OnnxFormatException Unreadable(string name, Exception e) => new($"{name} cannot be read as a tensor: {e.Message}", e);
}

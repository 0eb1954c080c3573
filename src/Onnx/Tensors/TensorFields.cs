using System.Text;
using ConvGpu.Onnx.Import;
using ConvGpu.Onnx.Schema;

namespace ConvGpu.Onnx;

/// <summary>What a TensorProto says of its values, and where they lie. Nothing is made but the name and the sizes.</summary>
internal ref struct TensorFields
{
    private readonly ReadOnlySpan<byte> _message;
    private ReadOnlySpan<byte> _name, _location, _offset, _length;

    private TensorFields(ReadOnlySpan<byte> message) => _message = message;

    public string Name { get; private set; } = "";

    /// <summary>The number of the elements' type.</summary>
    public long Type { get; private set; }

    public int[] Dims { get; private set; } = [];

    public bool HasRaw { get; private set; }

    public ReadOnlySpan<byte> Raw { get; private set; }

    /// <summary>Whether the values are in another file.</summary>
    public bool IsExternal { get; private set; }

    /// <summary>Where in another file; null where the tensor does not say in which.</summary>
    public readonly ExternalRegion? Region => _location.IsEmpty
        ? null
        : new(Encoding.UTF8.GetString(_location), Encoding.UTF8.GetString(_offset), Encoding.UTF8.GetString(_length));

    /// <summary>The values of a list, packed or each by itself.</summary>
    public readonly ListedValues List(int field, WireType each) => new(_message, field, each);

    /// <summary>Reads what a tensor says of itself.</summary>
    /// <exception cref="OnnxFormatException">The message is damaged, or says what no tensor has.</exception>
    public static TensorFields Of(ReadOnlySpan<byte> message)
    {
        var tensor = new TensorFields(message);
        Span<long> dims = stackalloc long[TensorReader.MostAxes];
        var axes = 0;
        var fields = new WireReader(message);
        while (fields.Next())
        {
            switch (fields.Field, fields.Type)
            {
                case (TensorProto.DimsFieldNumber, WireType.Number):
                    Put(dims, axes++, fields.Number);
                    break;
                case (TensorProto.DimsFieldNumber, WireType.Bytes):
                    for (var rest = fields.Content; !rest.IsEmpty;)
                    {
                        var length = WireReader.ReadNumber(rest, out var size);
                        if (length == 0) throw Damaged(NameIn(tensor._name));
                        Put(dims, axes++, size);
                        rest = rest[length..];
                    }
                    break;
                case (TensorProto.DataTypeFieldNumber, WireType.Number):
                    tensor.Type = (int)fields.Number;
                    break;
                case (TensorProto.NameFieldNumber, WireType.Bytes):
                    tensor._name = fields.Content;
                    break;
                case (TensorProto.RawDataFieldNumber, WireType.Bytes):
                    tensor.HasRaw = true;
                    tensor.Raw = fields.Content;
                    break;
                case (TensorProto.ExternalDataFieldNumber, WireType.Bytes):
                    tensor.ReadExternal(fields.Content);
                    break;
                case (TensorProto.DataLocationFieldNumber, WireType.Number):
                    tensor.IsExternal = fields.Number == (ulong)TensorProto.Types.DataLocation.External;
                    break;
                case (_, WireType.GroupStart or WireType.GroupEnd):
                    throw Damaged(NameIn(tensor._name));
            }
        }
        if (fields.IsDamaged) throw Damaged(NameIn(tensor._name));
        tensor.Name = NameIn(tensor._name);
        if (axes > dims.Length) throw new OnnxFormatException($"Tensor '{tensor.Name}' has {axes:N0} axes; at most {dims.Length} are read.");
        tensor.Dims = new int[axes];
        for (var i = 0; i < axes; i++)
        {
            tensor.Dims[i] = dims[i] is >= 0 and <= int.MaxValue
                ? (int)dims[i]
                : throw new OnnxFormatException($"Tensor '{tensor.Name}' has a size of {dims[i]}; sizes are from 0 to {int.MaxValue}.");
        }
        return tensor;
    }

    /// <summary>The name alone.</summary>
    public static string NameOf(ReadOnlySpan<byte> message)
    {
        var fields = new WireReader(message);
        var name = ReadOnlySpan<byte>.Empty;
        while (fields.Next())
            if (fields is { Field: TensorProto.NameFieldNumber, Type: WireType.Bytes }) name = fields.Content;
        return NameIn(name);
    }

    public static OnnxFormatException Damaged(string name) => new($"Tensor '{name}' is damaged: one of its fields does not end where it says.");

    // Beyond the most axes they are counted only.
    private static void Put(Span<long> dims, int at, ulong size)
    {
        if (at < dims.Length) dims[at] = (long)size;
    }

    private static string NameIn(ReadOnlySpan<byte> bytes) => bytes.Length <= MessageSizes.LongestName
        ? Encoding.UTF8.GetString(bytes)
        : throw new OnnxFormatException($"A tensor has a name of {bytes.Length:N0} bytes; at most {MessageSizes.LongestName:N0} are read.");

    // An entry is a key and a value, both texts.
    private void ReadExternal(ReadOnlySpan<byte> entry)
    {
        var fields = new WireReader(entry);
        ReadOnlySpan<byte> key = default, value = default;
        while (fields.Next())
        {
            if (fields is { Field: StringStringEntryProto.KeyFieldNumber, Type: WireType.Bytes }) key = fields.Content;
            if (fields is { Field: StringStringEntryProto.ValueFieldNumber, Type: WireType.Bytes }) value = fields.Content;
        }
        if (fields.IsDamaged) throw Damaged(NameIn(_name));
        if (value.Length > MessageSizes.LongestName)
        {
            throw new OnnxFormatException(
                $"Tensor '{NameIn(_name)}' has a text of {value.Length:N0} bytes for where its values are; at most {MessageSizes.LongestName:N0} are read.");
        }
        if (key.SequenceEqual("location"u8)) _location = value;
        else if (key.SequenceEqual("offset"u8)) _offset = value;
        else if (key.SequenceEqual("length"u8)) _length = value;
    }
}

using ConvGpu.Onnx.Schema;
using Google.Protobuf.Reflection;

namespace ConvGpu.Onnx.Import;

/// <summary>
/// What the messages of a file will take in memory, found by walking through its bytes before any message is made: in two bytes a file may say
/// that there is an empty message, which takes hundreds. The values of tensors are left out; they are held against their sizes when they are read.
/// </summary>
internal sealed class MessageSizes
{
    /// <summary>The longest name; a layer's is made of its node's.</summary>
    public const int LongestName = 4096;

    // An object with its header; the slots of a growing list, which is copied when it doubles; a list that is not empty.
    private const int ObjectBytes = 24, SlotBytes = 32, ListBytes = 32, FirstSlotsBytes = 88;

    private static readonly MessageKind _model = new(ModelProto.Descriptor);

    private MessageSizes()
    {
    }

    /// <summary>Nodes of the graph and of functions.</summary>
    public int Nodes { get; private set; }

    /// <summary>Bytes that the messages take, their names and lists included.</summary>
    public long Bytes { get; private set; }

    /// <summary>The length of the longest name.</summary>
    public int Longest { get; private set; }

    /// <summary>Walks through a model. What is damaged is passed over: who reads the messages finds it.</summary>
    public static MessageSizes Of(ReadOnlySpan<byte> model)
    {
        var sizes = new MessageSizes();
        sizes.Walk(model, _model);
        return sizes;
    }

    private void Walk(ReadOnlySpan<byte> bytes, MessageKind kind)
    {
        Bytes += kind.Bytes;
        if (kind.IsNode) Nodes++;
        while (ReadNumber(ref bytes) is { } tag)
        {
            var field = kind.Find(tag >> 3);
            ulong length = (tag & 7) switch
            {
                0 => LengthOfNumber(bytes),
                1 => 8,
                2 => ReadNumber(ref bytes) ?? ulong.MaxValue,
                // The ends of a group, whose fields stand between.
                3 or 4 => 0,
                5 => 4,
                _ => ulong.MaxValue,
            };
            if (length > (ulong)bytes.Length) return;
            if (field is not null) Count(field, bytes[..(int)length], isLong: (tag & 7) == 2);
            bytes = bytes[(int)length..];
        }
    }

    private void Count(FieldKind field, ReadOnlySpan<byte> content, bool isLong)
    {
        if (field.IsRepeated) Bytes += SlotBytes;
        if (!isLong) return;
        if (field.Message is not null)
        {
            Walk(content, field.Message);
        }
        else if (field.IsText)
        {
            Bytes += ObjectBytes + 2L * content.Length;
            Longest = Math.Max(Longest, content.Length);
        }
        else if (field.IsBytes)
        {
            Bytes += 2 * ObjectBytes + content.Length;
        }
        else
        {
            // Numbers, each of which ends with a byte below 128.
            foreach (var part in content) Bytes += part < 0x80 ? SlotBytes : 0;
        }
    }

    private static ulong LengthOfNumber(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < Math.Min(bytes.Length, 10); i++)
            if (bytes[i] < 0x80) return (ulong)i + 1;
        return ulong.MaxValue;
    }

    private static ulong? ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        var length = LengthOfNumber(bytes);
        if (length > 10) return null;
        var value = 0ul;
        for (var i = 0; i < (int)length; i++) value |= (bytes[i] & 0x7FUL) << (7 * i);
        bytes = bytes[(int)length..];
        return value;
    }

    /// <summary>A message of the schema.</summary>
    private sealed class MessageKind
    {
        private readonly Dictionary<ulong, FieldKind> _fields;

        public MessageKind(MessageDescriptor descriptor)
        {
            var fields = descriptor.Fields.InDeclarationOrder();
            IsNode = descriptor == NodeProto.Descriptor;
            var isTensor = descriptor == TensorProto.Descriptor;
            Bytes = 2 * ObjectBytes + fields.Sum(f => f.IsRepeated ? ListBytes : 8L);
            _fields = fields.Where(f => !isTensor || !IsData(f)).ToDictionary(f => (ulong)f.FieldNumber, f => new FieldKind(f));
            Bytes += _fields.Values.Count(f => f.IsRepeated) * FirstSlotsBytes / 2;
        }

        public bool IsNode { get; }

        public long Bytes { get; }

        public FieldKind? Find(ulong number) => _fields.GetValueOrDefault(number);

        private static bool IsData(FieldDescriptor field) => field.Name is "raw_data" or "float_data" or "int32_data" or "int64_data" or "double_data" or "uint64_data";
    }

    /// <summary>A field of a message.</summary>
    private sealed class FieldKind(FieldDescriptor descriptor)
    {
        public bool IsRepeated { get; } = descriptor.IsRepeated;

        public bool IsText { get; } = descriptor.FieldType == FieldType.String;

        public bool IsBytes { get; } = descriptor.FieldType == FieldType.Bytes;

        public MessageKind? Message { get; } = descriptor.FieldType == FieldType.Message ? new(descriptor.MessageType) : null;
    }
}

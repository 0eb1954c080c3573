using ConvGpu.Onnx.Schema;
using Google.Protobuf.Reflection;

namespace ConvGpu.Onnx.Import;

/// <summary>
/// What the messages of a file will take in memory, found by walking through its bytes before any message is made: in two bytes a file may say
/// that there is an empty message, which takes hundreds. Tensors are bytes in these messages; their values are held against their sizes when they are read.
/// </summary>
internal sealed class MessageSizes
{
    /// <summary>The longest name; a layer's is made of its node's.</summary>
    public const int LongestName = 4096;

    // An array, text or other small object with its header; a message without its fields; a list in it; the elements of a list's first array; what is
    // made of a tensor beside its values, and of an input or output beside its messages.
    private const int ObjectBytes = 24, MessageBytes = 32, ListBytes = 40, FirstElements = 8, TensorBytes = 512, PlaceBytes = 256;

    // More than any field's number.
    private const int MostFields = 32;

    private static readonly MessageKind _model = new(ModelProto.Descriptor);

    private MessageSizes()
    {
    }

    /// <summary>Nodes of the graph and of functions.</summary>
    public int Nodes { get; private set; }

    /// <summary>Bytes that the messages take, their names and lists included.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes of the numbers that attributes list.</summary>
    public long ListedBytes { get; private set; }

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
        Span<int> elements = stackalloc int[MostFields];
        elements.Clear();
        var fields = new WireReader(bytes);
        while (fields.Next())
        {
            if (kind.Find(fields.Field) is not { } field) continue;
            elements[fields.Field] += field.Elements(fields.Content, fields.Type);
            Count(field, fields.Content, fields.Type == WireType.Bytes);
        }
        for (var number = 0; number < elements.Length; number++)
            if (elements[number] > 0 && kind.Find(number) is { IsRepeated: true } list) CountList(list, elements[number]);
    }

    // A list's array is copied into one twice as long when it is full.
    private void CountList(FieldKind list, int elements)
    {
        for (long room = FirstElements, before = 0; before < elements; before = room, room *= 2) Bytes += ObjectBytes + room * list.ElementBytes;
        if (list.IsNumber) ListedBytes += (long)elements * list.ElementBytes;
    }

    private void Count(FieldKind field, ReadOnlySpan<byte> content, bool isLong)
    {
        if (field.IsPlace) Bytes += PlaceBytes;
        if (!isLong) return;
        if (field.Message is not null)
        {
            Walk(content, field.Message);
        }
        else if (field.IsText)
        {
            Bytes += ObjectBytes + 2L * content.Length;
            if (field.IsName) Longest = Math.Max(Longest, content.Length);
        }
        else if (field.IsBytes)
        {
            Bytes += 2 * ObjectBytes + content.Length;
            if (field.IsTensor) CountTensor(content);
        }
    }

    private void CountTensor(ReadOnlySpan<byte> tensor)
    {
        var name = 0;
        var fields = new WireReader(tensor);
        while (fields.Next())
            if (fields is { Field: TensorProto.NameFieldNumber, Type: WireType.Bytes }) name = fields.Content.Length;
        Bytes += TensorBytes + 2L * name;
        Longest = Math.Max(Longest, name);
    }

    /// <summary>A message of the schema.</summary>
    private sealed class MessageKind
    {
        private readonly Dictionary<int, FieldKind> _fields;

        public MessageKind(MessageDescriptor descriptor)
        {
            var fields = descriptor.Fields.InDeclarationOrder();
            IsNode = descriptor == NodeProto.Descriptor;
            Bytes = MessageBytes + fields.Sum(f => f.IsRepeated ? ListBytes : sizeof(long));
            _fields = fields.ToDictionary(f => f.FieldNumber, f => new FieldKind(f));
        }

        public bool IsNode { get; }

        public long Bytes { get; }

        public FieldKind? Find(int number) => _fields.GetValueOrDefault(number);
    }

    /// <summary>A field of a message.</summary>
    private sealed class FieldKind(FieldDescriptor descriptor)
    {
        public bool IsRepeated { get; } = descriptor.IsRepeated;

        public bool IsText { get; } = descriptor.FieldType == FieldType.String;

        /// <summary>Whether something is called by the text. Other texts may be as long as a file has room for.</summary>
        public bool IsName { get; } = descriptor.Name is not ("producer_name" or "producer_version" or "domain" or "dim_param");

        public bool IsBytes { get; } = descriptor.FieldType == FieldType.Bytes;

        public bool IsPlace { get; } = descriptor.ContainingType == GraphProto.Descriptor && descriptor.Name is ("input" or "output");

        public bool IsTensor { get; } = descriptor.Name is "initializer" or "sparse_initializer" or "t" or "tensors";

        public bool IsNumber { get; } = descriptor.FieldType is FieldType.Float or FieldType.Int64;

        public int ElementBytes { get; } = descriptor.FieldType == FieldType.Float ? sizeof(float) : sizeof(long);

        public MessageKind? Message { get; } = descriptor.FieldType == FieldType.Message ? new(descriptor.MessageType) : null;

        /// <summary>How many elements a field has that occurs once: many numbers may lie in one.</summary>
        public int Elements(ReadOnlySpan<byte> content, WireType type)
        {
            if (!IsNumber || type != WireType.Bytes) return 1;
            if (ElementBytes == sizeof(float)) return content.Length / sizeof(float);
            // Each ends with a byte below 128.
            var ends = 0;
            foreach (var part in content) ends += part < 0x80 ? 1 : 0;
            return ends;
        }
    }
}

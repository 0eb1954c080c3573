using ConvGpu.Onnx.Schema;
using Google.Protobuf;

namespace ConvGpu.Onnx.Export;

/// <summary>A tensor of the model that is written: its name and the sizes of an item.</summary>
internal readonly record struct WrittenValue(string Name, IReadOnlyList<int> Item);

/// <summary>Gathers nodes and weights of the model that is written.</summary>
internal sealed class ModelWriter
{
    public const int Opset = 17, Format = 8;

    /// <summary>The batch of every input and output.</summary>
    public const string BatchName = "N";

    private readonly HashSet<string> _names = [];
    private readonly HashSet<string> _nodeNames = [];
    private readonly Dictionary<string, string> _constants = [];

    public ModelWriter(string name)
    {
        Model = new ModelProto
        {
            IrVersion = Format, ProducerName = "ConvGpu", ProducerVersion = typeof(ModelWriter).Assembly.GetName().Version?.ToString(3) ?? "",
            Graph = new GraphProto { Name = name },
        };
        Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
    }

    public ModelProto Model { get; }

    /// <summary>A name that no value has yet.</summary>
    public string FreeName(string wanted)
    {
        var name = wanted;
        for (var i = 2; !_names.Add(name); i++) name = $"{wanted}.{i}";
        return name;
    }

    /// <summary>Appends a node with one output.</summary>
    public string Node(string name, string operatorName, IReadOnlyList<string> inputs, params IReadOnlyList<AttributeProto> attributes)
    {
        var free = name;
        for (var i = 2; !_nodeNames.Add(free); i++) free = $"{name}.{i}";
        var node = new NodeProto { Name = free, OpType = operatorName };
        node.Input.AddRange(inputs);
        node.Output.Add(FreeName(free));
        node.Attribute.AddRange(attributes);
        Model.Graph.Node.Add(node);
        return node.Output[0];
    }

    /// <summary>A value with its items in the given sizes.</summary>
    public string Reshaped(string name, WrittenValue value, IReadOnlyList<int> item)
    {
        if (value.Item.SequenceEqual(item)) return value.Name;
        return item.Count == 1
            ? Node(name, "Flatten", [value.Name], Attribute.Of("axis", 1))
            : Node(name, "Reshape", [value.Name, Integers([0, .. item.Select(d => (long)d)])]);
    }

    public string Initializer(string wanted, IReadOnlyList<int> dims, float[] values)
    {
        var name = FreeName(wanted);
        Model.Graph.Initializer.Add(Tensor(name, dims, values));
        return name;
    }

    /// <summary>Whole numbers, such as sizes; the same ones are written once.</summary>
    public string Integers(params long[] values) => Shared($"sizes.{string.Join(".", values)}", name => Tensor(name, [values.Length], values));

    /// <summary>A single number; the same one is written once.</summary>
    public string Number(float value) =>
        Shared(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"number.{value:R}"), name => Tensor(name, [], [value]));

    public static TensorProto Tensor(string name, IReadOnlyList<int> dims, float[] values)
    {
        var bytes = new byte[checked(values.Length * sizeof(float))];
        for (var i = 0; i < values.Length; i++) System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        return Tensor(name, dims, OnnxElementType.Float, bytes);
    }

    public static TensorProto Tensor(string name, IReadOnlyList<int> dims, long[] values)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        for (var i = 0; i < values.Length; i++) System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        return Tensor(name, dims, OnnxElementType.Int64, bytes);
    }

    public static ValueInfoProto Info(string name, OnnxElementType type, IReadOnlyList<int> item)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = BatchName });
        shape.Dim.AddRange(item.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } } };
    }

    private string Shared(string key, Func<string, TensorProto> make)
    {
        if (_constants.TryGetValue(key, out var name)) return name;
        _constants[key] = name = FreeName(key);
        Model.Graph.Initializer.Add(make(name));
        return name;
    }

    private static TensorProto Tensor(string name, IReadOnlyList<int> dims, OnnxElementType type, byte[] bytes)
    {
        var proto = new TensorProto { Name = name, DataType = (int)type, RawData = UnsafeByteOperations.UnsafeWrap(bytes) };
        proto.Dims.AddRange(dims.Select(d => (long)d));
        return proto;
    }
}

using ConvGpu.Onnx.Import;
using ConvGpu.Onnx.Schema;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace ConvGpu.Tests.Fuzz;

/// <summary>Models whose messages are sound, but not what they say: other operators, names, sizes, types, orders and versions.</summary>
internal static class OnnxDamage
{
    private static readonly string[] _attributes =
    [
        "axis", "axes", "keepdims", "pads", "strides", "dilations", "kernel_shape", "group", "perm", "shape", "value", "value_ints", "mode", "to", "split", "blocksize", "alpha", "epsilon",
        "scales", "output_shape", "output_padding", "auto_pad", "ceil_mode", "num_groups", "size", "transA", "transB", "nearest_mode", "coordinate_transformation_mode", "starts", "ends",
    ];

    // Nodes, initialisers, inputs, outputs and sizes of values without anything in them.
    private static readonly byte[][] _messages = [[0x0A, 0], [0x2A, 0], [0x5A, 0], [0x62, 0], [0x6A, 0], [0x0A, 2, 0x2A, 0]];

    private static readonly string[] _operators = [.. OperatorTable.Names.Order(StringComparer.Ordinal)];

    private static readonly Action<Random, ModelProto>[] _all =
    [
        OtherOperator, OtherOperator, OtherInput, OtherInput, OtherInput, OtherAttribute, OtherAttribute, OtherAttribute, OtherSize, OtherSize,
        OtherType, OtherTensor, OtherTensor, OtherTensor, OtherOrder, Twice, Without, OtherVersion, NewNode,
    ];

    public static byte[] Rewrite(Random random, byte[] file)
    {
        var model = ModelProto.Parser.ParseFrom(file);
        model.Graph ??= new GraphProto();
        for (var times = 1 + random.Next(4); times > 0; times--) _all[random.Next(_all.Length)](random, model);
        return random.Next(16) == 0 ? [.. model.ToByteArray(), .. TensorDamage.Many(random, _messages, 7)] : model.ToByteArray();
    }

    private static void OtherOperator(Random random, ModelProto model)
    {
        if (Any(random, model.Graph.Node) is { } node) node.OpType = _operators[random.Next(_operators.Length)];
    }

    /// <summary>A name of any kind: weights where data belong, data where sizes do, what comes later, and so cycles.</summary>
    private static void OtherInput(Random random, ModelProto model)
    {
        if (Any(random, model.Graph.Node) is not { } node) return;
        var name = Name(random, model);
        if (node.Input.Count > 0 && random.Next(3) > 0) node.Input[random.Next(node.Input.Count)] = name;
        else node.Input.Add(name);
    }

    private static void OtherAttribute(Random random, ModelProto model)
    {
        if (Any(random, model.Graph.Node) is not { } node) return;
        var attribute = random.Next(3) == 0 ? null : Any(random, node.Attribute);
        if (attribute is null) node.Attribute.Add(attribute = new AttributeProto { Name = _attributes[random.Next(_attributes.Length)] });
        switch (random.Next(7))
        {
            case 0: attribute.I = TensorDamage.Number(random); break;
            case 1: attribute.F = (float)TensorDamage.Number(random) / (1 + random.Next(3)); break;
            case 2: attribute.S = ByteString.CopyFromUtf8(_attributes[random.Next(_attributes.Length)]); break;
            case 3: attribute.Ints.Add(TensorDamage.Number(random)); break;
            case 4 when attribute.Ints.Count > 0: attribute.Ints[random.Next(attribute.Ints.Count)] = TensorDamage.Number(random); break;
            case 5: attribute.T = TensorDamage.Any(random); break;
            default: attribute.Name = _attributes[random.Next(_attributes.Length)]; break;
        }
    }

    private static void OtherSize(Random random, ModelProto model)
    {
        if (Any(random, model.Graph.Input)?.Type?.TensorType?.Shape is { } shape && Any(random, shape.Dim) is { } dim) dim.DimValue = TensorDamage.Number(random);
    }

    private static void OtherType(Random random, ModelProto model)
    {
        if (Any(random, model.Graph.Input)?.Type?.TensorType is { } type) type.ElemType = random.Next(18);
    }

    private static void OtherTensor(Random random, ModelProto model)
    {
        var tensors = model.Graph.Initializer;
        if (tensors.Count == 0) return;
        var at = random.Next(tensors.Count);
        tensors[at] = ByteString.CopyFrom(TensorDamage.Rewrite(random, tensors[at].ToByteArray()));
    }

    private static void OtherOrder(Random random, ModelProto model)
    {
        if (model.Graph.Node.Count < 2) return;
        var (a, b) = (random.Next(model.Graph.Node.Count), random.Next(model.Graph.Node.Count));
        (model.Graph.Node[a], model.Graph.Node[b]) = (model.Graph.Node[b], model.Graph.Node[a]);
    }

    private static void Twice(Random random, ModelProto model)
    {
        if (Any(random, model.Graph.Node) is not { } node) return;
        var copy = node.Clone();
        if (random.Next(2) == 0) for (var i = 0; i < copy.Output.Count; i++) copy.Output[i] += "2";
        model.Graph.Node.Insert(random.Next(model.Graph.Node.Count + 1), copy);
    }

    private static void Without(Random random, ModelProto model)
    {
        var nodes = model.Graph.Node;
        if (nodes.Count > 0) nodes.RemoveAt(random.Next(nodes.Count));
    }

    private static void OtherVersion(Random random, ModelProto model)
    {
        if (Any(random, model.OpsetImport) is { } opset) opset.Version = random.Next(4) == 0 ? TensorDamage.Number(random) : random.Next(6, 23);
    }

    /// <summary>A node more, behind the others, whose output is the model's.</summary>
    private static void NewNode(Random random, ModelProto model)
    {
        var node = new NodeProto { OpType = _operators[random.Next(_operators.Length)], Output = { "made" } };
        for (var inputs = random.Next(1, 4); inputs > 0; inputs--) node.Input.Add(Name(random, model));
        model.Graph.Node.Add(node);
        if (model.Graph.Output.Count > 0) model.Graph.Output[0].Name = "made";
    }

    private static string Name(Random random, ModelProto model) => random.Next(4) switch
    {
        0 => Any(random, model.Graph.Input)?.Name ?? "",
        1 => Any(random, model.Graph.Initializer) is { } tensor ? NameIn(tensor) : "",
        2 when Any(random, model.Graph.Node) is { Output.Count: > 0 } node => node.Output[0],
        _ => "",
    };

    private static string NameIn(ByteString tensor) => TensorDamage.Parsed(tensor.ToByteArray())?.Name ?? "";

    private static T? Any<T>(Random random, RepeatedField<T> all) where T : class => all.Count == 0 ? null : all[random.Next(all.Count)];
}

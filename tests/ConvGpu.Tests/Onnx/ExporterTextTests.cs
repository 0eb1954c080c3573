using System.Text;
using ConvGpu.Onnx;
using ConvGpu.Onnx.Export;
using ConvGpu.Onnx.Schema;
using ConvGpu.Tests.Ops;
using Google.Protobuf;
using Attribute = ConvGpu.Onnx.Export.Attribute;

namespace ConvGpu.Tests.Onnx;

/// <summary>Models as exporters write them, with long texts beside what counts: those do not matter. Only names have a longest.</summary>
public class ExporterTextTests
{
    // A table of class names, a stack trace.
    private static readonly string _text = string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i}: 'class {i}', File \"model.py\", line {i}\n"));

    /// <summary>PyTorch writes stack traces into the nodes' properties, others tables of names into the model's and documentation everywhere.</summary>
    [Fact]
    public void LongTextsBesideTheModelDoNotMatter()
    {
        var model = Model();
        model.ProducerName = model.ProducerVersion = model.Domain = _text;
        model.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimParam = _text;
        model.Graph.Node[0].Attribute.Add(Attribute.Of("onnx_name_scopes", _text));
        var file = Everywhere(model);
        Assert.True(file.Length > 10 * _text.Length);
        Assert.Equal([2f, 4], OnnxModel.Run(ConvGpu.Onnx.Import.ModelFile.Read(file, "a.onnx"), [new("x", [1, 2], [1f, 2])], TestDevices.Open(OnDevice.Cpu), new())[0].ToFloats());
        Assert.Equal("x", OnnxModel.Load(file).Inputs.Single().Name);
    }

    [Theory]
    [InlineData("node")]
    [InlineData("input")]
    [InlineData("operator")]
    [InlineData("attribute")]
    [InlineData("tensor")]
    public void LongNamesAreRefused(string where)
    {
        var model = Model();
        var node = model.Graph.Node[0];
        if (where == "node") node.Name = _text;
        if (where == "input") node.Input[0] = _text;
        if (where == "operator") node.OpType = _text;
        if (where == "attribute") node.Attribute.Add(Attribute.Of(_text, 1L));
        if (where == "tensor") model.Graph.Initializer.Add(new TensorProto { Name = _text, DataType = 1 });
        Assert.Contains($"a name of {_text.Length:N0} bytes; at most 4,096 are read", Assert.Throws<OnnxFormatException>(() => OnnxModel.Load(model.ToByteArray())).Message);
    }

    /// <summary>What is put into a message is cut off.</summary>
    [Fact]
    public void LongTextsMakeNoLongMessages()
    {
        string Error(Action<ModelProto> change)
        {
            var model = Model();
            change(model);
            return Assert.Throws<OnnxFormatException>(() => OnnxModel.Load(model.ToByteArray())).Message;
        }
        string[] errors =
        [
            Error(m => m.Graph.Node[0].Domain = _text),
            Error(m => m.Graph.Input[0].Type.TensorType.Shape.Dim[1].DimParam = _text),
            Error(m => (m.Graph.Node[0].OpType, m.Graph.Node[0].Attribute[0]) = ("Gelu", Attribute.Of("approximate", _text))),
        ];
        Assert.All(errors, error => Assert.InRange(error.Length, 1, 500));
        Assert.Contains($"has an attribute approximate of {_text.Length:N0} bytes", errors[2]);
    }

    private static ModelProto Model()
    {
        var writer = new ModelWriter("exported");
        writer.Model.Graph.Input.Add(ModelWriter.Info("x", OnnxElementType.Float, [2]));
        var twice = writer.Node("twice", "Mul", ["x", writer.Initializer("two", [2], [2, 2])], Attribute.Of("unused", 1L));
        writer.Model.Graph.Output.Add(ModelWriter.Info(twice, OnnxElementType.Float, [2]));
        return writer.Model;
    }

    // Fields of the official schema that are not in this library's: documentation, properties, denotations, annotations.
    private static byte[] Everywhere(ModelProto model)
    {
        var graph = model.Graph;
        graph.Node[0] = With(graph.Node[0], NodeProto.Parser, Text(6), Property(9));
        graph.Initializer[0] = ByteString.CopyFrom([.. graph.Initializer[0].ToByteArray(), .. Text(12), .. Property(16)]);
        var input = With(graph.Input[0], ValueInfoProto.Parser, Text(3), Property(4));
        input.Type = With(input.Type, TypeProto.Parser, Text(6));
        input.Type.TensorType.Shape.Dim[1] = With(input.Type.TensorType.Shape.Dim[1], TensorShapeProto.Types.Dimension.Parser, Text(3));
        graph.Input[0] = input;
        graph.Node[0].Attribute[0] = With(graph.Node[0].Attribute[0], AttributeProto.Parser, Text(13));
        model.Graph = With(graph, GraphProto.Parser, Text(10), Property(16));
        return [.. model.ToByteArray(), .. Text(6), .. Property(14)];
    }

    private static T With<T>(T message, MessageParser<T> parser, params byte[][] fields) where T : IMessage<T> => parser.ParseFrom([.. message.ToByteArray(), .. fields.SelectMany(f => f)]);

    private static byte[] Property(int field) => Wire.Field(field, new StringStringEntryProto { Key = "pkg.torch.onnx.stack_trace", Value = _text }.ToByteArray());

    private static byte[] Text(int field) => Wire.Field(field, Encoding.UTF8.GetBytes(_text));
}

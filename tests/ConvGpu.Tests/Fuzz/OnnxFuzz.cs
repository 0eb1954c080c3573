using ConvGpu.Onnx;
using ConvGpu.Onnx.Export;
using ConvGpu.Onnx.Schema;
using ConvGpu.Tests.Onnx;
using Google.Protobuf;

namespace ConvGpu.Tests.Fuzz;

/// <summary>ONNX's models and tensors for the fuzzer: sound ones, how they are read, and what they say they become.</summary>
internal static class OnnxFuzz
{
    // What a few bytes may ask to be computed in advance, so low that it is part of what any file may take.
    private static readonly OnnxImportOptions _options = new() { MostComputedValues = 1 << 13 };

    /// <summary>Networks written here, and ONNX's own tests where they are installed.</summary>
    public static byte[][] Models() => [Exported(Small()), Exported(ModelZoo.Create("lenet5")), Constants(), .. OnnxTestData.All.Select(t => File.ReadAllBytes(t.ModelPath)).Where(file => file.Length < 1 << 16)];

    public static byte[][] Tensors() =>
    [
        .. new[]
        {
            new TensorProto { Name = "floats", DataType = 1, Dims = { 2, 3 }, FloatData = { 1, 2, 3, 4, 5, 6 } },
            new TensorProto { Name = "raw", DataType = 1, Dims = { 2, 500 }, RawData = ByteString.CopyFrom(new byte[4000]) },
            new TensorProto { Name = "whole", DataType = 7, Dims = { 300 }, Int64Data = { Enumerable.Range(-150, 300).Select(i => (long)i) } },
            new TensorProto { Name = "halves", DataType = 10, Dims = { 3 }, Int32Data = { 1, 2, 3 } },
            new TensorProto { Name = "bytes", DataType = 2, Dims = { 700 }, RawData = ByteString.CopyFrom(new byte[700]) },
            new TensorProto { Name = "doubles", DataType = 11, DoubleData = { 1 } },
            new TensorProto { Name = "unsigned", DataType = 13, Dims = { 2 }, Uint64Data = { 1, ulong.MaxValue } },
        }.Select(MessageExtensions.ToByteArray),
    ];

    public static void ReadModel(byte[] file) => OnnxModel.Load(file, _options);

    public static void ReadTensor(byte[] file) => TensorReader.Read(file, "a.pb");

    /// <summary>The values of all tensors.</summary>
    public static long DeclaredByModel(byte[] file)
    {
        try
        {
            var graph = ModelProto.Parser.ParseFrom(file).Graph ?? new GraphProto();
            return graph.Initializer.Concat(graph.Node.SelectMany(n => n.Attribute).SelectMany(a => a.T is null ? a.Tensors : a.Tensors.Append(a.T))).Sum(Declared);
        }
        catch (InvalidProtocolBufferException)
        {
            return 0;
        }
    }

    public static long DeclaredByTensor(byte[] file)
    {
        try
        {
            return Declared(TensorProto.Parser.ParseFrom(file));
        }
        catch (InvalidProtocolBufferException)
        {
            return 0;
        }
    }

    // Floats become float32, whole numbers int64; there are no more than the file has bytes for.
    private static long Declared(TensorProto tensor)
    {
        var type = (OnnxElementType)tensor.DataType;
        long count = tensor.FloatData.Count + tensor.Int32Data.Count + tensor.Int64Data.Count + tensor.DoubleData.Count + tensor.Uint64Data.Count + tensor.RawData.Length / type.Bytes();
        return count * (type.IsFloat() ? sizeof(float) : sizeof(long));
    }

    private static Graph Small()
    {
        var graph = new Graph("small", new Shape(1, 2, 12, 12));
        graph.Add(new Conv2D(2, 6, 3, padding: 1));
        graph.Add(new BatchNorm2D(6));
        var first = graph.Add(new HardSwish());
        graph.Add(new Conv2D(6, 6, 3, padding: 1, groups: 6), first);
        graph.Add(new GroupNorm(2, 6));
        var second = graph.Add(new Gelu());
        graph.Add(new Sum(), first, second);
        graph.Add(new MaxPool2D(2));
        graph.Add(Upsample.ToSize((9, 9), UpsampleMode.Bilinear));
        graph.Add(new PixelUnshuffle(3));
        graph.Add(new Flatten());
        graph.Add(new Dense(486, 5));
        graph.Add(new Softmax());
        return graph;
    }

    private static byte[] Exported(Graph graph)
    {
        var plan = new NetworkPlan(graph, new NetworkOptions { MaxBatch = 1 });
        return MessageExtensions.ToByteArray(Exporter.Export(plan, tensor => new float[tensor.Shape.Count]));
    }

    /// <summary>A model that computes much in advance: sizes, ranges, and weights that are turned and repeated.</summary>
    private static byte[] Constants()
    {
        var writer = new ModelWriter("constants");
        writer.Model.Graph.Input.Add(ModelWriter.Info("x", OnnxElementType.Float, [6, 8]));
        var table = writer.Initializer("table", [8, 6], [.. Enumerable.Range(0, 48).Select(i => (float)i)]);
        var shape = writer.Node("shape", "Shape", ["x"]);
        var filled = writer.Node("filled", "ConstantOfShape", [writer.Integers(6, 8)]);
        var turned = writer.Node("turned", "Transpose", [table]);
        var sum = writer.Node("sum", "Add", [writer.Node("wide", "Expand", [writer.Node("shifted", "Add", [turned, filled]), writer.Integers(1, 6, 8)]), "x"]);
        var product = writer.Node("product", "MatMul", [sum, table]);
        var cut = writer.Node("cut", "Slice", [product, writer.Integers(1), writer.Integers(4), writer.Integers(1)]);
        var tiled = writer.Node("tiled", "Tile", [cut, writer.Integers(1, 2, 1)]);
        writer.Node("back", "Identity", [shape]);
        writer.Model.Graph.Output.Add(ModelWriter.Info(writer.Node("y", "Reshape", [tiled, writer.Integers(0, -1)]), OnnxElementType.Float, [36]));
        return MessageExtensions.ToByteArray(writer.Model);
    }
}

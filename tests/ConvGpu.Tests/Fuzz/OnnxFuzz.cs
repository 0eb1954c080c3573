using ConvGpu.Onnx;
using ConvGpu.Onnx.Export;
using ConvGpu.Onnx.Import;
using ConvGpu.Onnx.Schema;
using ConvGpu.Tests.Onnx;
using Google.Protobuf;

namespace ConvGpu.Tests.Fuzz;

/// <summary>ONNX's models and tensors for the fuzzer: sound ones, how they are read, and what they say they become.</summary>
internal static class OnnxFuzz
{
    // What a few bytes may ask to be computed in advance, so low that it is part of what any file may take.
    private static readonly OnnxImportOptions _options = new() { MostComputedValues = 1 << 13 };

    // What a node declares, as docs/onnx.md states.
    private const long BytesOfNode = 1 << 11;

    private static readonly byte[] _data = new byte[5000];

    /// <summary>The file with values beside the models that <see cref="ReadInFolder"/> reads.</summary>
    public const string DataFile = "model.onnx.data";

    /// <summary>Networks written here, and ONNX's own tests where they are installed.</summary>
    public static byte[][] Models() => [Exported(Small()), Exported(ModelZoo.Create("lenet5")), Constants(), .. OnnxTestData.All.Select(t => File.ReadAllBytes(t.ModelPath)).Where(file => file.Length < 1 << 16)];

    /// <summary>Models whose weights are in another file.</summary>
    public static byte[][] ModelsWithData() => [.. new[] { Exported(Small()), Constants() }.Select(Outside)];

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

    /// <summary>Reads a model from a folder in which there is another file with values.</summary>
    public static void ReadInFolder(byte[] file)
    {
        var folder = Directory.CreateTempSubdirectory("convgpu-fuzz-");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, DataFile), _data);
            var path = Path.Combine(folder.FullName, "model.onnx");
            File.WriteAllBytes(path, file);
            OnnxModel.Load(path, _options);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The values of all tensors.</summary>
    public static long DeclaredByModel(byte[] file) => DeclaredByModel(file, 0);

    /// <summary>The values of all tensors, the numbers in lists, and the layers that nodes become.</summary>
    public static long DeclaredInAll(byte[] file) => DeclaredByModel(file) + DeclaredByLists(file) + DeclaredByNodes(file);

    /// <summary>As <see cref="DeclaredInAll"/>, of a model that <see cref="ReadInFolder"/> reads; with the other file.</summary>
    public static long DeclaredInFolder(byte[] file) => _data.Length + DeclaredByModel(file, _data.Length) + DeclaredByLists(file) + DeclaredByNodes(file);

    public static long DeclaredByTensor(byte[] file) => Declared(file, 0);

    // More nodes than are read are refused before any is made.
    private static long DeclaredByNodes(byte[] file) => MessageSizes.Of(file).Nodes is var nodes && nodes <= Importer.MostNodes ? BytesOfNode * nodes : 0;

    // A list of numbers is 4 bytes a float and 8 a whole number.
    private static long DeclaredByLists(byte[] file) =>
        Graph(file).Node.SelectMany(n => n.Attribute).Sum(a => (long)sizeof(float) * a.Floats.Count + sizeof(long) * a.Ints.Count);

    private static long DeclaredByModel(byte[] file, long outside)
    {
        var graph = Graph(file);
        return graph.Initializer.Concat(graph.Node.SelectMany(n => n.Attribute).SelectMany(a => a.HasT ? a.Tensors.Append(a.T) : a.Tensors)).Sum(t => Declared(t.ToByteArray(), outside));
    }

    // Of what is no model, one without anything in it.
    private static GraphProto Graph(byte[] file)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(file).Graph ?? new GraphProto();
        }
        catch (InvalidProtocolBufferException)
        {
            return new GraphProto();
        }
    }

    // Floats become float32, whole numbers int64. What has not the values that its sizes say declares nothing: it is refused.
    private static long Declared(byte[] file, long outside)
    {
        if (TensorDamage.Parsed(file) is not { } tensor) return 0;
        var type = (OnnxElementType)tensor.DataType;
        var count = tensor.Dims.Aggregate((Int128)1, (product, size) => Int128.Clamp(product * size, -1, long.MaxValue));
        var isThere = tensor.DataLocation == TensorProto.Types.DataLocation.External ? count * type.Bytes() <= outside
            : tensor.HasRawData ? count * type.Bytes() == tensor.RawData.Length
            : count == type switch
            {
                OnnxElementType.Float => tensor.FloatData.Count,
                OnnxElementType.Double => tensor.DoubleData.Count,
                OnnxElementType.Int64 => tensor.Int64Data.Count,
                OnnxElementType.UInt32 or OnnxElementType.UInt64 => tensor.Uint64Data.Count,
                _ => tensor.Int32Data.Count,
            };
        return isThere && count > 0 ? (long)count * (type.IsFloat() ? sizeof(float) : sizeof(long)) : 0;
    }

    private static byte[] Outside(byte[] file)
    {
        var model = ModelProto.Parser.ParseFrom(file);
        var offset = 0;
        for (var i = 0; i < model.Graph.Initializer.Count; i++)
        {
            var tensor = TensorProto.Parser.ParseFrom(model.Graph.Initializer[i]);
            var length = tensor.RawData.Length;
            if (tensor.DataType != 1 || offset + length > _data.Length) continue;
            tensor.ClearRawData();
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
            foreach (var (key, value) in new[] { ("location", DataFile), ("offset", $"{offset}"), ("length", $"{length}") }) tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
            model.Graph.Initializer[i] = tensor.ToByteString();
            offset += length;
        }
        return MessageExtensions.ToByteArray(model);
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

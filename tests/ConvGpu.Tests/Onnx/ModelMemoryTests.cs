using System.Diagnostics;
using ConvGpu.Onnx;
using ConvGpu.Onnx.Export;
using ConvGpu.Onnx.Schema;
using ConvGpu.Tests.Fuzz;
using Google.Protobuf;

namespace ConvGpu.Tests.Onnx;

/// <summary>
/// What reading a model takes: at most 4 x (the file and its tensors' values) + 1 MiB + 8 KiB a node, and no long time, whatever the file is made of.
/// </summary>
public class ModelMemoryTests
{
    private const int Many = 300_000;

    [Theory]
    [InlineData("lenet5")]
    [InlineData("resnet-small")]
    [InlineData("squeezenet")]
    [InlineData("mobilenet-v2")]
    public void SoundModelsTakeLittleMoreThanTheirWeights(string name)
    {
        var plan = new NetworkPlan(ModelZoo.Create(name), new NetworkOptions { MaxBatch = 1 });
        var file = MessageExtensions.ToByteArray(Exporter.Export(plan, tensor => new float[tensor.Shape.Count]));
        OnnxModel.Load(file);
        Assert.InRange(Taken(() => OnnxModel.Load(file)), 0, 4 * (file.Length + OnnxFuzz.DeclaredByModel(file)) + (1 << 20));
    }

    /// <summary>In two bytes a file says that there is an empty message, in one that there is a number.</summary>
    [Theory]
    [InlineData(new byte[] { 0x0A, 0x00 }, "nodes; at most")]
    [InlineData(new byte[] { 0x2A, 0x00 }, "bytes of memory without its tensors")]
    [InlineData(new byte[] { 0x5A, 0x00 }, "bytes of memory without its tensors")]
    [InlineData(new byte[] { 0x62, 0x00 }, "bytes of memory without its tensors")]
    [InlineData(new byte[] { 0x6A, 0x00 }, "bytes of memory without its tensors")]
    [InlineData(new byte[] { 0x0A, 0x02, 0x2A, 0x00 }, "nodes; at most")]
    public void EmptyMessagesAreCountedBeforeTheyAreMade(byte[] message, string error) => Refuses(InGraph(Repeated(message)), error);

    [Theory]
    [InlineData(new byte[] { 0x2A, 0x00 })]
    [InlineData(new byte[] { 0x0A, 0x00 })]
    [InlineData(new byte[] { 0x12, 0x01, (byte)'x' })]
    [InlineData(new byte[] { 0x2A, 0x02, 0x2A, 0x00 })]
    [InlineData(new byte[] { 0x2A, 0x02, 0x40, 0x01 })]
    [InlineData(new byte[] { 0x2A, 0x05, 0x42, 0x03, 0x01, 0x01, 0x01 })]
    public void WhatOneNodeHoldsIsCounted(byte[] part) => Refuses(InGraph(Wire.Field(1, Repeated(part))), "bytes of memory without its tensors");

    [Fact]
    public void LongNamesAreRefused() => Refuses(new ModelProto { Graph = new GraphProto { Node = { new NodeProto { Name = new string('a', 1 << 20) } } } }.ToByteArray(), "a name of 1,048,576 bytes");

    /// <summary>One matrix that is turned for each of many nodes would be there as often.</summary>
    [Fact]
    public void WeightsThatManyNodesShareAreNotCopiedForEach()
    {
        var writer = new ModelWriter("shared");
        writer.Model.Graph.Input.Add(ModelWriter.Info("x", OnnxElementType.Float, [256]));
        var weights = writer.Initializer("w", [256, 256], new float[1 << 16]);
        for (var i = 0; i < 4_000; i++) writer.Model.Graph.Output.Add(ModelWriter.Info(writer.Node($"n{i}", "MatMul", ["x", weights]), OnnxElementType.Float, [256]));
        Refuses(writer.Model.ToByteArray(), "values are computed in advance", new OnnxImportOptions { MostComputedValues = 1 << 18 }, nodes: 4_000);
    }

    /// <summary>Names are made different one after the other, and transpositions that undo each other are found by their axes: neither takes longer the more there are.</summary>
    [Fact]
    public void ManyNodesOfOneNameAndManyTranspositionsTakeNoLongTime()
    {
        var writer = new ModelWriter("long");
        writer.Model.Graph.Input.Add(ModelWriter.Info("x", OnnxElementType.Float, [1024, 1024]));
        var last = "x";
        for (var i = 0; i < 12_000; i++)
        {
            var node = new NodeProto { Name = "same", OpType = "Transpose", Input = { last }, Output = { $"y{i}" } };
            node.Attribute.Add(new AttributeProto { Name = "perm", Ints = { 0, 2, 1 }, Type = AttributeProto.Types.AttributeType.Ints });
            writer.Model.Graph.Node.Add(node);
            last = $"y{i}";
        }
        writer.Model.Graph.Output.Add(ModelWriter.Info(last, OnnxElementType.Float, [1024, 1024]));
        var file = writer.Model.ToByteArray();
        OnnxModel.Load(file);
        var clock = Stopwatch.GetTimestamp();
        var taken = Taken(() => OnnxModel.Load(file));
        Assert.InRange(Stopwatch.GetElapsedTime(clock).TotalSeconds, 0, 5);
        Assert.InRange(taken, 0, 4L * file.Length + (1 << 20) + 12_000L * (1 << 13));
    }

    private static void Refuses(byte[] file, string message, OnnxImportOptions? options = null, long nodes = 0)
    {
        var error = "";
        var taken = Taken(() => error = Assert.Throws<OnnxFormatException>(() => OnnxModel.Load(file, options)).Message);
        Assert.Contains(message, error);
        Assert.InRange(taken, 0, 4 * (file.Length + OnnxFuzz.DeclaredByModel(file)) + (1 << 20) + (options is null ? 0 : 8 * options.MostComputedValues) + (nodes << 13));
    }

    private static long Taken(Action read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        read();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static byte[] Repeated(byte[] part) => [.. Enumerable.Repeat(part, Many).SelectMany(p => p)];

    private static byte[] InGraph(byte[] content) => [.. Wire.Field(7, content), .. new ModelProto { OpsetImport = { new OperatorSetIdProto { Version = 13 } } }.ToByteArray()];
}

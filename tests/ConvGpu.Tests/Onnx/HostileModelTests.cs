using ConvGpu.Onnx;
using ConvGpu.Onnx.Schema;
using ConvGpu.Tests.Ops;
using Google.Protobuf;

namespace ConvGpu.Tests.Onnx;

/// <summary>Files that are damaged or ask for what is not there give one kind of exception that names the node or tensor.</summary>
public class HostileModelTests
{
    [Fact]
    public void AnUnknownOperatorIsNamedWithItsNode() =>
        Refuses("Node 'odd' is of the operator Hardmax, which is not supported", m => m.Graph.Node.Add(Node("Hardmax", "odd", ["y"], "z")));

    [Fact]
    public void AnOperatorOfAnotherDomainIsNamedWithIt() => Refuses("com.example.Relu", m => m.Graph.Node[0].Domain = "com.example");

    [Fact]
    public void ACycleIsRefused() => Refuses("Node 'first' (Relu) takes 'y', which nothing before it makes", m => m.Graph.Node[0].Input[0] = "y");

    [Fact]
    public void ANameThatIsMadeTwiceIsRefused() => Refuses("makes 'y', which is there already", m => m.Graph.Node.Add(Node("Relu", "again", ["x"], "y")));

    [Fact]
    public void AnOutputThatNothingMakesIsRefused() => Refuses("'nothing' is made by no node", m => m.Graph.Output[0].Name = "nothing");

    [Fact]
    public void ValuesInOtherFilesAreRefused() => Refuses("Tensor 'w' keeps its values in another file", m => m.Graph.Initializer.Add(
        new TensorProto { Name = "w", DataType = 1, Dims = { 4 }, DataLocation = TensorProto.Types.DataLocation.External }));

    [Theory]
    [InlineData(new long[] { 1L << 40 }, "Tensor 'w' has a size of 1099511627776")]
    [InlineData(new long[] { 1 << 20, 1 << 20 }, "more than the")]
    [InlineData(new long[] { -1 }, "Tensor 'w' has a size of -1")]
    [InlineData(new long[] { 1 << 28 }, "takes 1,073,741,824 bytes, but has 3")]
    public void SizesAreHeldAgainstTheBytes(long[] dims, string message) => Refuses(message, m =>
    {
        var tensor = new TensorProto { Name = "w", DataType = 1, RawData = ByteString.CopyFrom(1, 2, 3) };
        tensor.Dims.AddRange(dims);
        m.Graph.Initializer.Add(tensor);
    });

    [Fact]
    public void AHugeConstantIsNotMade() => Refuses("in all of a model at most 67,108,864 values", m =>
    {
        m.Graph.Node.Add(new NodeProto
        {
            OpType = "Constant", Name = "size", Output = { "size" },
            Attribute = { new AttributeProto { Name = "value_ints", Type = AttributeProto.Types.AttributeType.Ints, Ints = { 1 << 15, 1 << 15 } } },
        });
        m.Graph.Node.Add(Node("ConstantOfShape", "huge", ["size"], "h"));
    });

    [Theory]
    [InlineData(5)]
    [InlineData(23)]
    public void OtherOpsetsAreRefused(int opset) => Refuses($"is written for opset {opset}; 6 to 22 are read", m => m.OpsetImport[0].Version = opset);

    [Fact]
    public void AnOpenSizeIsNamed() => Refuses("leaves its axis 2 open ('rows'); set OnnxImportOptions.InputSizes", m => m.Graph.Input[0].Type.TensorType.Shape.Dim[2].DimParam = "rows");

    [Fact]
    public void WhatIsNoModelIsRefused()
    {
        Assert.Throws<OnnxFormatException>(() => OnnxModel.Load([1, 2, 3, 4]));
        Assert.Throws<OnnxFormatException>(() => OnnxModel.Load([]));
        Assert.Throws<OnnxFormatException>(() => OnnxModel.Load("/nowhere/model.onnx"));
    }

    /// <summary>Bits turned, bytes cut off and bytes put in, anywhere in a real model: read, or refused as documented.</summary>
    [Fact]
    public void DamagedFilesAreReadOrRefused()
    {
        using var network = new Network(ModelZoo.Create("resnet-small"), TestDevices.Open(OnDevice.Cpu), new NetworkOptions { MaxBatch = 1 });
        // The nodes stand in front of the weights: most changes hit what matters.
        var sound = network.ToOnnx();
        var random = new Random(11);
        var read = 0;
        for (var i = 0; i < (Environment.GetEnvironmentVariable("CONVGPU_TEST") == "full" ? 20_000 : 600); i++)
        {
            var bytes = sound.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(random.Next(2) == 0 ? 6_000 : bytes.Length);
                if (random.Next(5) == 0) bytes = bytes[..Math.Clamp(at, 1, bytes.Length)];
                else bytes[at % bytes.Length] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)(bytes[at % bytes.Length] ^ (1 << random.Next(8)));
            }
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                OnnxModel.Load(bytes);
                read++;
            }
            catch (OnnxFormatException)
            {
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16L * sound.Length);
        }
        Assert.True(read > 0);
    }

    private static void Refuses(string message, Action<ModelProto> damage)
    {
        var model = new ModelProto
        {
            IrVersion = 8, OpsetImport = { new OperatorSetIdProto { Version = 13 } },
            Graph = new GraphProto { Name = "small", Input = { Info("x") }, Output = { Info("y") }, Node = { Node("Relu", "first", ["x"], "y") } },
        };
        damage(model);
        Assert.Contains(message, Assert.Throws<OnnxFormatException>(() => OnnxModel.Load(model.ToByteArray())).Message);
    }

    private static NodeProto Node(string operatorName, string name, string[] inputs, string output)
    {
        var node = new NodeProto { OpType = operatorName, Name = name, Output = { output } };
        node.Input.AddRange(inputs);
        return node;
    }

    private static ValueInfoProto Info(string name)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(new long[] { 1, 2, 3, 4 }.Select(d => new TensorShapeProto.Types.Dimension { DimValue = d }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1, Shape = shape } } };
    }
}

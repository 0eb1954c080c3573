using ConvGpu.Onnx;
using ConvGpu.Onnx.Schema;
using ConvGpu.Tests.Fuzz;
using ConvGpu.Tests.Ops;
using Google.Protobuf;

namespace ConvGpu.Tests.Onnx;

/// <summary>Files that are damaged or ask for what is not there give one kind of exception that names the node or tensor.</summary>
public class HostileModelTests
{
    [Fact]
    public void AnUnknownOperatorIsNamedWithItsNode() =>
        Refuses("Node 'odd' is of the operator Einsum, which is not supported", m => Ending(m, Node("Einsum", "odd", ["y"], "z")));

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
    public void AHugeConstantIsNotMade() => Refuses("in all of a model at most 4,194,304 values", m =>
    {
        Size(m, 1 << 15, 1 << 15);
        Ending(m, Node("ConstantOfShape", "huge", ["size"], "h"));
    });

    [Theory]
    [InlineData("Concat")]
    [InlineData("Clip", "x", "none")]
    [InlineData("Clip", "x", "", "none")]
    [InlineData("Dropout", "x", "none")]
    [InlineData("Split", "x", "none")]
    [InlineData("Reshape", "x")]
    [InlineData("Resize", "x", "none", "none", "none")]
    [InlineData("Pad", "x", "none", "none")]
    [InlineData("Relu")]
    public void WhatIsEmptyOrLeftOutIsNamedWithItsNode(string operatorName, params string[] inputs) => Refuses($"Node 'odd' ({operatorName})", m =>
    {
        m.Graph.Initializer.Add(new TensorProto { Name = "none", DataType = operatorName is "Clip" or "Dropout" ? 1 : 7, Dims = { 0 } });
        Ending(m, Node(operatorName, "odd", inputs, "z"));
    });

    [Fact]
    public void ASoftmaxOfASingleNumberIsRefused() => Refuses("Node 'odd' (Softmax) takes a single number", m =>
    {
        m.Graph.Input[0].Type.TensorType.Shape.Dim.Clear();
        Ending(m, Node("Softmax", "odd", ["x"], "z"));
    });

    [Fact]
    public void TwoInputsOfOneNameAreRefused()
    {
        Refuses("two inputs of the name 'x'", m => m.Graph.Input.Add(Info("x")));
        var model = Small();
        model.Graph.Input.Add(Info("x"));
        OnnxTensor given = new("", [1, 1, 1, 1], [1f]);
        Assert.Contains("two inputs", Assert.Throws<OnnxFormatException>(() => OnnxModel.Run(model, [given, given], TestDevices.Open(OnDevice.Cpu))).Message);
    }

    /// <summary>Both are called as the first input is, so their names cannot say which is which.</summary>
    [Fact]
    public void InputsOfOneNameAreInTheModelsOrder()
    {
        var model = Small();
        model.Graph.Input.Add(Info("w"));
        model.Graph.Node[0] = Node("Sub", "first", ["x", "w"], "y");
        OnnxTensor[] given = [new("x", [1, 1, 1, 1], [5f]), new("x", [1, 1, 1, 1], [2f])];
        Assert.Equal([3f], OnnxModel.Run(model, given, TestDevices.Open(OnDevice.Cpu))[0].ToFloats());
    }

    /// <summary>A constant made once may not be made again and again, by operators that keep or add up sizes.</summary>
    [Theory]
    [InlineData("Floor", 1)]
    [InlineData("Neg", 1)]
    [InlineData("Concat", 1)]
    [InlineData("Where", 3)]
    [InlineData("Add", 2)]
    [InlineData("Transpose", 1)]
    public void WhatIsComputedInAdvanceIsCounted(string operatorName, int inputs) => Refuses("in all of a model at most 4,194,304 values", m =>
    {
        Size(m, (1 << 21) + 1);
        m.Graph.Node.Add(Node("ConstantOfShape", "made", ["size"], "made"));
        var node = Node(operatorName, "again", [.. Enumerable.Repeat("made", inputs)], "again");
        if (operatorName == "Concat") node.Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = 0 });
        Ending(m, node);
    });

    /// <summary>The four sizes in the file count as four values that may be made beside the others.</summary>
    [Fact]
    public void AHugePictureIsNotMade() => Refuses("in all of a model at most 4,194,308 values", m =>
    {
        m.OpsetImport[0].Version = 13;
        m.Graph.Initializer.Add(new TensorProto { Name = "to", DataType = 7, Dims = { 4 }, Int64Data = { 1, 2, 1, 1 << 29 } });
        Ending(m, Node("Resize", "huge", ["x", "", "", "to"], "z"));
    });

    /// <summary>Beyond 2^24, where float32 has no odd numbers.</summary>
    [Theory]
    [InlineData("Neg", -16_777_217L)]
    [InlineData("Abs", 16_777_217L)]
    public void WholeNumbersAreNotRounded(string operatorName, long expected)
    {
        var model = Small();
        model.Graph.Initializer.Add(new TensorProto { Name = "n", DataType = 7, Dims = { 1 }, Int64Data = { 16_777_217 } });
        model.Graph.Node.Add(Node(operatorName, "whole", ["n"], "z"));
        Assert.Equal([expected], Known(model, "z").Integers);
    }

    [Theory]
    [InlineData(0, 16_777_217, 16_777_216, 2)]
    [InlineData(16_777_216, 16_777_219, 1, 3)]
    [InlineData(5, 0, -2, 3)]
    [InlineData(0, 5, -1, 0)]
    [InlineData(5, 0, 2, 0)]
    public void ARangeOfWholeNumbersIsCountedInWholeNumbers(long start, long limit, long delta, int count)
    {
        var model = Small();
        foreach (var (name, value) in new[] { ("start", start), ("limit", limit), ("delta", delta) })
            model.Graph.Initializer.Add(new TensorProto { Name = name, DataType = 7, Int64Data = { value } });
        model.Graph.Node.Add(Node("Range", "range", ["start", "limit", "delta"], "z"));
        Assert.Equal(Enumerable.Range(0, count).Select(i => start + i * delta), Known(model, "z").Integers);
    }

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
            var taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.InRange(taken, 0, 4 * (bytes.Length + OnnxFuzz.DeclaredByModel(bytes)) + (1 << 20));
        }
        Assert.True(read > 0);
    }

    /// <summary>What no output follows from may be anything: nobody has to understand it.</summary>
    [Fact]
    public void WhatIsNotNeededIsNotRead()
    {
        var model = Small();
        model.Graph.Node.Add(Node("NonMaxSuppression", "boxes", ["y"], "chosen"));
        model.Graph.Output.Add(Info("chosen"));
        var bytes = model.ToByteArray();
        Assert.Contains("'boxes' is of the operator NonMaxSuppression", Assert.Throws<OnnxFormatException>(() => OnnxModel.Load(bytes)).Message);
        Assert.Equal("y", OnnxModel.Load(bytes, new OnnxImportOptions { Outputs = ["y"] }).Outputs.Single().Name);
    }

    // The model's output is that of a node behind the others.
    private static void Ending(ModelProto model, NodeProto node)
    {
        model.Graph.Node.Add(node);
        model.Graph.Output[0].Name = node.Output.FirstOrDefault() ?? "";
    }

    private static OnnxTensor Known(ModelProto model, string output)
    {
        model.Graph.Output[0].Name = output;
        return OnnxModel.Run(model, [new("x", [1, 1, 1, 1], [1f])], TestDevices.Open(OnDevice.Cpu))[0];
    }

    private static void Size(ModelProto model, params long[] sizes)
    {
        var values = new AttributeProto { Name = "value_ints", Type = AttributeProto.Types.AttributeType.Ints };
        values.Ints.AddRange(sizes);
        model.Graph.Node.Add(new NodeProto { OpType = "Constant", Name = "size", Output = { "size" }, Attribute = { values } });
    }

    private static ModelProto Small() => new()
    {
        IrVersion = 8, OpsetImport = { new OperatorSetIdProto { Version = 13 } },
        Graph = new GraphProto { Name = "small", Input = { Info("x") }, Output = { Info("y") }, Node = { Node("Relu", "first", ["x"], "y") } },
    };

    private static void Refuses(string message, Action<ModelProto> damage)
    {
        var model = Small();
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

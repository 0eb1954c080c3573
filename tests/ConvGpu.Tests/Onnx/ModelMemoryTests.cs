using ConvGpu.Onnx;
using ConvGpu.Onnx.Export;
using ConvGpu.Onnx.Import;
using ConvGpu.Onnx.Schema;
using ConvGpu.Tests.Fuzz;
using Google.Protobuf;

namespace ConvGpu.Tests.Onnx;

/// <summary>
/// What reading a model takes: at most 4 x (the file and what it declares: values, lists of numbers, 2 KiB a node) + 1 MiB, and no long time, whatever
/// the file is made of.
/// </summary>
public class ModelMemoryTests
{
    private const int Many = 300_000;

    // Far more than reading takes on a busy machine, and far less than the hours of one that counts what it must not.
    private static readonly TimeSpan _most = TimeSpan.FromMinutes(2);

    // Of each node, so that what is not counted is more than what any model takes.
    private const int Copies = 400;

    // Exceptions with their traces, and the tables of an empty graph.
    private const int AnyModel = 1 << 14;

    /// <summary>An operator, how many nodes of it there are, how many inputs each has, and whether they are read.</summary>
    public static TheoryData<string, int, int, bool> SmallNodes => new()
    {
        { "Relu", 15_000, 1, true }, { "Transpose", 15_000, 1, true }, { "ReduceSum", 15_000, 1, true }, { "Hardmax", 15_000, 1, false },
        { "ArgMax", 15_000, 1, false }, { "ReduceLogSumExp", 15_000, 1, false }, { "Add", 6_000, 2, true }, { "Equal", 6_000, 2, false },
        { "Where", 6_000, 3, true }, { "Max", 20, 1_000, false }, { "Sum", 20, 1_000, false },
    };

    /// <summary>Operators that honest models have many of, and the letters of their names.</summary>
    public static TheoryData<string, int> HonestNodes => new()
    {
        { "Mish", 0 }, { "Mish", 200 }, { "Relu", 200 }, { "Identity", 200 }, { "HardSwish", 0 }, { "Clip", 0 }, { "Celu", 40 }, { "Sign", 0 }, { "Gelu", 400 },
        { "Mish Relu Identity HardSwish Clip Celu Abs Round Softplus", 60 },
    };

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

    /// <summary>Its last node mixes the batch: it is read twice, and what the first way took does not count for the second.</summary>
    [Fact]
    public void AModelThatIsReadInTwoWaysIsNotRefused()
    {
        const int width = 512;
        var writer = new ModelWriter("mixed");
        var input = ModelWriter.Info("x", OnnxElementType.Float, [width]);
        input.Type.TensorType.Shape.Dim[0].DimValue = 1;
        writer.Model.Graph.Input.Add(input);
        var last = "x";
        for (var i = 0; i < 2; i++) last = writer.Node($"product{i}", "MatMul", [last, writer.Initializer($"weights{i}", [width, width], new float[width * width])]);
        var axes = writer.Node("axes", "Constant", [], ConvGpu.Onnx.Export.Attribute.Of("value_ints", [0]));
        last = writer.Node("mixes", "Squeeze", [last, axes]);
        writer.Model.Graph.Output.Add(ModelWriter.Info(last, OnnxElementType.Float, [width]));
        Assert.NotNull(OnnxModel.Load(MessageExtensions.ToByteArray(writer.Model)).Graph);
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

    /// <summary>As many empty messages as a small file may just have: what is made of them is within the bound as well.</summary>
    [Theory]
    [InlineData(new byte[] { 0x0A, 0x00 })]
    [InlineData(new byte[] { 0x2A, 0x00 })]
    [InlineData(new byte[] { 0x5A, 0x00 })]
    [InlineData(new byte[] { 0x62, 0x00 })]
    [InlineData(new byte[] { 0x62, 0x03, 0x0A, 0x01, (byte)'y' })]
    [InlineData(new byte[] { 0x6A, 0x00 })]
    public void FewerEmptyMessagesTakeNoMoreThanTheBound(byte[] message)
    {
        for (var count = 500; count < 20_000; count += count / 8)
        {
            var file = InGraph([.. Enumerable.Repeat(message, count).SelectMany(p => p), .. Wire.Field(1, [0x22, 4, .. "Relu"u8, 0x12, 1, (byte)'y', 0x0A, 1, (byte)'x'])]);
            Try(file);
            Assert.InRange(Taken(() => Try(file)), 0, Bound(file));
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x2A, 0x00 })]
    [InlineData(new byte[] { 0x0A, 0x00 })]
    [InlineData(new byte[] { 0x12, 0x01, (byte)'x' })]
    [InlineData(new byte[] { 0x2A, 0x02, 0x2A, 0x00 })]
    [InlineData(new byte[] { 0x2A, 0x02, 0x40, 0x01 })]
    [InlineData(new byte[] { 0x2A, 0x05, 0x42, 0x03, 0x01, 0x01, 0x01 })]
    public void WhatOneNodeHoldsIsCounted(byte[] part) => Refuses(InGraph(Wire.Field(1, Repeated(part))), "bytes of memory without its tensors");

    /// <summary>
    /// Nodes of a few bytes each that become layer upon layer are read, at no more than the bound; or they are refused, by the node at which they reach it,
    /// and not long before it.
    /// </summary>
    [Theory]
    [MemberData(nameof(SmallNodes))]
    public void LayersAreCountedAsTheyAreMade(string operatorName, int nodes, int inputs, bool areRead)
    {
        var file = Chain([operatorName], nodes, inputs);
        var error = Try(file);
        var taken = Taken(() => Try(file));
        if (areRead) Assert.Null(error);
        else Assert.Matches($@"^At node '\w+' \({operatorName}\) the model takes more than [\d,]+ bytes of memory to read", error);
        Assert.InRange(taken, areRead ? 0 : Bound(file) / 3, Bound(file));
    }

    /// <summary>Layers without weights, as many as only the deepest models have: most of what they take is the layers.</summary>
    [Theory]
    [MemberData(nameof(HonestNodes))]
    public void LongChainsOfSmallNodesAreRead(string operators, int letters)
    {
        const int nodes = 3_000;
        var file = Chain(operators.Split(' '), nodes, 1, letters);
        OnnxModel? model = null;
        void Read() => model = OnnxModel.Load(file);
        Read();
        Assert.InRange(Taken(Read), 0, Bound(file));
        Assert.InRange(model!.Graph!.Nodes.Count, operators == "Identity" ? 1 : nodes, int.MaxValue);
    }

    /// <summary>What is counted is no less than what is taken, for the nodes of ONNX's own tests, each many times over.</summary>
    [Fact]
    public void NoOperatorTakesMoreThanIsCounted()
    {
        Assert.SkipUnless(OnnxTestData.IsInstalled, OnnxTestData.Missing);
        var read = 0;
        foreach (var test in OnnxTestData.All.Where(t => OnnxTestData.WhyNot(t) is null))
        {
            var copies = Math.Min(Copies, Importer.MostNodes / test.Model.Graph.Node.Count - 1);
            var file = ManyTimes(test.Model, copies).ToByteArray();
            Count(ManyTimes(test.Model, 1).ToByteArray());
            (long Bytes, bool IsRead) counted = default;
            var taken = Taken(() => counted = Count(file));
            Assert.True(taken <= counted.Bytes + AnyModel, $"{test}: {taken:N0} bytes taken, {counted.Bytes:N0} counted.");
            if (counted.IsRead) read++;
        }
        // Others take sizes as inputs, which are not given here, or are of nodes that become so many layers that 400 of them are refused.
        Assert.InRange(read, 400, int.MaxValue);

        static (long, bool) Count(byte[] file)
        {
            var source = ModelFile.Read(file, "the model");
            var isRead = true;
            try
            {
                ImportedModel.Of(source, new());
            }
            catch (OnnxFormatException)
            {
                isRead = false;
            }
            // The file is there already.
            return (source.Memory.Taken + source.Memory.Beside - file.Length, isRead);
        }
    }

    /// <summary>A list of numbers is what it declares: as long as a file has room for.</summary>
    [Fact]
    public void LongListsOfNumbersAreRead()
    {
        var writer = new ModelWriter("list");
        writer.Model.Graph.Input.Add(ModelWriter.Info("x", OnnxElementType.Float, [Many]));
        var values = new AttributeProto { Name = "value_floats", Type = AttributeProto.Types.AttributeType.Floats };
        var starts = new AttributeProto { Name = "value_ints", Type = AttributeProto.Types.AttributeType.Ints };
        for (var i = 0; i < Many; i++)
        {
            values.Floats.Add(i);
            starts.Ints.Add(i & 1);
        }
        writer.Model.Graph.Output.Add(ModelWriter.Info(writer.Node("y", "Add", ["x", writer.Node("floats", "Constant", [], values)]), OnnxElementType.Float, [Many]));
        writer.Model.Graph.Output.Add(ModelWriter.Info(writer.Node("ints", "Constant", [], starts), OnnxElementType.Int64, [Many]));
        var file = writer.Model.ToByteArray();
        OnnxModel? model = null;
        Assert.InRange(Taken(() => model = OnnxModel.Load(file)), 0, Bound(file));
        Assert.Equal(Many, model!.Outputs[0].Dims[^1]);
    }

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
        Refuses(writer.Model.ToByteArray(), "values are computed in advance", new OnnxImportOptions { MostComputedValues = 1 << 18 });
    }

    /// <summary>Each of 20 bytes while it is computed, and as many as may be.</summary>
    [Theory]
    [InlineData("Concat")]
    [InlineData("Add")]
    [InlineData("Where")]
    [InlineData("Expand")]
    public void ValuesThatAreComputedInAdvanceTakeNoMoreThanTheirLimit(string operatorName)
    {
        var options = new OnnxImportOptions { MostComputedValues = 1 << 20 };
        var writer = new ModelWriter("computed");
        writer.Model.Graph.Input.Add(ModelWriter.Info("x", OnnxElementType.Float, [4]));
        var condition = writer.Node("condition", "ConstantOfShape", [writer.Integers(1 << 10)]);
        var (value, other) = ("value", "other");
        foreach (var name in new[] { value, other }) writer.Model.Graph.Initializer.Add(ModelWriter.Tensor(name, [1 << 10], new long[1 << 10]));
        for (var i = 0; i < 2_000; i++)
        {
            value = writer.Node($"n{i}", operatorName, operatorName switch
            {
                "Where" => [condition, value, other],
                "Expand" => [value, writer.Integers(1 << 10)],
                _ => [value, other],
            }, operatorName == "Concat" ? [ConvGpu.Onnx.Export.Attribute.Of("axis", 0)] : []);
        }
        writer.Model.Graph.Output.Add(ModelWriter.Info(value, OnnxElementType.Int64, [1 << 10]));
        var file = writer.Model.ToByteArray();
        Assert.Contains("values are computed in advance", Try(file, options));
        Assert.InRange(Taken(() => Try(file, options)), 8 * options.MostComputedValues, Bound(file) + 20 * options.MostComputedValues);
    }

    /// <summary>Without values there may be any number of rows: here two million million to be joined.</summary>
    [Fact]
    public async Task TensorsWithoutValuesAreJoinedAtOnce()
    {
        var writer = new ModelWriter("empty");
        writer.Model.Graph.Input.Add(ModelWriter.Info("x", OnnxElementType.Float, [4]));
        var empty = writer.Initializer("empty", [2_000_000_000, 1, 0], []);
        var joined = writer.Node("joined", "Concat", [.. Enumerable.Repeat(empty, 1_000)], ConvGpu.Onnx.Export.Attribute.Of("axis", 2));
        writer.Model.Graph.Output.Add(ModelWriter.Info(joined, OnnxElementType.Float, [1, 0]));
        writer.Model.Graph.Output.Add(ModelWriter.Info(writer.Node("y", "Relu", ["x"]), OnnxElementType.Float, [4]));
        var file = writer.Model.ToByteArray();
        Assert.Null(await Task.Run(() => Try(file)).WaitAsync(_most, TestContext.Current.CancellationToken));
    }

    /// <summary>
    /// Names are made different one after the other, each in one try: more would be seen in the memory of their texts. Transpositions that undo each other
    /// are found by their axes: by 12,000 times a thousand million elements it would take hours.
    /// </summary>
    [Fact]
    public async Task ManyNodesOfOneNameAndManyTranspositionsTakeNoLongTime()
    {
        const int side = 1 << 15;
        var writer = new ModelWriter("long");
        writer.Model.Graph.Input.Add(ModelWriter.Info("x", OnnxElementType.Float, [side, side]));
        var last = "x";
        for (var i = 0; i < 12_000; i++)
        {
            var node = new NodeProto { Name = "same", OpType = "Transpose", Input = { last }, Output = { $"y{i}" } };
            node.Attribute.Add(new AttributeProto { Name = "perm", Ints = { 0, 2, 1 }, Type = AttributeProto.Types.AttributeType.Ints });
            writer.Model.Graph.Node.Add(node);
            last = $"y{i}";
        }
        writer.Model.Graph.Output.Add(ModelWriter.Info(last, OnnxElementType.Float, [side, side]));
        var file = writer.Model.ToByteArray();
        var taken = await Task.Run(() =>
        {
            OnnxModel.Load(file);
            return Taken(() => OnnxModel.Load(file));
        }).WaitAsync(_most, TestContext.Current.CancellationToken);
        Assert.InRange(taken, 0, Bound(file));
    }

    private static void Refuses(byte[] file, string message, OnnxImportOptions? options = null)
    {
        var error = "";
        var taken = Taken(() => error = Assert.Throws<OnnxFormatException>(() => OnnxModel.Load(file, options)).Message);
        Assert.Contains(message, error);
        Assert.InRange(taken, 0, Bound(file) + (options is null ? 0 : 8 * options.MostComputedValues));
    }

    private static long Bound(byte[] file) => 4 * (file.Length + OnnxFuzz.DeclaredInAll(file)) + (1 << 20);

    private static long Taken(Action read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        read();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <returns>Why the file was refused; null where it was read.</returns>
    private static string? Try(byte[] file, OnnxImportOptions? options = null)
    {
        try
        {
            OnnxModel.Load(file, options);
            return null;
        }
        catch (OnnxFormatException e)
        {
            return e.Message;
        }
    }

    /// <summary>A model of one item, of nodes that take each other's output and, where they have more inputs, the model's input.</summary>
    /// <param name="operators">Their operators, by turns.</param>
    /// <param name="nodes">How many there are.</param>
    /// <param name="inputs">The inputs of each.</param>
    /// <param name="letters">The letters of their names, which are also those of their outputs; 0 for none but the outputs' numbers.</param>
    private static byte[] Chain(string[] operators, int nodes, int inputs, int letters = 0)
    {
        var writer = new ModelWriter("many");
        var input = ModelWriter.Info("x", OnnxElementType.Float, [2, 3, 4]);
        input.Type.TensorType.Shape.Dim[0].DimValue = 1;
        writer.Model.Graph.Input.Add(input);
        var last = "x";
        for (var i = 0; i < nodes; i++)
        {
            var node = new NodeProto { OpType = operators[i % operators.Length], Input = { last }, Output = { i.ToString("x").PadRight(letters, 'n') } };
            if (letters > 0) node.Name = node.Output[0];
            for (var more = 1; more < inputs; more++) node.Input.Add("x");
            writer.Model.Graph.Node.Add(node);
            last = node.Output[0];
        }
        writer.Model.Graph.Output.Add(ModelWriter.Info(last, OnnxElementType.Float, [2, 3, 4]));
        return writer.Model.ToByteArray();
    }

    /// <summary>A model with copies of its nodes, whose outputs are the model's too.</summary>
    private static ModelProto ManyTimes(ModelProto model, int times)
    {
        NodeProto[] nodes = [.. model.Graph.Node.Select(n => n.Clone())];
        var made = nodes.SelectMany(n => n.Output).Where(o => o.Length > 0).ToHashSet();
        string[] outputs = [.. model.Graph.Output.Select(o => o.Name)];
        for (var copy = 0; copy < times; copy++)
        {
            foreach (var node in nodes)
            {
                var again = node.Clone();
                for (var i = 0; i < again.Input.Count; i++)
                    if (made.Contains(again.Input[i])) again.Input[i] += $".{copy}";
                for (var i = 0; i < again.Output.Count; i++)
                    if (again.Output[i].Length > 0) again.Output[i] += $".{copy}";
                model.Graph.Node.Add(again);
            }
            model.Graph.Output.AddRange(outputs.Select(o => new ValueInfoProto { Name = $"{o}.{copy}" }));
        }
        return model;
    }

    private static byte[] Repeated(byte[] part) => [.. Enumerable.Repeat(part, Many).SelectMany(p => p)];

    private static byte[] InGraph(byte[] content) => [.. Wire.Field(7, content), .. new ModelProto { OpsetImport = { new OperatorSetIdProto { Version = 13 } } }.ToByteArray()];
}

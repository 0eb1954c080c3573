using ConvGpu.Onnx;
using ConvGpu.Onnx.Export;
using ConvGpu.Onnx.Schema;
using Google.Protobuf;

namespace ConvGpu.Tests.Onnx;

/// <summary>What reading a tensor takes: at most 4 x (the file + the values that its sizes say) and a few small objects, whatever the file is made of.</summary>
public class TensorMemoryTests
{
    private const int Many = 1 << 18;

    // Exceptions with their traces, a small model's graph.
    private const long FixedBytes = 1 << 18;

    /// <summary>Numbers of a byte each, one more than a list that doubles has room for, become what their sizes say and no more.</summary>
    [Theory]
    [InlineData(7, 7, false)]
    [InlineData(7, 7, true)]
    [InlineData(13, 11, false)]
    [InlineData(12, 11, true)]
    [InlineData(2, 5, false)]
    [InlineData(6, 5, true)]
    [InlineData(10, 5, false)]
    [InlineData(10, 5, true)]
    public void SmallNumbersAreReadWithinTheBound(int type, int field, bool isEachByItself)
    {
        const int count = Many + 1;
        byte[] values = [.. Enumerable.Range(0, count).Select(i => (byte)(i % 100))];
        byte[] list = isEachByItself ? [.. values.SelectMany(v => new[] { (byte)(field << 3), v })] : [.. Wire.Field(field, values)];
        byte[] file = [.. new TensorProto { Name = "w", DataType = type, Dims = { count } }.ToByteArray(), .. list];
        OnnxTensor? tensor = null;
        var taken = Taken(() => tensor = TensorReader.Read(file, "a.pb"));
        // The values themselves: nothing grows on the way.
        Assert.InRange(taken, 0, (type == 10 ? 4L : 8L) * count + FixedBytes);
        Assert.Equal(count, tensor!.Count);
        Assert.Equal(type == 10 ? (float)BitConverter.UInt16BitsToHalf(99) : 99, tensor.ToFloats()[99]);
    }

    /// <summary>More values than the sizes say, of the tensor's type or of others.</summary>
    [Theory]
    [InlineData(1, 4, new byte[] { 0, 0, 0, 0 }, "has 262,144 values instead of 2")]
    [InlineData(7, 7, new byte[] { 1 }, "has 262,144 values instead of 2")]
    [InlineData(2, 5, new byte[] { 1 }, "has 262,144 values instead of 2")]
    [InlineData(13, 11, new byte[] { 1 }, "has 262,144 values instead of 2")]
    [InlineData(11, 10, new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 }, "has 262,144 values instead of 2")]
    [InlineData(1, 7, new byte[] { 1 }, "has 0 values instead of 2")]
    [InlineData(1, 9, new byte[] { 1 }, "takes 8 bytes, but has 262,144")]
    [InlineData(1, 1, new byte[] { 1 }, "has 262,145 axes")]
    public void MoreValuesThanTheSizesSayAreRefusedBeforeTheyAreMade(int type, int field, byte[] value, string message)
    {
        byte[] list = Wire.Field(field, [.. Enumerable.Repeat(value, Many).SelectMany(v => v)]);
        byte[] tensor = [.. new TensorProto { Name = "w", DataType = type, Dims = { 2 } }.ToByteArray(), .. list];
        Refuses(tensor, message);
    }

    [Theory]
    [InlineData(new byte[] { 0x6A, 0 })]
    [InlineData(new byte[] { 0x6A, 4, 0x0A, 0, 0x12, 0 })]
    [InlineData(new byte[] { 0x32, 0 })]
    [InlineData(new byte[] { 0x38, 1 })]
    [InlineData(new byte[] { 0x42, 1, 0x61 })]
    public void ManyPartsOfATensorTakeNothing(byte[] part)
    {
        byte[] tensor = [.. new TensorProto { Name = "w", DataType = 1, Dims = { 2 } }.ToByteArray(), .. Enumerable.Repeat(part, Many).SelectMany(p => p)];
        Refuses(tensor, "has 0 values instead of 2");
    }

    [Theory]
    [InlineData(new byte[] { 0x3A, 2, 0x81, 0x81 })]
    [InlineData(new byte[] { 0x3A, 12, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 1 })]
    [InlineData(new byte[] { 0x3A, 100, 1 })]
    [InlineData(new byte[] { 0x38 })]
    [InlineData(new byte[] { 0x0B, 0x0C })]
    [InlineData(new byte[] { 0 })]
    public void WhatIsCutOffIsDamaged(byte[] end)
    {
        byte[] tensor = [.. new TensorProto { Name = "w", DataType = 7, Dims = { 1 } }.ToByteArray(), .. end];
        Assert.Contains("Tensor 'w' is damaged", Assert.Throws<OnnxFormatException>(() => TensorReader.Read(tensor, "a.pb")).Message);
    }

    /// <summary>In parts, packed and each by itself, in any order, as Protocol Buffers allows.</summary>
    [Fact]
    public void ValuesInPartsAreReadInTheirOrder()
    {
        byte[] tensor =
        [
            .. Wire.Field(4, [0, 0, 0x80, 0x3F]), 0x25, 0, 0, 0, 0x40, .. new TensorProto { Name = "w", DataType = 1, Dims = { 4 } }.ToByteArray(), .. Wire.Field(4, [0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40]),
        ];
        Assert.Equal([1f, 2, 3, 4], TensorReader.Read(tensor, "a.pb").Floats);
        byte[] whole = [.. new TensorProto { DataType = 7, Dims = { 3 } }.ToByteArray(), 0x38, 5, .. Wire.Field(7, [0x80, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1])];
        Assert.Equal([5L, 128, -1], TensorReader.Read(whole, "a.pb").Integers);
    }

    [Fact]
    public void ALongNameOfATensorIsRefused() =>
        Assert.Contains("a name of 5,000 bytes", Assert.Throws<OnnxFormatException>(() => TensorReader.Read(new TensorProto { Name = new string('a', 5000), DataType = 1 }.ToByteArray(), "a.pb")).Message);

    // As a file of its own, as an initialiser and as a constant.
    private static void Refuses(byte[] tensor, string message)
    {
        var encoded = ByteString.CopyFrom(tensor);
        var constant = new NodeProto { OpType = "Constant", Output = { "y" }, Attribute = { new AttributeProto { Name = "value", T = encoded } } };
        var opset = new OperatorSetIdProto { Version = 13 };
        var input = ModelWriter.Info("x", OnnxElementType.Float, [1]);
        var output = ModelWriter.Info("y", OnnxElementType.Float, [1]);
        byte[] initialised = new ModelProto { OpsetImport = { opset }, Graph = new GraphProto { Initializer = { encoded }, Input = { input }, Output = { output } } }.ToByteArray();
        byte[] constants = new ModelProto { OpsetImport = { opset }, Graph = new GraphProto { Node = { constant }, Input = { input }, Output = { output } } }.ToByteArray();
        foreach (var (file, read) in new (byte[] File, Action<byte[]> Read)[] { (tensor, file => TensorReader.Read(file, "a.pb")), (initialised, file => OnnxModel.Load(file)), (constants, file => OnnxModel.Load(file)) })
        {
            var error = "";
            var taken = Taken(() => error = Assert.Throws<OnnxFormatException>(() => read(file)).Message);
            Assert.Contains(message, error);
            Assert.InRange(taken, 0, 4L * file.Length + FixedBytes);
        }
    }

    private static long Taken(Action read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        read();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}

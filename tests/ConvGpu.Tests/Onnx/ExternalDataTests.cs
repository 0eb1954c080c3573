using System.Runtime.InteropServices;
using ConvGpu.Onnx;
using ConvGpu.Onnx.Export;
using ConvGpu.Onnx.Schema;
using ConvGpu.Tests.Ops;
using Google.Protobuf;

namespace ConvGpu.Tests.Onnx;

/// <summary>Models that keep values in files beside them: what is right is read, and of what is not the tensor, the file and the reason are named.</summary>
public sealed class ExternalDataTests : IDisposable
{
    private const string Data = "model.onnx.data";

    private readonly string _outer = Directory.CreateTempSubdirectory("convgpu-external-").FullName;

    public ExternalDataTests()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllBytes(Path.Combine(Folder, Data), [.. Enumerable.Range(1, 4).SelectMany(i => BitConverter.GetBytes((float)i))]);
    }

    private string Folder => Path.Combine(_outer, "models");

    public void Dispose() => Directory.Delete(_outer, recursive: true);

    [Theory]
    [InlineData(Data, null, null, new[] { 1f, 2 })]
    [InlineData(Data, "8", "8", new[] { 3f, 4 })]
    [InlineData("./" + Data, "4", null, new[] { 2f, 3 })]
    public void ValuesAreReadFromWhereTheyLie(string location, string? offset, string? length, float[] expected) => Assert.Equal(expected, Read(location, offset, length));

    /// <summary>Values of all types, and more of them than are read at once.</summary>
    [Theory]
    [InlineData(OnnxElementType.Float)]
    [InlineData(OnnxElementType.Double)]
    [InlineData(OnnxElementType.Float16)]
    [InlineData(OnnxElementType.BFloat16)]
    [InlineData(OnnxElementType.Int64)]
    [InlineData(OnnxElementType.UInt16)]
    [InlineData(OnnxElementType.Int8)]
    public void AllTypesAreReadAsFromTheModelItself(OnnxElementType type)
    {
        const int count = 40_000;
        var bytes = new byte[count * type.Bytes()];
        new Random(3).NextBytes(bytes);
        File.WriteAllBytes(Path.Combine(Folder, "values"), [9, .. bytes]);
        var inside = new TensorProto { Name = "w", DataType = (int)type, Dims = { count }, RawData = ByteString.CopyFrom(bytes) };
        var outside = Tensor("values", "1", $"{bytes.Length}");
        (outside.DataType, outside.Dims[0]) = ((int)type, count);
        var files = new ExternalFiles(Path.Combine(Folder, "model.onnx"));
        var (expected, read) = (TensorReader.Read(inside.ToByteArray(), files), TensorReader.Read(outside.ToByteArray(), files));
        Assert.Equal(MemoryMarshal.Cast<float, int>(expected.ToFloats()).ToArray(), MemoryMarshal.Cast<float, int>(read.ToFloats()).ToArray());
    }

    /// <summary>A model may lie in the root, whose name ends with a separator already.</summary>
    [Theory]
    [InlineData("/", "/model.onnx.data", true)]
    [InlineData("/models", "/models/part/data", true)]
    [InlineData("/models", "/models2/data", false)]
    [InlineData("/models", "/models", false)]
    public void FilesInsideOfAFolder(string folder, string path, bool expected) =>
        Assert.Equal(expected, ExternalFiles.IsInside(Native(folder), Native(path)));

    private static string Native(string path) => path.Replace('/', Path.DirectorySeparatorChar);

    [Theory]
    [InlineData(null, null, null, "does not say in which")]
    [InlineData("", null, null, "does not say in which")]
    [InlineData("nothing", null, null, "keeps its values in 'nothing', which is not beside the model in")]
    [InlineData(".", null, null, "which is not beside the model in")]
    [InlineData("../other", null, null, "keeps its values in '../other', which leads out of the model's folder")]
    [InlineData("..\\other", null, null, "which leads out of the model's folder")]
    [InlineData("a/../" + Data, null, null, "which leads out of the model's folder")]
    [InlineData("/etc/passwd", null, null, "keeps its values in '/etc/passwd', which leads out of the model's folder")]
    [InlineData("\\\\host\\share", null, null, "which leads out of the model's folder")]
    [InlineData("C:\\data", null, null, "which leads out of the model's folder")]
    [InlineData(Data, "-4", null, "has '-4' as its offset in 'model.onnx.data', which is no number of bytes")]
    [InlineData(Data, "9223372036854775808", null, "which is no number of bytes")]
    [InlineData(Data, "0", "eight", "has 'eight' as its length")]
    [InlineData(Data, "0", "12", "takes 8 bytes, but says that it has 12 in 'model.onnx.data'")]
    [InlineData(Data, "12", null, "takes 8 bytes from byte 12 of 'model.onnx.data' on, which has 16")]
    [InlineData(Data, "9223372036854775807", "8", "from byte 9,223,372,036,854,775,807 of 'model.onnx.data' on, which has 16")]
    public void WhatIsWrongIsSaid(string? location, string? offset, string? length, string message)
    {
        var error = Assert.Throws<OnnxFormatException>(() => Read(location, offset, length)).Message;
        Assert.Contains(message, error);
        Assert.Contains("Tensor 'w'", error);
    }

    /// <summary>Sizes of 8 GiB with a file of 16 bytes take no memory.</summary>
    [Fact]
    public void SizesAreHeldAgainstTheFileBeforeMemoryIsTaken()
    {
        var tensor = Tensor(Data, null, null);
        tensor.Dims[0] = 2_000_000_000;
        var path = Save(tensor);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("takes 8,000,000,000 bytes from byte 0 of 'model.onnx.data' on, which has 16", Assert.Throws<OnnxFormatException>(() => OnnxModel.Load(path)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 18);
    }

    /// <summary>Of one small file a model makes no large one.</summary>
    [Fact]
    public void AFileIsReadTwiceAtMost()
    {
        TensorProto[] same = [.. Enumerable.Range(0, 5).Select(i => Tensor(Data, "8", "8", $"w{i}"))];
        OnnxModel.Load(Save(same[..4]));
        Assert.Contains("Tensor 'w4' of [2] takes 8 bytes of 'model.onnx.data', of whose 16 bytes tensors before it took 32", Assert.Throws<OnnxFormatException>(() => OnnxModel.Load(Save(same))).Message);
    }

    [Fact]
    public void LinksThatLeadOutAreNotFollowed()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("links take rights there that tests have not");
        File.Copy(Path.Combine(Folder, Data), Path.Combine(_outer, "outside"));
        File.CreateSymbolicLink(Path.Combine(Folder, "link"), "../outside");
        Directory.CreateSymbolicLink(Path.Combine(Folder, "up"), "..");
        File.CreateSymbolicLink(Path.Combine(Folder, "circle"), "circle");
        File.CreateSymbolicLink(Path.Combine(Folder, "inside"), Data);
        Assert.Contains("'link', which leads out of the model's folder", Assert.Throws<OnnxFormatException>(() => Read("link", null, null)).Message);
        Assert.Contains("'up/outside', which leads out of the model's folder", Assert.Throws<OnnxFormatException>(() => Read("up/outside", null, null)).Message);
        Assert.Throws<OnnxFormatException>(() => Read("circle", null, null));
        Assert.Equal([1f, 2], Read("inside", null, null));
        Assert.Equal([1f, 2], Read($"up/models/{Data}", null, null));
    }

    /// <summary>Stores that keep files by their content have links to them under the names that models and users know.</summary>
    [Fact]
    public void AModelThatIsALinkHasItsFilesWhereItLeads()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("links take rights there that tests have not");
        var blobs = Directory.CreateDirectory(Path.Combine(_outer, "blobs")).FullName;
        var named = Directory.CreateDirectory(Path.Combine(_outer, "named")).FullName;
        File.Move(Save(Tensor(Data, null, null)), Path.Combine(blobs, "0123"));
        File.Move(Path.Combine(Folder, Data), Path.Combine(blobs, "4567"));
        File.CreateSymbolicLink(Path.Combine(named, "model.onnx"), "../blobs/0123");
        File.CreateSymbolicLink(Path.Combine(named, Data), "../blobs/4567");
        Assert.Equal([1f, 2], Run(Path.Combine(named, "model.onnx")));
    }

    [Fact]
    public void BytesAloneKnowNoOtherFile() => Assert.Contains(
        "Tensor 'w' keeps its values in another file, of which bytes alone know nothing: open the model by its path",
        Assert.Throws<OnnxFormatException>(() => OnnxModel.Load(File.ReadAllBytes(Save(Tensor(Data, null, null))))).Message);

    /// <summary>A constant's value too; and a tensor that no longer says so has its values inside.</summary>
    [Fact]
    public void ConstantsAndEntriesThatAreLeftOver()
    {
        var left = Tensor("nothing", null, null);
        left.DataLocation = TensorProto.Types.DataLocation.Default;
        left.FloatData.Add([7, 8]);
        Assert.Equal([7f, 8], Run(Save(left)));
        var model = Model();
        model.Graph.Node.Insert(0, new NodeProto { OpType = "Constant", Output = { "w" }, Attribute = { new AttributeProto { Name = "value", T = Tensor(Data, "4", null).ToByteString() } } });
        var path = Path.Combine(Folder, "constant.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        Assert.Equal([2f, 3], Run(path));
    }

    private static TensorProto Tensor(string? location, string? offset, string? length, string name = "w")
    {
        var tensor = new TensorProto { Name = name, DataType = 1, Dims = { 2 }, DataLocation = TensorProto.Types.DataLocation.External };
        foreach (var (key, value) in new[] { ("location", location), ("offset", offset), ("length", length), ("checksum", "0") })
            if (value is not null) tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        return tensor;
    }

    // The sum of a list and the tensor.
    private static ModelProto Model()
    {
        var writer = new ModelWriter("external");
        writer.Model.Graph.Input.Add(ModelWriter.Info("x", OnnxElementType.Float, [2]));
        writer.Model.Graph.Output.Add(ModelWriter.Info(writer.Node("y", "Add", ["x", "w"]), OnnxElementType.Float, [2]));
        return writer.Model;
    }

    private string Save(params TensorProto[] tensors)
    {
        var model = Model();
        foreach (var tensor in tensors) model.Graph.Initializer.Add(tensor);
        if (tensors[0].Name != "w") model.Graph.Node[0].Input[1] = tensors[0].Name;
        var path = Path.Combine(Folder, "model.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        return path;
    }

    private float[] Read(string? location, string? offset, string? length) => Run(Save(Tensor(location, offset, length)));

    private static float[] Run(string path) => OnnxModel.Run(path, [new OnnxTensor("x", [1, 2], [0f, 0])], TestDevices.Open(OnDevice.Cpu))[0].ToFloats();
}

using ConvGpu.Onnx.Schema;
using Google.Protobuf;

namespace ConvGpu.Onnx.Import;

/// <summary>Reads the messages of a file and refuses what no model has.</summary>
internal static class ModelFile
{
    private const int NewestFormat = 10;

    private static readonly MessageParser<ModelProto> _parser = ModelProto.Parser.WithDiscardUnknownFields(true);

    public static ModelSource Read(string path)
    {
        try
        {
            UserFile.RequireRegular(path);
            var length = new FileInfo(path).Length;
            if (length > Array.MaxLength) throw new OnnxFormatException($"{path} has {length:N0} bytes; a model file has at most {Array.MaxLength:N0}.");
            return Read(UserFile.ReadAllBytes(path), path, new ExternalFiles(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new OnnxFormatException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a file's content.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="files">The files beside it; null where nobody knows where those are.</param>
    public static ModelSource Read(byte[] bytes, string name, ExternalFiles? files = null)
    {
        var memory = RequireModest(bytes, name);
        ModelProto model;
        try
        {
            model = _parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new OnnxFormatException($"{name} is no ONNX model, or damaged: {e.Message}", e);
        }
        if (model.Graph is null) throw new OnnxFormatException($"{name} is no ONNX model: it has no graph.");
        if (model.IrVersion > NewestFormat)
        {
            throw new OnnxFormatException(
                $"{name} is of IR version {model.IrVersion}; versions up to {NewestFormat} are read. Convert it with onnx.version_converter.");
        }
        var opset = model.OpsetImport.FirstOrDefault(o => o.Domain is "" or "ai.onnx")?.Version
            ?? throw new OnnxFormatException($"{name} does not say which version of the operators it is written for.");
        var old = opset < OperatorTable.OldestOpset && model.Graph.Node.Any(n => OperatorTable.Find(n) is not { } row || opset < row.OldestOpset);
        if (old || opset > OperatorTable.NewestOpset)
        {
            throw new OnnxFormatException(
                $"{name} is written for opset {opset}; {OperatorTable.OldestOpset} to {OperatorTable.NewestOpset} are read. "
                + "Convert it with onnx.version_converter.");
        }
        return new(model, files, memory);
    }

    /// <summary>A model whose messages are there already.</summary>
    public static ModelSource Of(ModelProto model)
    {
        var bytes = model.ToByteArray();
        return new(model, null, RequireModest(bytes, "the model"));
    }

    private static MemoryAllowance RequireModest(byte[] bytes, string name)
    {
        var sizes = MessageSizes.Of(bytes);
        if (sizes.Nodes > Importer.MostNodes) throw new OnnxFormatException($"{name} has {sizes.Nodes:N0} nodes; at most {Importer.MostNodes:N0} are read.");
        if (sizes.Longest > MessageSizes.LongestName)
            throw new OnnxFormatException($"{name} has a name of {sizes.Longest:N0} bytes; at most {MessageSizes.LongestName:N0} are read.");
        var memory = new MemoryAllowance();
        memory.Declare(bytes.Length + sizes.ListedBytes + (long)MemoryAllowance.NodeBytes * sizes.Nodes);
        if (memory.Take(bytes.Length + sizes.Bytes)) return memory;
        throw new OnnxFormatException(
            $"{name} has {bytes.Length:N0} bytes and {sizes.Nodes:N0} nodes, but would take {bytes.Length + sizes.Bytes:N0} bytes of memory without its tensors; "
            + $"a model takes at most {memory.Allowed:N0}.");
    }
}

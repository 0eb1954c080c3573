using ConvGpu.Onnx.Import;
using ConvGpu.Onnx.Schema;

namespace ConvGpu.Onnx;

/// <summary>A model file before anything was made of it.</summary>
internal sealed class OnnxModelFile
{
    private readonly ModelSource _model;

    private OnnxModelFile(ModelSource model) => _model = model;

    /// <summary>The inputs that have no values in the file, and the channels of those that are images; 0 where the file does not say.</summary>
    public IReadOnlyList<(string Name, int Channels)> Inputs => [.. _model.OpenInputs.Select(i => (i.Name, ChannelsOf(i)))];

    public IReadOnlyList<string> Outputs => [.. _model.Graph.Output.Select(o => o.Name)];

    public static OnnxModelFile Open(string path) => new(ModelFile.Read(path));

    /// <summary>What the model takes, for people.</summary>
    public string Signature => string.Join(" and ", _model.OpenInputs.Select(i => $"{i.Name} {ModelInputs.Declared(i)}"));

    /// <summary>All values that nodes make.</summary>
    public IReadOnlySet<string> Values => _model.Graph.Node.SelectMany(n => n.Output).ToHashSet();

    /// <summary>Computes the outputs, or other values of the model.</summary>
    public IReadOnlyList<OnnxTensor> Run(IReadOnlyList<OnnxTensor> inputs, ComputeDevice device, IReadOnlyList<string>? outputs = null) =>
        OnnxModel.Run(_model, inputs, device, new OnnxImportOptions { Outputs = outputs });

    /// <summary>Whether given tensors have other sizes than the file declares.</summary>
    public bool Differs(IReadOnlyList<OnnxTensor> inputs) => ModelInputs.Difference(_model, inputs) is not null;

    private static int ChannelsOf(ValueInfoProto input) =>
        input.Type?.TensorType?.Shape is { Dim.Count: 4 } shape ? (int)Math.Clamp(shape.Dim[1].DimValue, 0, int.MaxValue) : 0;
}

using ConvGpu.Onnx.Import;
using ConvGpu.Onnx.Schema;

namespace ConvGpu.Onnx;

/// <summary>A model file before anything was made of it.</summary>
internal sealed class OnnxModelFile
{
    private readonly ModelProto _model;

    private OnnxModelFile(ModelProto model) => _model = model;

    /// <summary>The inputs that have no values in the file, and the channels of those that are images; 0 where the file does not say.</summary>
    public IReadOnlyList<(string Name, int Channels)> Inputs
    {
        get
        {
            var initialized = _model.Graph.Initializer.Select(t => t.Name).ToHashSet();
            return [.. _model.Graph.Input.Where(i => !initialized.Contains(i.Name)).Select(i => (i.Name, ChannelsOf(i)))];
        }
    }

    public IReadOnlyList<string> Outputs => [.. _model.Graph.Output.Select(o => o.Name)];

    public static OnnxModelFile Open(string path) => new(ModelFile.Read(path));

    public IReadOnlyList<OnnxTensor> Run(IReadOnlyList<OnnxTensor> inputs, ComputeDevice device) => OnnxModel.Run(_model, inputs, device);

    private static int ChannelsOf(ValueInfoProto input) =>
        input.Type?.TensorType?.Shape is { Dim.Count: 4 } shape ? (int)Math.Clamp(shape.Dim[1].DimValue, 0, int.MaxValue) : 0;
}

using ConvGpu.Onnx.Schema;
using Google.Protobuf;

namespace ConvGpu.Onnx.Import;

/// <summary>A model's messages and what its tensors are read from, each once however often the model is looked at.</summary>
/// <param name="model">The messages.</param>
/// <param name="files">The files beside the model; null where it came from memory.</param>
/// <param name="memory">What reading it may take.</param>
internal sealed class ModelSource(ModelProto model, ExternalFiles? files, MemoryAllowance memory)
{
    private readonly Dictionary<ByteString, OnnxTensor> _tensors = new(ReferenceEqualityComparer.Instance);
    private Initializers? _initializers;

    public ModelProto Model => model;

    public GraphProto Graph => model.Graph;

    public MemoryAllowance Memory => memory;

    /// <summary>The values that the file has for names.</summary>
    /// <exception cref="OnnxFormatException">Two have one name, or there are sparse ones.</exception>
    public Initializers Initializers => _initializers ??= new(this);

    /// <summary>The inputs that have no values in the file.</summary>
    public IEnumerable<ValueInfoProto> OpenInputs => Graph.Input.Where(i => !Initializers.Has(i.Name));

    /// <exception cref="OnnxFormatException">The tensor is damaged or of a type that is not supported, or its file is.</exception>
    public OnnxTensor Read(ByteString tensor)
    {
        if (_tensors.TryGetValue(tensor, out var value)) return value;
        _tensors[tensor] = value = TensorReader.Read(tensor.Span, files);
        // Values are held against their bytes there: they are within what they declare.
        memory.Declare(value.Bytes);
        memory.Take(value.Bytes);
        return value;
    }
}

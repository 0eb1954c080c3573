using Google.Protobuf;

namespace ConvGpu.Onnx.Import;

/// <summary>The values that a model's file has for names.</summary>
internal sealed class Initializers
{
    private readonly ModelSource _source;
    private readonly Dictionary<string, ByteString> _tensors = [];

    /// <exception cref="OnnxFormatException">Two have one name, or there are sparse ones.</exception>
    public Initializers(ModelSource source)
    {
        _source = source;
        if (source.Graph.SparseInitializer.Count > 0) throw new OnnxFormatException("The model has sparse initialisers, which are not supported.");
        foreach (var tensor in source.Graph.Initializer)
        {
            var name = TensorFields.NameOf(tensor.Span);
            if (!_tensors.TryAdd(name, tensor)) throw new OnnxFormatException($"The initialiser '{name}' is there twice.");
        }
    }

    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>All of them but those whose names are taken.</summary>
    /// <exception cref="OnnxFormatException">A tensor is damaged or of a type that is not supported.</exception>
    public IEnumerable<(string Name, KnownValue Value)> Except(IReadOnlyDictionary<string, OnnxTensor> given)
    {
        foreach (var (name, encoded) in _tensors)
        {
            if (given.ContainsKey(name)) continue;
            var tensor = _source.Read(encoded);
            yield return (name, new KnownValue(tensor, tensor.IsFloat));
        }
    }
}

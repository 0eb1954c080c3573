using ConvGpu.Onnx.Schema;

namespace ConvGpu.Onnx.Import;

/// <summary>The values that a model's file has for names, each made once however often the model is looked at.</summary>
internal sealed class Initializers
{
    private readonly ModelProto _model;
    private readonly Dictionary<string, KnownValue> _values = [];

    /// <exception cref="OnnxFormatException">Two have one name, or there are sparse ones.</exception>
    public Initializers(ModelProto model)
    {
        _model = model;
        if (model.Graph.SparseInitializer.Count > 0) throw new OnnxFormatException("The model has sparse initialisers, which are not supported.");
        var seen = new HashSet<string>();
        foreach (var proto in model.Graph.Initializer)
            if (!seen.Add(proto.Name)) throw new OnnxFormatException($"The initialiser '{proto.Name}' is there twice.");
    }

    /// <summary>All of them but those whose names are taken.</summary>
    /// <exception cref="OnnxFormatException">A tensor is damaged or of a type that is not supported.</exception>
    public IEnumerable<(string Name, KnownValue Value)> Except(IReadOnlyDictionary<string, OnnxTensor> given)
    {
        foreach (var proto in _model.Graph.Initializer)
        {
            if (given.ContainsKey(proto.Name)) continue;
            if (!_values.TryGetValue(proto.Name, out var value))
            {
                var tensor = TensorReader.Read(proto);
                _values[proto.Name] = value = new KnownValue(tensor, tensor.IsFloat);
            }
            yield return (proto.Name, value);
        }
    }
}

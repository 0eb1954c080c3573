namespace ConvGpu.Onnx.Import;

/// <summary>What a name of the model stands for.</summary>
/// <param name="Dims">The sizes that ONNX gives it, the batch included.</param>
internal abstract record Value(IReadOnlyList<int> Dims);

/// <summary>A value that is known before anything is computed.</summary>
/// <param name="Tensor">The value.</param>
/// <param name="IsLearned">Whether it is a weight that training may change.</param>
internal sealed record KnownValue(OnnxTensor Tensor, bool IsLearned) : Value(Tensor.Dims);

/// <summary>The output of a node of the graph.</summary>
/// <param name="Node">The node.</param>
/// <param name="Shape">How the node sees its output, for one item; as many elements as an item of <paramref name="Dims"/>.</param>
/// <param name="Dims">The sizes that ONNX gives it.</param>
internal sealed record ComputedValue(Node Node, Shape Shape, IReadOnlyList<int> Dims) : Value(Dims);

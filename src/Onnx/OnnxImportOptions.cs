namespace ConvGpu.Onnx;

/// <summary>How a model is read.</summary>
public sealed record OnnxImportOptions
{
    /// <summary>
    /// Sizes of inputs that the file leaves open, by the input's name; 0 or less for a size that is as in the file. The first axis of the
    /// inputs is the batch and may stay open.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> InputSizes { get; init; } = new Dictionary<string, IReadOnlyList<int>>();

    /// <summary>Which of the model's outputs the graph ends with; all of them unless set.</summary>
    public IReadOnlyList<string>? Outputs { get; init; }
}

namespace ConvGpu.Onnx;

/// <summary>How a model is read.</summary>
public sealed record OnnxImportOptions
{
    /// <summary>
    /// Sizes of inputs that the file leaves open, by the input's name; 0 or less for a size that is as in the file. The first axis of the
    /// inputs is the batch and may stay open.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> InputSizes { get; init; } = new Dictionary<string, IReadOnlyList<int>>();

    /// <summary>
    /// How many values may be computed in advance from the file's constants, beside as many as the file holds: a few bytes may ask for any number.
    /// 2^22 unless set: 16 MiB of float32. A value takes 4 to 20 bytes while it is computed, so that all of them take at most 80 MiB.
    /// </summary>
    public long MostComputedValues { get; init; } = 1 << 22;

    /// <summary>
    /// What the graph ends with: outputs of the model, or any values inside of it, such as the features in front of its last layer or the boxes in
    /// front of a step that is not supported. What they do not follow from is not read. The model's outputs unless set.
    /// </summary>
    public IReadOnlyList<string>? Outputs { get; init; }
}

namespace ConvGpu.Onnx;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">What the model calls it.</param>
/// <param name="Dims">The sizes, outermost first; -1 for the batch.</param>
public sealed record OnnxValueInfo(string Name, IReadOnlyList<int> Dims)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(", ", Dims.Select(d => d < 0 ? "N" : $"{d}"))}]";
}

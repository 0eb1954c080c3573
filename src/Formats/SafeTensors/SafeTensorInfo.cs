namespace ConvGpu;

/// <summary>A tensor of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its sizes, none for a single value; each at least 0.</param>
/// <param name="Offset">Where its first byte is, counted from the end of the header.</param>
public sealed record SafeTensorInfo(string Name, SafeTensorType Type, IReadOnlyList<long> Shape, long Offset = 0)
{
    /// <summary>Elements in all.</summary>
    public long Count => Shape.Aggregate(1L, (count, size) => checked(count * size));

    /// <summary>Bytes in all.</summary>
    public long Bytes => checked(Count * SafeTensorTypes.BytesOf(Type));

    /// <summary>Type and sizes, such as <c>F32 [64, 3, 11, 11]</c>.</summary>
    public override string ToString() => $"{SafeTensorTypes.NameOf(Type)} [{string.Join(", ", Shape)}]";
}

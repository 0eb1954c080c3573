namespace ConvGpu.Onnx;

/// <summary>A tensor of an ONNX model or of one of its inputs and outputs: sizes in row-major order and values.</summary>
public sealed class OnnxTensor
{
    private const int MostDescribed = 16;

    private readonly float[]? _floats;
    private readonly long[]? _integers;

    /// <summary>A tensor of float32.</summary>
    /// <param name="name">What the model calls it; may be empty.</param>
    /// <param name="dims">The sizes, outermost first; none for a single number.</param>
    /// <param name="values">As many values as the sizes say; not copied.</param>
    /// <exception cref="OnnxFormatException">Sizes and values do not fit.</exception>
    public OnnxTensor(string name, IReadOnlyList<int> dims, float[] values) : this(name, OnnxElementType.Float, dims, values, null)
    {
    }

    /// <summary>A tensor of whole numbers.</summary>
    /// <param name="name">What the model calls it; may be empty.</param>
    /// <param name="dims">The sizes, outermost first; none for a single number.</param>
    /// <param name="values">As many values as the sizes say; not copied.</param>
    /// <exception cref="OnnxFormatException">Sizes and values do not fit.</exception>
    public OnnxTensor(string name, IReadOnlyList<int> dims, long[] values) : this(name, OnnxElementType.Int64, dims, null, values)
    {
    }

    internal OnnxTensor(string name, OnnxElementType type, IReadOnlyList<int> dims, float[]? floats, long[]? integers)
    {
        (Name, Type, Dims, _floats, _integers) = (name, type, [.. dims], floats, integers);
        if (CountOf(dims, name) != Count) throw new OnnxFormatException($"Tensor '{name}' of {Describe(dims)} has {Count:N0} values.");
    }

    /// <summary>What the model calls it.</summary>
    public string Name { get; }

    /// <summary>The type of the elements in the file; floats of any kind are held as float32, whole numbers and bools as int64.</summary>
    public OnnxElementType Type { get; }

    /// <summary>The sizes, outermost first.</summary>
    public IReadOnlyList<int> Dims { get; }

    /// <summary>How many values there are.</summary>
    public int Count => _floats?.Length ?? _integers!.Length;

    /// <summary>The bytes of the values as they are held.</summary>
    internal long Bytes => (long)Count * (IsFloat ? sizeof(float) : sizeof(long));

    internal bool IsFloat => _floats is not null;

    internal float[] Floats => _floats ?? throw new OnnxFormatException($"Tensor '{Name}' holds {Type}, not floats.");

    internal long[] Integers => _integers ?? throw new OnnxFormatException($"Tensor '{Name}' holds {Type}, not whole numbers.");

    /// <summary>The values as float32; whole numbers beyond 2^24 are rounded.</summary>
    public float[] ToFloats() => _floats ?? Array.ConvertAll(_integers!, v => (float)v);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type} {Describe(Dims)}";

    internal OnnxTensor Named(string name) => new(name, Type, Dims, _floats, _integers);

    internal OnnxTensor Shaped(IReadOnlyList<int> dims) => new(Name, Type, dims, _floats, _integers);

    /// <summary>Sizes, or other numbers, as text; of very many the first.</summary>
    internal static string Describe<T>(IReadOnlyList<T> numbers) =>
        $"[{string.Join(", ", numbers.Take(MostDescribed))}{(numbers.Count > MostDescribed ? $", and {numbers.Count - MostDescribed} more" : "")}]";

    /// <summary>The product of sizes.</summary>
    /// <exception cref="OnnxFormatException">One is negative, or the product beyond what an array holds.</exception>
    internal static int CountOf(IReadOnlyList<int> dims, string name)
    {
        long count = 1;
        foreach (var size in dims)
        {
            if (size < 0) throw new OnnxFormatException($"Tensor '{name}' has a size of {size}; sizes are at least 0.");
            count *= size;
            if (count > Array.MaxLength)
                throw new OnnxFormatException($"Tensor '{name}' of {Describe(dims)} has more than the {Array.MaxLength:N0} values that an array holds.");
        }
        return (int)count;
    }
}

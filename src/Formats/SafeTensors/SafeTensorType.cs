namespace ConvGpu;

/// <summary>The types of elements in a safetensors file.</summary>
public enum SafeTensorType
{
    /// <summary>float32, in files F32.</summary>
    Float32,

    /// <summary>IEEE 754 binary16, in files F16.</summary>
    Float16,

    /// <summary>The upper half of a float32, in files BF16.</summary>
    BFloat16,

    /// <summary>float64, in files F64.</summary>
    Float64,

    /// <summary>Signed 64-bit integers, in files I64.</summary>
    Int64,

    /// <summary>Signed 32-bit integers, in files I32.</summary>
    Int32,

    /// <summary>Bytes, in files U8.</summary>
    UInt8,
}

/// <summary>The names of the types in files, and their sizes.</summary>
internal static class SafeTensorTypes
{
    private static readonly (SafeTensorType Type, string Name, int Bytes)[] _all =
    [
        (SafeTensorType.Float32, "F32", 4), (SafeTensorType.Float16, "F16", 2), (SafeTensorType.BFloat16, "BF16", 2), (SafeTensorType.Float64, "F64", 8),
        (SafeTensorType.Int64, "I64", 8), (SafeTensorType.Int32, "I32", 4), (SafeTensorType.UInt8, "U8", 1),
    ];

    /// <summary>All names, for messages.</summary>
    public static string Names { get; } = string.Join(", ", _all.Select(t => t.Name));

    public static string NameOf(SafeTensorType type) => _all[(int)type].Name;

    public static int BytesOf(SafeTensorType type) => _all[(int)type].Bytes;

    public static SafeTensorType? Find(string name)
    {
        foreach (var (type, known, _) in _all)
            if (known == name) return type;
        return null;
    }
}

namespace ConvGpu.Onnx;

/// <summary>The type of a tensor's elements, with ONNX's numbers.</summary>
public enum OnnxElementType
{
    /// <summary>float32.</summary>
    Float = 1,

    /// <summary>Unsigned, 8 bits.</summary>
    UInt8 = 2,

    /// <summary>Signed, 8 bits.</summary>
    Int8 = 3,

    /// <summary>Unsigned, 16 bits.</summary>
    UInt16 = 4,

    /// <summary>Signed, 16 bits.</summary>
    Int16 = 5,

    /// <summary>Signed, 32 bits.</summary>
    Int32 = 6,

    /// <summary>Signed, 64 bits.</summary>
    Int64 = 7,

    /// <summary>True or false.</summary>
    Bool = 9,

    /// <summary>float16; computed with as float32.</summary>
    Float16 = 10,

    /// <summary>float64; computed with as float32.</summary>
    Double = 11,

    /// <summary>Unsigned, 32 bits.</summary>
    UInt32 = 12,

    /// <summary>Unsigned, 64 bits.</summary>
    UInt64 = 13,

    /// <summary>bfloat16; computed with as float32.</summary>
    BFloat16 = 16,
}

/// <summary>What element types are like.</summary>
internal static class ElementTypes
{
    public static bool IsFloat(this OnnxElementType type) =>
        type is OnnxElementType.Float or OnnxElementType.Float16 or OnnxElementType.Double or OnnxElementType.BFloat16;

    public static int Bytes(this OnnxElementType type) => type switch
    {
        OnnxElementType.UInt8 or OnnxElementType.Int8 or OnnxElementType.Bool => 1,
        OnnxElementType.UInt16 or OnnxElementType.Int16 or OnnxElementType.Float16 or OnnxElementType.BFloat16 => 2,
        OnnxElementType.Int64 or OnnxElementType.UInt64 or OnnxElementType.Double => 8,
        _ => 4,
    };
}

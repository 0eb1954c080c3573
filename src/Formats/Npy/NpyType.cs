namespace ConvGpu;

/// <summary>The types of elements in NPY and NPZ files that are read and written.</summary>
public enum NpyType
{
    /// <summary>Truth values of a byte each, in files b1.</summary>
    Bool,

    /// <summary>Signed bytes, in files i1.</summary>
    Int8,

    /// <summary>Signed 16-bit integers, in files i2.</summary>
    Int16,

    /// <summary>Signed 32-bit integers, in files i4.</summary>
    Int32,

    /// <summary>Signed 64-bit integers, in files i8.</summary>
    Int64,

    /// <summary>Bytes, in files u1.</summary>
    UInt8,

    /// <summary>Unsigned 16-bit integers, in files u2.</summary>
    UInt16,

    /// <summary>Unsigned 32-bit integers, in files u4.</summary>
    UInt32,

    /// <summary>Unsigned 64-bit integers, in files u8.</summary>
    UInt64,

    /// <summary>IEEE 754 binary16, in files f2.</summary>
    Float16,

    /// <summary>float32, in files f4.</summary>
    Float32,

    /// <summary>float64, in files f8.</summary>
    Float64,
}

using System.Numerics;
using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>
/// A <see cref="StorageType"/> by the bits of floats: no device needs to know it. Once over numbers, for kernels, and once over vectors, for
/// the managed code.
/// </summary>
internal interface IStorageFormat
{
    /// <summary>The 16 bits of a float, from its own.</summary>
    static abstract uint Encode(uint bits);

    /// <summary>The bits of the float that 16 bits hold.</summary>
    static abstract uint Decode(uint code);

    static abstract Vector<uint> Encode(Vector<uint> bits);

    static abstract Vector<uint> Decode(Vector<uint> code);
}

/// <summary>binary16. Below 2^-14, its least normal number, the last bit is 2^-24 as that of a sum with 1/2 is: the addition rounds.</summary>
internal readonly struct HalfFormat : IStorageFormat
{
    private const uint Magnitude = 0x7FFFFFFF, Infinity = 0x7F800000, TooLarge = 0x47800000, LeastNormal = 0x38800000, Rebias = 0x38000000, OneHalf = 0x3F000000;
    private const uint CodeSign = 0x8000, CodeInfinity = 0x7C00, CodeNaN = 0x7E00;

    public static uint Encode(uint bits)
    {
        uint sign = (bits >> 16) & CodeSign, magnitude = bits & Magnitude;
        if (magnitude >= TooLarge) return sign | (magnitude > Infinity ? CodeNaN : CodeInfinity);
        if (magnitude < LeastNormal) return sign | (Interop.FloatAsInt(Interop.IntAsFloat(magnitude) + 0.5f) - OneHalf);
        return sign | ((magnitude - Rebias + 0xFFFu + ((magnitude >> 13) & 1u)) >> 13);
    }

    public static uint Decode(uint code)
    {
        uint sign = (code & CodeSign) << 16, shifted = (code & 0x7FFFu) << 13;
        if (shifted >= CodeInfinity << 13) return sign | (shifted + 2 * Rebias);
        if (shifted < 1u << 23) return sign | Interop.FloatAsInt(Interop.IntAsFloat(shifted + LeastNormal) - Interop.IntAsFloat(LeastNormal));
        return sign | (shifted + Rebias);
    }

    public static Vector<uint> Encode(Vector<uint> bits)
    {
        Vector<uint> sign = (bits >>> 16) & new Vector<uint>(CodeSign), magnitude = bits & new Vector<uint>(Magnitude);
        var normal = (magnitude - new Vector<uint>(Rebias - 0xFFFu) + ((magnitude >>> 13) & Vector<uint>.One)) >>> 13;
        var small = Vector.AsVectorUInt32(Vector.AsVectorSingle(magnitude) + new Vector<float>(0.5f)) - new Vector<uint>(OneHalf);
        var large = Vector.ConditionalSelect(Above(magnitude, Infinity), new Vector<uint>(CodeNaN), new Vector<uint>(CodeInfinity));
        var code = Vector.ConditionalSelect(Above(magnitude, LeastNormal - 1), normal, small);
        return sign | Vector.ConditionalSelect(Above(magnitude, TooLarge - 1), large, code);
    }

    public static Vector<uint> Decode(Vector<uint> code)
    {
        Vector<uint> sign = (code & new Vector<uint>(CodeSign)) << 16, shifted = (code & new Vector<uint>(0x7FFF)) << 13;
        var least = new Vector<uint>(LeastNormal);
        var small = Vector.AsVectorUInt32(Vector.AsVectorSingle(shifted + least) - Vector.AsVectorSingle(least));
        var normal = shifted + new Vector<uint>(Rebias);
        var large = normal + new Vector<uint>(Rebias);
        var bits = Vector.ConditionalSelect(Above(shifted, (1u << 23) - 1), normal, small);
        return sign | Vector.ConditionalSelect(Above(shifted, (CodeInfinity << 13) - 1), large, bits);
    }

    // Magnitudes are below 2^31: the comparison of signed numbers is an instruction.
    private static Vector<uint> Above(Vector<uint> magnitude, uint bound) =>
        Vector.AsVectorUInt32(Vector.GreaterThan(Vector.AsVectorInt32(magnitude), new Vector<int>((int)bound)));
}

/// <summary>bfloat16. What is cut off is at most half a unit of what stays, or carries into it.</summary>
internal readonly struct BFloat16Format : IStorageFormat
{
    private const uint Magnitude = 0x7FFFFFFF, Infinity = 0x7F800000, CodeSign = 0x8000, CodeNaN = 0x7FC0;

    public static uint Encode(uint bits)
    {
        if ((bits & Magnitude) > Infinity) return ((bits >> 16) & CodeSign) | CodeNaN;
        return (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
    }

    public static uint Decode(uint code) => code << 16;

    public static Vector<uint> Encode(Vector<uint> bits)
    {
        var rounded = (bits + new Vector<uint>(0x7FFF) + ((bits >>> 16) & Vector<uint>.One)) >>> 16;
        var magnitude = Vector.AsVectorInt32(bits & new Vector<uint>(Magnitude));
        var none = ((bits >>> 16) & new Vector<uint>(CodeSign)) | new Vector<uint>(CodeNaN);
        return Vector.ConditionalSelect(Vector.AsVectorUInt32(Vector.GreaterThan(magnitude, new Vector<int>((int)Infinity))), none, rounded);
    }

    public static Vector<uint> Decode(Vector<uint> code) => code << 16;
}

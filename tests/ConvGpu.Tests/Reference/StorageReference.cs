using ConvGpu.Kernels;

namespace ConvGpu.Tests.Reference;

/// <summary>Floats in 16 bits by arithmetic: the nearest multiple of the unit that belongs to a number's power of two, ties to even.</summary>
public static class StorageReference
{
    /// <summary>The value that 16 bits hold of a float.</summary>
    public static float Round(float value, StorageType type)
    {
        if (!float.IsFinite(value) || value == 0) return value;
        var (digits, least, largest) = type == StorageType.Half ? (11, -14, 65504.0) : (8, -126, (2 - Math.Pow(2, -7)) * Math.Pow(2, 127));
        var unit = Math.ScaleB(1, Math.Max(Math.ILogB(value), least) - digits + 1);
        var rounded = Math.Round(value / unit, MidpointRounding.ToEven) * unit;
        return Math.Abs(rounded) > largest ? MathF.CopySign(float.PositiveInfinity, value) : rounded == 0 ? MathF.CopySign(0, value) : (float)rounded;
    }

    /// <summary>The bits of a value that 16 bits hold exactly.</summary>
    public static ushort Bits(float rounded, StorageType type) => float.IsNaN(rounded)
        ? (ushort)((type == StorageType.Half ? 0x7E00u : 0x7FC0u) | ((BitConverter.SingleToUInt32Bits(rounded) >> 16) & 0x8000))
        : type == StorageType.Half ? BitConverter.HalfToUInt16Bits((Half)rounded) : (ushort)(BitConverter.SingleToUInt32Bits(rounded) >> 16);
}

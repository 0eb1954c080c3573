namespace ConvGpu.Emulation.Execution;

/// <summary>Conversions of bfloat16 and tf32 bits.</summary>
internal static class BFloat
{
    public const ushort CanonicalNaN = 0x7FFF;

    public static float ToSingle(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    public static ushort FromSingle(float value, Rounding rounding = Rounding.Nearest)
    {
        if (float.IsNaN(value)) return CanonicalNaN;
        var bits = BitConverter.SingleToUInt32Bits(value);
        if (rounding == Rounding.Nearest && float.IsFinite(value)) return (ushort)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
        return rounding == Rounding.Zero || !float.IsFinite(value) ? (ushort)(bits >> 16) : FromDouble(value, rounding);
    }

    public static ushort FromDouble(double value, Rounding rounding = Rounding.Nearest)
    {
        if (double.IsNaN(value)) return CanonicalNaN;
        return (ushort)(BitConverter.SingleToUInt32Bits((float)ExactArithmetic.Round(value, FloatFormat.BFloat16, rounding)) >> 16);
    }

    /// <summary>What mma reads of a tf32 operand: the low 13 bits do not count.</summary>
    public static float TensorFloat(uint bits) => BitConverter.UInt32BitsToSingle(bits & 0xFFFFE000);
}

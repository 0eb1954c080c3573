using System.Numerics;

namespace ConvGpu.Ilgpu.Library;

/// <summary>
/// The exact remainder of floats, with the dividend's sign: the dividend's mantissa modulo the divisor's, a few bits of the exponents'
/// difference at a time.
/// </summary>
internal static class FloatRemainder
{
    public static float Rem(float a, float b)
    {
        int x = BitConverter.SingleToInt32Bits(a) & int.MaxValue, y = BitConverter.SingleToInt32Bits(b) & int.MaxValue;
        if (y == 0 || x >= 0x7f800000 || y > 0x7f800000)
            return float.NaN;
        if (x < y)
            return a;
        int exponent = Math.Max(x >> 23, 1), least = Math.Max(y >> 23, 1);
        ulong rest = (uint)(x >> 23 == 0 ? x : (x & 0x7fffff) | 0x800000), divisor = (uint)(y >> 23 == 0 ? y : (y & 0x7fffff) | 0x800000);
        rest %= divisor;
        // 24 bits of the mantissa and 40 more fill a word.
        for (int open = exponent - least; open > 0; open -= 40)
            rest = (rest << Math.Min(open, 40)) % divisor;
        if (rest == 0)
            return MathF.CopySign(0, a);
        int shift = Math.Min(BitOperations.LeadingZeroCount((uint)rest) - 8, least - 1);
        int bits = (int)(rest << shift) + ((least - shift - 1) << 23);
        return MathF.CopySign(BitConverter.Int32BitsToSingle(bits), a);
    }

    public static double Rem(double a, double b)
    {
        const long infinity = 0x7ff0000000000000, mantissa = 0xfffffffffffff, one = 0x10000000000000;
        long x = BitConverter.DoubleToInt64Bits(a) & long.MaxValue, y = BitConverter.DoubleToInt64Bits(b) & long.MaxValue;
        if (y == 0 || x >= infinity || y > infinity)
            return double.NaN;
        if (x < y)
            return a;
        int exponent = Math.Max((int)(x >> 52), 1), least = Math.Max((int)(y >> 52), 1);
        ulong rest = (ulong)(x >> 52 == 0 ? x : (x & mantissa) | one), divisor = (ulong)(y >> 52 == 0 ? y : (y & mantissa) | one);
        rest %= divisor;
        for (int open = exponent - least; open > 0; open -= 11)
            rest = (rest << Math.Min(open, 11)) % divisor;
        if (rest == 0)
            return Math.CopySign(0, a);
        int shift = Math.Min(BitOperations.LeadingZeroCount(rest) - 11, least - 1);
        long bits = (long)(rest << shift) + ((long)(least - shift - 1) << 52);
        return Math.CopySign(BitConverter.Int64BitsToDouble(bits), a);
    }
}

using System.Globalization;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Fuzz.Execution;

/// <summary>Compares results bit by bit, or floats by units in the last place.</summary>
internal static class FloatBits
{
    /// <summary>Equal bits; any NaN equals any NaN; floats may differ by <paramref name="ulps"/>.</summary>
    public static bool Agree(IrType type, long a, long b, int ulps)
    {
        if (a == b)
            return true;
        if (!type.IsFloat)
            return false;
        double x = Value(type, a), y = Value(type, b);
        if (double.IsNaN(x) || double.IsNaN(y))
            return double.IsNaN(x) && double.IsNaN(y);
        return ulps > 0 && Math.Abs(Ordered(type, a) - (decimal)Ordered(type, b)) <= ulps;
    }

    public static string Show(IrType type, long bits) => type.IsFloat
        ? $"{Value(type, bits).ToString("R", CultureInfo.InvariantCulture)} (0x{bits:x})" : bits.ToString(CultureInfo.InvariantCulture);

    private static double Value(IrType type, long bits) =>
        type.Kind == ScalarKind.F32 ? BitConverter.Int32BitsToSingle((int)bits) : BitConverter.Int64BitsToDouble(bits);

    /// <summary>Consecutive floats have consecutive numbers; -0 and +0 have the same.</summary>
    private static long Ordered(IrType type, long bits)
    {
        if (type.Kind == ScalarKind.F32)
            return bits >= 0 ? bits : int.MinValue - (long)(int)bits;
        return bits >= 0 ? bits : long.MinValue - bits;
    }
}

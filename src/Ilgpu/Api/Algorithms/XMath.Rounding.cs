namespace ILGPU.Algorithms;

public static partial class XMath
{
    /// <summary>The largest integer that is not above the value.</summary>
    public static double Floor(double value) => Math.Floor(value);

    /// <summary>The smallest integer that is not below the value.</summary>
    public static double Ceiling(double value) => Math.Ceiling(value);

    /// <summary>The value without its fraction.</summary>
    public static double Truncate(double value) => Math.Truncate(value);

    /// <summary>The nearest integer, halves to the even one.</summary>
    public static double Round(double value) => RoundToEven(value);

    /// <summary>The nearest integer, halves to the even one.</summary>
    public static double RoundToEven(double value) => Math.Round(value);

    /// <summary>The nearest integer, halves away from zero.</summary>
    public static double RoundAwayFromZero(double value)
    {
        double whole = Math.Truncate(value);
        return Math.Abs(value - whole) >= 0.5 ? whole + Math.CopySign(1, value) : whole;
    }

    /// <summary>The nearest integer; <paramref name="mode"/> says where halves go. For host code, or with a constant mode.</summary>
    public static double Round(double value, MidpointRounding mode) =>
        mode == MidpointRounding.ToEven ? RoundToEven(value)
        : mode == MidpointRounding.AwayFromZero ? RoundAwayFromZero(value)
        : mode == MidpointRounding.ToZero ? Math.Truncate(value)
        : mode == MidpointRounding.ToNegativeInfinity ? Math.Floor(value)
        : Math.Ceiling(value);

    /// <summary>The nearest multiple of 10 to the power of -<paramref name="digits"/>, halves to the even one.</summary>
    public static double Round(double value, int digits) => Round(value, digits, MidpointRounding.ToEven);

    /// <summary>The nearest multiple of 10 to the power of -<paramref name="digits"/> (0 to 15).</summary>
    public static double Round(double value, int digits, MidpointRounding mode)
    {
        double scale = 1;
        for (int i = 0; i < digits; i++)
            scale *= 10;
        return Round(value * scale, mode) / scale;
    }

    /// <summary>The remainder of the quotient rounded toward zero; the sign is that of <paramref name="x"/>.</summary>
    public static double Rem(double x, double y) => x % y;

    /// <summary>The remainder of the quotient rounded to nearest, as IEEE 754 defines it.</summary>
    public static double IEEERemainder(double x, double y)
    {
        double rest = x % y;
        if (double.IsNaN(rest))
            return rest;
        double size = Math.Abs(y);
        double other = Math.Abs(rest) - size;
        double nearer = other + Math.Abs(rest);
        bool take = nearer > 0 || (nearer == 0 && Math.Truncate(x / y) % 2 != 0);
        return take ? Math.CopySign(1, rest) * other : rest;
    }

    /// <summary>The largest integer that is not above the value.</summary>
    public static float Floor(float value) => MathF.Floor(value);

    /// <summary>The smallest integer that is not below the value.</summary>
    public static float Ceiling(float value) => MathF.Ceiling(value);

    /// <summary>The value without its fraction.</summary>
    public static float Truncate(float value) => MathF.Truncate(value);

    /// <summary>The nearest integer, halves to the even one.</summary>
    public static float Round(float value) => RoundToEven(value);

    /// <summary>The nearest integer, halves to the even one.</summary>
    public static float RoundToEven(float value) => MathF.Round(value);

    /// <summary>The nearest integer, halves away from zero.</summary>
    public static float RoundAwayFromZero(float value)
    {
        float whole = MathF.Truncate(value);
        return MathF.Abs(value - whole) >= 0.5f ? whole + MathF.CopySign(1f, value) : whole;
    }

    /// <summary>The nearest integer; <paramref name="mode"/> says where halves go. For host code, or with a constant mode.</summary>
    public static float Round(float value, MidpointRounding mode) =>
        mode == MidpointRounding.ToEven ? RoundToEven(value)
        : mode == MidpointRounding.AwayFromZero ? RoundAwayFromZero(value)
        : mode == MidpointRounding.ToZero ? MathF.Truncate(value)
        : mode == MidpointRounding.ToNegativeInfinity ? MathF.Floor(value)
        : MathF.Ceiling(value);

    /// <summary>The nearest multiple of 10 to the power of -<paramref name="digits"/>, halves to the even one.</summary>
    public static float Round(float value, int digits) => Round(value, digits, MidpointRounding.ToEven);

    /// <summary>The nearest multiple of 10 to the power of -<paramref name="digits"/> (0 to 6).</summary>
    public static float Round(float value, int digits, MidpointRounding mode)
    {
        float scale = 1f;
        for (int i = 0; i < digits; i++)
            scale *= 10f;
        return Round(value * scale, mode) / scale;
    }

    /// <summary>The remainder of the quotient rounded toward zero; the sign is that of <paramref name="x"/>.</summary>
    public static float Rem(float x, float y) => x % y;

    /// <summary>The remainder of the quotient rounded to nearest, as IEEE 754 defines it.</summary>
    public static float IEEERemainder(float x, float y)
    {
        float rest = x % y;
        if (float.IsNaN(rest))
            return rest;
        float size = MathF.Abs(y);
        float other = MathF.Abs(rest) - size;
        float nearer = other + MathF.Abs(rest);
        bool take = nearer > 0 || (nearer == 0 && MathF.Truncate(x / y) % 2 != 0);
        return take ? MathF.CopySign(1f, rest) * other : rest;
    }
}

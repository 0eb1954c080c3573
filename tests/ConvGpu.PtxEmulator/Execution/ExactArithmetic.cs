using System.Numerics;

namespace ConvGpu.Emulation.Execution;

internal enum Rounding : byte
{
    Nearest,
    Zero,
    Down,
    Up,
    /// <summary>To nearest, ties away from zero.</summary>
    NearestAway,
}

/// <summary>A binary format: bits of the significand with the hidden one, exponents of the smallest and largest normal value.</summary>
internal readonly record struct FloatFormat(int Precision, int MinimumExponent, int MaximumExponent)
{
    public static readonly FloatFormat Half = new(11, -14, 15);
    public static readonly FloatFormat BFloat16 = new(8, -126, 127);
    public static readonly FloatFormat TensorFloat32 = new(11, -126, 127);
    public static readonly FloatFormat Single = new(24, -126, 127);
    public static readonly FloatFormat Double = new(53, -1022, 1023);

    public double MaximumFinite => Math.ScaleB(2 - Math.ScaleB(1, 1 - Precision), MaximumExponent);
}

/// <summary>
/// Arithmetic on exact integers times powers of two, rounded once. Values of every format are doubles exactly, so doubles carry them.
/// </summary>
internal static class ExactArithmetic
{
    public static double Add(double a, double b, FloatFormat format, Rounding rounding) => FusedMultiplyAdd(a, 1, b, format, rounding);

    public static double Multiply(double a, double b, FloatFormat format, Rounding rounding)
    {
        if (!double.IsFinite(a) || !double.IsFinite(b) || a == 0 || b == 0) return a * b;
        var (ma, ea) = Split(a);
        var (mb, eb) = Split(b);
        return Round(ma * mb, ea + eb, false, format, rounding);
    }

    public static double FusedMultiplyAdd(double a, double b, double c, FloatFormat format, Rounding rounding)
    {
        if (!double.IsFinite(a) || !double.IsFinite(b) || !double.IsFinite(c))
        {
            // An overflowing finite product is no infinity here: only the infinities and NaNs of the inputs decide.
            var product = double.IsFinite(a) && double.IsFinite(b) ? 0 : a * b;
            return product + c;
        }

        if (a == 0 || b == 0)
        {
            var zero = a * b;
            if (c == 0) return double.IsNegative(zero) == double.IsNegative(c) ? zero : rounding == Rounding.Down ? -0.0 : 0.0;
            return Round(c, format, rounding);
        }

        var (ma, ea) = Split(a);
        var (mb, eb) = Split(b);
        var (mc, ec) = Split(c);
        var m = ma * mb;
        var e = ea + eb;
        if (c != 0)
        {
            if (e > ec)
            {
                m <<= e - ec;
                e = ec;
            }
            else mc <<= ec - e;

            m += mc;
        }

        return m.IsZero ? rounding == Rounding.Down ? -0.0 : 0.0 : Round(m, e, false, format, rounding);
    }

    public static double Divide(double a, double b, FloatFormat format, Rounding rounding)
    {
        if (!double.IsFinite(a) || !double.IsFinite(b) || a == 0 || b == 0) return a / b;
        var (ma, ea) = Split(a);
        var (mb, eb) = Split(b);
        const int Extra = 128;
        var quotient = BigInteger.DivRem(BigInteger.Abs(ma) << Extra, BigInteger.Abs(mb), out var remainder);
        return Round(ma.Sign * mb.Sign < 0 ? -quotient : quotient, ea - eb - Extra, !remainder.IsZero, format, rounding);
    }

    public static double SquareRoot(double a, FloatFormat format, Rounding rounding)
    {
        if (!double.IsFinite(a) || a <= 0) return Math.Sqrt(a);
        var (m, e) = Split(a);
        const int Extra = 160;
        m <<= Extra;
        e -= Extra;
        if ((e & 1) != 0)
        {
            m <<= 1;
            e--;
        }

        var root = Root(m);
        return Round(root, e / 2, root * root != m, format, rounding);
    }

    /// <summary>A double in a narrower format.</summary>
    public static double Round(double value, FloatFormat format, Rounding rounding)
    {
        if (!double.IsFinite(value) || value == 0) return value;
        var (m, e) = Split(value);
        return Round(m, e, false, format, rounding);
    }

    private static (BigInteger M, int E) Split(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52 & 0x7ff);
        var fraction = bits & 0xfffffffffffffL;
        if (exponent == 0) exponent = 1;
        else fraction |= 1L << 52;
        return (bits < 0 ? -fraction : fraction, exponent - 1075);
    }

    private static BigInteger Root(BigInteger value)
    {
        var guess = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (guess + value / guess) >> 1;
            if (next >= guess) return guess;
            guess = next;
        }
    }

    /// <summary>m * 2^e, with something more of the same sign below the last bit of m if inexact.</summary>
    private static double Round(BigInteger m, int e, bool inexact, FloatFormat format, Rounding rounding)
    {
        var negative = m.Sign < 0;
        m = BigInteger.Abs(m);
        var leading = (int)m.GetBitLength() - 1 + e;
        var quantum = Math.Max(leading, format.MinimumExponent) - (format.Precision - 1);
        var shift = quantum - e;
        BigInteger kept;
        if (shift <= 0) kept = m << -shift;
        else
        {
            kept = m >> shift;
            var rest = m - (kept << shift);
            var half = BigInteger.One << (shift - 1);
            var comparison = rest.CompareTo(half);
            if (comparison == 0 && inexact) comparison = 1;
            var any = !rest.IsZero || inexact;
            var up = rounding switch
            {
                Rounding.Nearest => comparison > 0 || (comparison == 0 && !kept.IsEven),
                Rounding.NearestAway => comparison >= 0,
                Rounding.Down => any && negative,
                Rounding.Up => any && !negative,
                _ => false,
            };
            if (up) kept += BigInteger.One;
        }

        var value = Math.ScaleB((double)kept, quantum);
        if (value > format.MaximumFinite)
        {
            var toInfinity = rounding switch
            {
                Rounding.Nearest or Rounding.NearestAway => true,
                Rounding.Down => negative,
                Rounding.Up => !negative,
                _ => false,
            };
            value = toInfinity ? double.PositiveInfinity : format.MaximumFinite;
        }

        return negative ? -value : value;
    }
}

namespace ILGPU.Algorithms;

public static partial class XMath
{
    /// <summary>How many bits are set.</summary>
    public static int PopCount(int value) => IntrinsicMath.PopCount(value);

    /// <summary>How many bits are set.</summary>
    public static int PopCount(uint value) => IntrinsicMath.PopCount(value);

    /// <summary>How many bits are set.</summary>
    public static int PopCount(long value) => IntrinsicMath.PopCount(value);

    /// <summary>How many bits are set.</summary>
    public static int PopCount(ulong value) => IntrinsicMath.PopCount(value);

    /// <summary>How many zero bits stand above the highest set bit; the width of the type for 0.</summary>
    public static int LeadingZeroCount(int value) => IntrinsicMath.LeadingZeroCount(value);

    /// <summary>How many zero bits stand above the highest set bit; the width of the type for 0.</summary>
    public static int LeadingZeroCount(uint value) => IntrinsicMath.LeadingZeroCount(value);

    /// <summary>How many zero bits stand above the highest set bit; the width of the type for 0.</summary>
    public static int LeadingZeroCount(long value) => IntrinsicMath.LeadingZeroCount(value);

    /// <summary>How many zero bits stand above the highest set bit; the width of the type for 0.</summary>
    public static int LeadingZeroCount(ulong value) => IntrinsicMath.LeadingZeroCount(value);

    /// <summary>How many zero bits stand below the lowest set bit; the width of the type for 0.</summary>
    public static int TrailingZeroCount(int value) => IntrinsicMath.TrailingZeroCount(value);

    /// <summary>How many zero bits stand below the lowest set bit; the width of the type for 0.</summary>
    public static int TrailingZeroCount(uint value) => IntrinsicMath.TrailingZeroCount(value);

    /// <summary>How many zero bits stand below the lowest set bit; the width of the type for 0.</summary>
    public static int TrailingZeroCount(long value) => IntrinsicMath.TrailingZeroCount(value);

    /// <summary>How many zero bits stand below the lowest set bit; the width of the type for 0.</summary>
    public static int TrailingZeroCount(ulong value) => IntrinsicMath.TrailingZeroCount(value);

    /// <summary>The quotient of two values that are not negative, rounded down.</summary>
    public static int DivRoundDown(int numerator, int denominator) => IntrinsicMath.DivRoundDown(numerator, denominator);

    /// <summary>The quotient of two values that are not negative, rounded up.</summary>
    public static int DivRoundUp(int numerator, int denominator) => IntrinsicMath.DivRoundUp(numerator, denominator);

    /// <summary>The quotient of two values that are not negative, rounded down.</summary>
    public static long DivRoundDown(long numerator, long denominator) => IntrinsicMath.DivRoundDown(numerator, denominator);

    /// <summary>The quotient of two values that are not negative, rounded up.</summary>
    public static long DivRoundUp(long numerator, long denominator) => IntrinsicMath.DivRoundUp(numerator, denominator);

    /// <summary>The two halves of a 64-bit value.</summary>
    public static IntrinsicMath.IntegerParts Decompose(long value) => IntrinsicMath.Decompose(value);

    /// <summary>The two halves of a 64-bit value.</summary>
    public static IntrinsicMath.IntegerParts Decompose(ulong value) => IntrinsicMath.Decompose(value);

    /// <summary>The 64-bit value of two halves.</summary>
    public static ulong ComposeULong(IntrinsicMath.IntegerParts parts) => IntrinsicMath.ComposeULong(parts);

    /// <summary>The 64-bit value of two halves.</summary>
    public static long ComposeLong(IntrinsicMath.IntegerParts parts) => IntrinsicMath.ComposeLong(parts);
}

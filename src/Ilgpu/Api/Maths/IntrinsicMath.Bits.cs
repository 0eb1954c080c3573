using System.Numerics;

namespace ILGPU;

public static partial class IntrinsicMath
{
    /// <summary>How many bits are set.</summary>
    public static int PopCount(int value) => BitOperations.PopCount((uint)value);

    /// <summary>How many bits are set.</summary>
    public static int PopCount(uint value) => BitOperations.PopCount(value);

    /// <summary>How many bits are set.</summary>
    public static int PopCount(long value) => BitOperations.PopCount((ulong)value);

    /// <summary>How many bits are set.</summary>
    public static int PopCount(ulong value) => BitOperations.PopCount(value);

    /// <summary>How many zero bits stand above the highest set bit; the width of the type for 0.</summary>
    public static int LeadingZeroCount(int value) => BitOperations.LeadingZeroCount((uint)value);

    /// <summary>How many zero bits stand above the highest set bit; the width of the type for 0.</summary>
    public static int LeadingZeroCount(uint value) => BitOperations.LeadingZeroCount(value);

    /// <summary>How many zero bits stand above the highest set bit; the width of the type for 0.</summary>
    public static int LeadingZeroCount(long value) => BitOperations.LeadingZeroCount((ulong)value);

    /// <summary>How many zero bits stand above the highest set bit; the width of the type for 0.</summary>
    public static int LeadingZeroCount(ulong value) => BitOperations.LeadingZeroCount(value);

    /// <summary>How many zero bits stand below the lowest set bit; the width of the type for 0.</summary>
    public static int TrailingZeroCount(int value) => BitOperations.TrailingZeroCount(value);

    /// <summary>How many zero bits stand below the lowest set bit; the width of the type for 0.</summary>
    public static int TrailingZeroCount(uint value) => BitOperations.TrailingZeroCount(value);

    /// <summary>How many zero bits stand below the lowest set bit; the width of the type for 0.</summary>
    public static int TrailingZeroCount(long value) => BitOperations.TrailingZeroCount(value);

    /// <summary>How many zero bits stand below the lowest set bit; the width of the type for 0.</summary>
    public static int TrailingZeroCount(ulong value) => BitOperations.TrailingZeroCount(value);

    /// <summary>The quotient of two values that are not negative, rounded down.</summary>
    public static int DivRoundDown(int numerator, int denominator) => numerator / denominator;

    /// <summary>The quotient of two values that are not negative, rounded up.</summary>
    public static int DivRoundUp(int numerator, int denominator) => (numerator + denominator - 1) / denominator;

    /// <summary>The quotient of two values that are not negative, rounded down.</summary>
    public static long DivRoundDown(long numerator, long denominator) => numerator / denominator;

    /// <summary>The quotient of two values that are not negative, rounded up.</summary>
    public static long DivRoundUp(long numerator, long denominator) => (numerator + denominator - 1) / denominator;

    /// <summary>The two halves of a 64-bit value.</summary>
    public static IntegerParts Decompose(long value) => new((uint)value, (uint)((ulong)value >> 32));

    /// <summary>The two halves of a 64-bit value.</summary>
    public static IntegerParts Decompose(ulong value) => new((uint)value, (uint)(value >> 32));

    /// <summary>The 64-bit value of two halves.</summary>
    public static ulong ComposeULong(IntegerParts parts) => ((ulong)parts.Upper << 32) | parts.Lower;

    /// <summary>The 64-bit value of two halves.</summary>
    public static long ComposeLong(IntegerParts parts) => (long)ComposeULong(parts);

    /// <summary>A 64-bit value as two halves.</summary>
    public readonly struct IntegerParts
    {
        /// <summary>Makes a value from its halves.</summary>
        public IntegerParts(uint lower, uint upper)
        {
            Lower = lower;
            Upper = upper;
        }

        /// <summary>Bits 0 to 31.</summary>
        public uint Lower { get; }

        /// <summary>Bits 32 to 63.</summary>
        public uint Upper { get; }
    }
}

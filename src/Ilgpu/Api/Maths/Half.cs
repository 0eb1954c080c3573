using System.Runtime.InteropServices;

namespace ILGPU;

/// <summary>An IEEE 754 number of 16 bits. Host code only: kernels of this implementation refuse it, see docs/compiler.md.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct Half : IEquatable<Half>, IComparable<Half>
{
    private readonly ushort _bits;

    private Half(ushort bits)
    {
        _bits = bits;
    }

    internal ushort Bits => _bits;

    internal static Half FromBits(ushort bits) => new(bits);

    private static System.Half ToSystem(Half value) => BitConverter.UInt16BitsToHalf(value._bits);

    /// <summary>The smallest positive value.</summary>
    public static readonly Half Epsilon = new(0x0001);

    /// <summary>The largest finite value, 65504.</summary>
    public static readonly Half MaxValue = new(0x7BFF);

    /// <summary>The smallest finite value, -65504.</summary>
    public static readonly Half MinValue = new(0xFBFF);

    /// <summary>Not a number.</summary>
    public static readonly Half NaN = new(0xFE00);

    /// <summary>Infinity.</summary>
    public static readonly Half PositiveInfinity = new(0x7C00);

    /// <summary>Minus infinity.</summary>
    public static readonly Half NegativeInfinity = new(0xFC00);

    /// <summary>0.</summary>
    public static readonly Half Zero = new(0x0000);

    /// <summary>1.</summary>
    public static readonly Half One = new(0x3C00);

    /// <summary>The absolute value.</summary>
    public static Half Abs(Half half) => new((ushort)(half._bits & 0x7FFF));

    /// <summary>Whether the value is not a number.</summary>
    public static bool IsNaN(Half half) => (half._bits & 0x7FFF) > 0x7C00;

    /// <summary>Whether the value is +0 or -0.</summary>
    public static bool IsZero(Half half) => (half._bits & 0x7FFF) == 0;

    /// <summary>Whether the value is infinity.</summary>
    public static bool IsPositiveInfinity(Half half) => half._bits == 0x7C00;

    /// <summary>Whether the value is minus infinity.</summary>
    public static bool IsNegativeInfinity(Half half) => half._bits == 0xFC00;

    /// <summary>Whether the value is an infinity.</summary>
    public static bool IsInfinity(Half half) => (half._bits & 0x7FFF) == 0x7C00;

    /// <summary>Whether the value is a number and no infinity.</summary>
    public static bool IsFinite(Half half) => (half._bits & 0x7C00) != 0x7C00;

    /// <inheritdoc/>
    public bool Equals(Half other) => ToSystem(this).Equals(ToSystem(other));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Half other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToSystem(this).GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Half other) => ToSystem(this).CompareTo(ToSystem(other));

    /// <inheritdoc/>
    public override string ToString() => ToSystem(this).ToString();

    /// <summary>The negated value.</summary>
    public static Half operator -(Half halfValue) => new((ushort)(halfValue._bits ^ 0x8000));

    /// <summary>The sum, computed in 32 bits and rounded once.</summary>
    public static Half operator +(Half first, Half second) => (Half)((float)first + (float)second);

    /// <summary>The difference, computed in 32 bits and rounded once.</summary>
    public static Half operator -(Half first, Half second) => (Half)((float)first - (float)second);

    /// <summary>The product, computed in 32 bits and rounded once.</summary>
    public static Half operator *(Half first, Half second) => (Half)((float)first * (float)second);

    /// <summary>The quotient, computed in 32 bits and rounded once.</summary>
    public static Half operator /(Half first, Half second) => (Half)((float)first / (float)second);

    /// <summary>Whether the values are equal numbers.</summary>
    public static bool operator ==(Half first, Half second) => (float)first == (float)second;

    /// <summary>Whether the values differ or are not numbers.</summary>
    public static bool operator !=(Half first, Half second) => (float)first != (float)second;

    /// <summary>Whether the values are in rising order.</summary>
    public static bool operator <(Half first, Half second) => (float)first < (float)second;

    /// <summary>Whether the values are in rising order or equal.</summary>
    public static bool operator <=(Half first, Half second) => (float)first <= (float)second;

    /// <summary>Whether the values are in falling order.</summary>
    public static bool operator >(Half first, Half second) => (float)first > (float)second;

    /// <summary>Whether the values are in falling order or equal.</summary>
    public static bool operator >=(Half first, Half second) => (float)first >= (float)second;

    /// <summary>The value in 32 bits, exactly.</summary>
    public static implicit operator float(Half halfValue) => (float)ToSystem(halfValue);

    /// <summary>The value in 64 bits, exactly.</summary>
    public static implicit operator double(Half halfValue) => (double)ToSystem(halfValue);

    /// <summary>The nearest value of 16 bits.</summary>
    public static explicit operator Half(float floatValue) => new(BitConverter.HalfToUInt16Bits((System.Half)floatValue));

    /// <summary>The nearest value of 16 bits.</summary>
    public static explicit operator Half(double doubleValue) => new(BitConverter.HalfToUInt16Bits((System.Half)doubleValue));

    /// <summary>The value without its fraction.</summary>
    public static explicit operator sbyte(Half halfValue) => (sbyte)(float)halfValue;

    /// <summary>The nearest value of 16 bits.</summary>
    public static explicit operator Half(sbyte sbyteValue) => (Half)(float)sbyteValue;

    /// <summary>The value without its fraction.</summary>
    public static explicit operator short(Half halfValue) => (short)(float)halfValue;

    /// <summary>The nearest value of 16 bits.</summary>
    public static explicit operator Half(short shortValue) => (Half)(float)shortValue;

    /// <summary>The value without its fraction.</summary>
    public static explicit operator int(Half halfValue) => (int)(float)halfValue;

    /// <summary>The nearest value of 16 bits.</summary>
    public static explicit operator Half(int intValue) => (Half)(double)intValue;

    /// <summary>The value without its fraction.</summary>
    public static explicit operator long(Half halfValue) => (long)(float)halfValue;

    /// <summary>The nearest value of 16 bits.</summary>
    public static explicit operator Half(long longValue) => (Half)(double)longValue;

    /// <summary>The value without its fraction.</summary>
    public static explicit operator byte(Half halfValue) => (byte)(float)halfValue;

    /// <summary>The nearest value of 16 bits.</summary>
    public static explicit operator Half(byte byteValue) => (Half)(float)byteValue;

    /// <summary>The value without its fraction.</summary>
    public static explicit operator ushort(Half halfValue) => (ushort)(float)halfValue;

    /// <summary>The nearest value of 16 bits.</summary>
    public static explicit operator Half(ushort ushortValue) => (Half)(float)ushortValue;

    /// <summary>The value without its fraction.</summary>
    public static explicit operator uint(Half halfValue) => (uint)(float)halfValue;

    /// <summary>The nearest value of 16 bits.</summary>
    public static explicit operator Half(uint uintValue) => (Half)(double)uintValue;

    /// <summary>The value without its fraction.</summary>
    public static explicit operator ulong(Half halfValue) => (ulong)(float)halfValue;

    /// <summary>The nearest value of 16 bits.</summary>
    public static explicit operator Half(ulong ulongValue) => (Half)(double)ulongValue;
}

using System.Numerics;
using System.Runtime.Intrinsics;
using ConvGpu.Emulation.Execution;

namespace ConvGpu.Emulation.Instructions;

internal struct Add<T> : IVectorBinary<T>
    where T : unmanaged, INumberBase<T>
{
    public static T Invoke(T a, T b) => unchecked(a + b);

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => a + b;
}

internal struct Subtract<T> : IVectorBinary<T>
    where T : unmanaged, INumberBase<T>
{
    public static T Invoke(T a, T b) => unchecked(a - b);

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => a - b;
}

internal struct AddSaturating : IBinary<int, int, int>
{
    public static int Invoke(int a, int b) => int.CreateSaturating((long)a + b);
}

internal struct SubtractSaturating : IBinary<int, int, int>
{
    public static int Invoke(int a, int b) => int.CreateSaturating((long)a - b);
}

internal struct Multiply<T> : IVectorBinary<T>
    where T : unmanaged, INumberBase<T>
{
    public static T Invoke(T a, T b) => unchecked(a * b);

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => a * b;
}

internal struct MultiplyHigh<TW, T> : IBinary<T, T, T>
    where TW : unmanaged, IBinaryInteger<TW>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b) => T.CreateTruncating(unchecked(TW.CreateTruncating(a) * TW.CreateTruncating(b)) >> (T.AllBitsSet.GetByteCount() * 8));
}

internal struct MultiplyWide<TW, T> : IBinary<TW, T, T>
    where TW : unmanaged, IBinaryInteger<TW>
    where T : unmanaged, IBinaryInteger<T>
{
    public static TW Invoke(T a, T b) => unchecked(TW.CreateTruncating(a) * TW.CreateTruncating(b));
}

internal struct MultiplyAdd<T> : IVectorTernary<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b, T c) => unchecked(a * b + c);

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b, Vector256<T> c) => a * b + c;
}

internal struct MultiplyAddHigh<TW, T> : ITernary<T, T, T, T>
    where TW : unmanaged, IBinaryInteger<TW>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b, T c) => unchecked(MultiplyHigh<TW, T>.Invoke(a, b) + c);
}

internal struct MultiplyAddHighSaturating : ITernary<int, int, int, int>
{
    public static int Invoke(int a, int b, int c) => int.CreateSaturating((long)MultiplyHigh<long, int>.Invoke(a, b) + c);
}

internal struct MultiplyAddWide<TW, T> : ITernary<TW, T, T, TW>
    where TW : unmanaged, IBinaryInteger<TW>
    where T : unmanaged, IBinaryInteger<T>
{
    public static TW Invoke(T a, T b, TW c) => unchecked(TW.CreateTruncating(a) * TW.CreateTruncating(b) + c);
}

/// <summary>Low 24 bits of the operands, low 32 bits of the 48-bit product.</summary>
internal struct Multiply24Low<T> : IBinary<T, T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b) => T.CreateTruncating(Product(a, b));

    internal static long Product(T a, T b) => Narrow(a) * Narrow(b);

    private static long Narrow(T value)
    {
        var bits = long.CreateTruncating(value) << 40;
        return T.IsNegative(T.Zero - T.One) ? bits >> 40 : (long)((ulong)bits >> 40);
    }
}

internal struct Multiply24High<T> : IBinary<T, T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b) => T.CreateTruncating(Multiply24Low<T>.Product(a, b) >> 16);
}

internal struct MultiplyAdd24Low<T> : ITernary<T, T, T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b, T c) => unchecked(Multiply24Low<T>.Invoke(a, b) + c);
}

internal struct MultiplyAdd24High<T> : ITernary<T, T, T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b, T c) => unchecked(Multiply24High<T>.Invoke(a, b) + c);
}

internal struct AbsoluteDifferenceAdd<T> : ITernary<T, T, T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b, T c) => unchecked(c + (a < b ? b - a : a - b));
}

/// <summary>Division by zero is unspecified: all ones, as the hardware gives.</summary>
internal struct Divide<T> : IBinary<T, T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b)
    {
        if (T.IsZero(b)) return T.AllBitsSet;
        return T.IsNegative(b) && b == T.AllBitsSet ? unchecked(T.Zero - a) : a / b;
    }
}

internal struct Remainder<T> : IBinary<T, T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b)
    {
        if (T.IsZero(b)) return a;
        return T.IsNegative(b) && b == T.AllBitsSet ? T.Zero : a % b;
    }
}

internal struct AbsoluteInteger<T> : IUnary<T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a) => T.IsNegative(a) ? unchecked(T.Zero - a) : a;
}

internal struct NegateInteger<T> : IUnary<T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a) => unchecked(T.Zero - a);
}

internal struct MinimumInteger<T> : IVectorBinary<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b) => a < b ? a : b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => Vector256.Min(a, b);
}

internal struct MaximumInteger<T> : IVectorBinary<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b) => a > b ? a : b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => Vector256.Max(a, b);
}

/// <summary>.relu: negative results become 0.</summary>
internal struct Relu<TOperator, T> : IBinary<T, T, T>
    where TOperator : struct, IBinary<T, T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b) => T.Max(TOperator.Invoke(a, b), T.Zero);
}

/// <summary>An operator on both 16-bit halves.</summary>
internal struct Halves<TOperator, T> : IBinary<uint, uint, uint>
    where TOperator : struct, IBinary<T, T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static uint Invoke(uint a, uint b) =>
        ushort.CreateTruncating(TOperator.Invoke(T.CreateTruncating(a), T.CreateTruncating(b)))
        | (uint)ushort.CreateTruncating(TOperator.Invoke(T.CreateTruncating(a >> 16), T.CreateTruncating(b >> 16))) << 16;
}

internal struct PopulationCount<T> : IUnary<uint, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static uint Invoke(T a) => uint.CreateTruncating(T.PopCount(a));
}

internal struct LeadingZeros<T> : IUnary<uint, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static uint Invoke(T a) => uint.CreateTruncating(T.LeadingZeroCount(a));
}

internal struct ReverseBits<T> : IUnary<T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a)
    {
        var bits = T.AllBitsSet.GetByteCount() * 8;
        var result = T.Zero;
        for (var i = 0; i < bits; i++)
        {
            result = result << 1 | (a & T.One);
            a >>>= 1;
        }

        return result;
    }
}

internal struct FindLeadingBit<T> : IUnary<uint, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static uint Invoke(T a)
    {
        if (T.IsNegative(a)) a = ~a;
        return T.IsZero(a) ? uint.MaxValue : (uint)(a.GetByteCount() * 8 - 1) - LeadingZeros<T>.Invoke(a);
    }
}

internal struct FindLeadingShift<T> : IUnary<uint, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static uint Invoke(T a)
    {
        var position = FindLeadingBit<T>.Invoke(a);
        return position == uint.MaxValue ? position : (uint)(a.GetByteCount() * 8 - 1) - position;
    }
}

/// <summary>Position of the n-th set bit from a base, upwards for positive offsets, downwards for negative ones.</summary>
internal struct FindNthSet : ITernary<uint, uint, uint, int>
{
    public static uint Invoke(uint mask, uint start, int offset)
    {
        if (offset == 0) return start < 32 && (mask >> (int)start & 1) != 0 ? start : uint.MaxValue;
        var step = offset > 0 ? 1 : -1;
        var count = Math.Abs((long)offset);
        for (var position = (long)start; position is >= 0 and < 32; position += step)
        {
            if ((mask >> (int)position & 1) != 0 && --count == 0) return (uint)position;
        }

        return uint.MaxValue;
    }
}

internal struct ExtractField<T> : ITernary<T, T, uint, uint>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, uint b, uint c)
    {
        var bits = a.GetByteCount() * 8;
        int position = (int)(b & 0xff), length = (int)(c & 0xff);
        if (length == 0) return T.Zero;
        var signed = T.IsNegative(T.AllBitsSet);
        var sign = signed && (a >>> Math.Min(position + length - 1, bits - 1) & T.One) != T.Zero;
        var shifted = position >= bits ? T.Zero : a >>> position;
        var kept = Math.Min(length, Math.Max(bits - position, 0));
        if (kept >= bits) return shifted;
        var low = (T.One << kept) - T.One;
        return sign ? shifted | ~low : shifted & low;
    }
}

internal struct InsertField<T> : IQuaternary<T, T, T, uint, uint>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b, uint c, uint e)
    {
        var bits = a.GetByteCount() * 8;
        int position = (int)(c & 0xff), length = (int)(e & 0xff);
        if (length == 0 || position >= bits) return b;
        var low = length >= bits ? T.AllBitsSet : (T.One << length) - T.One;
        var mask = low << position;
        return (b & ~mask) | (a << position & mask);
    }
}

/// <summary>Sign- or zero-extends from bit b.</summary>
internal struct ExtendWithin<T, TWrap> : IBinary<T, T, uint>
    where T : unmanaged, IBinaryInteger<T>
    where TWrap : struct, IFlag
{
    public static T Invoke(T a, uint b)
    {
        if (TWrap.Value) b &= 31;
        if (b >= 32) return a;
        if (b == 0) return T.Zero;
        var shift = 32 - (int)b;
        return a << shift >> shift;
    }
}

internal struct BitMask<TWrap> : IBinary<uint, uint, uint>
    where TWrap : struct, IFlag
{
    public static uint Invoke(uint a, uint b)
    {
        if (TWrap.Value)
        {
            a &= 31;
            b &= 31;
        }

        if (a >= 32 || b == 0) return 0;
        return (b >= 32 ? uint.MaxValue : (1u << (int)b) - 1) << (int)a;
    }
}

internal interface IFlag
{
    static abstract bool Value { get; }
}

internal struct Yes : IFlag
{
    public static bool Value => true;
}

internal struct No : IFlag
{
    public static bool Value => false;
}

/// <summary>Four products of bytes added to c; TA and TB are byte or sbyte.</summary>
internal struct DotBytes<TA, TB> : ITernary<int, uint, uint, int>
    where TA : unmanaged, IBinaryInteger<TA>
    where TB : unmanaged, IBinaryInteger<TB>
{
    public static int Invoke(uint a, uint b, int c)
    {
        for (var i = 0; i < 32; i += 8) c = unchecked(c + int.CreateTruncating(TA.CreateTruncating(a >> i)) * int.CreateTruncating(TB.CreateTruncating(b >> i)));
        return c;
    }
}

/// <summary>Two products of halves of a and two bytes of b, from the low or high half of b.</summary>
internal struct DotHalves<TA, TB, THigh> : ITernary<int, uint, uint, int>
    where TA : unmanaged, IBinaryInteger<TA>
    where TB : unmanaged, IBinaryInteger<TB>
    where THigh : struct, IFlag
{
    public static int Invoke(uint a, uint b, int c)
    {
        if (THigh.Value) b >>= 16;
        return unchecked(c + int.CreateTruncating(TA.CreateTruncating(a)) * int.CreateTruncating(TB.CreateTruncating(b))
            + int.CreateTruncating(TA.CreateTruncating(a >> 16)) * int.CreateTruncating(TB.CreateTruncating(b >> 8)));
    }
}

using System.Numerics;
using System.Runtime.Intrinsics;
using ConvGpu.Emulation.Execution;

namespace ConvGpu.Emulation.Instructions;

internal struct And<T> : IVectorBinary<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b) => a & b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => a & b;
}

internal struct Or<T> : IVectorBinary<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b) => a | b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => a | b;
}

internal struct ExclusiveOr<T> : IVectorBinary<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, T b) => a ^ b;

    public static Vector256<T> Invoke(Vector256<T> a, Vector256<T> b) => a ^ b;
}

internal struct Not<T> : IVectorUnary<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a) => ~a;

    public static Vector256<T> Invoke(Vector256<T> a) => ~a;
}

internal struct LogicalNot<T> : IUnary<T, T>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a) => T.IsZero(a) ? T.One : T.Zero;
}

internal struct Copy<T> : IVectorUnary<T>
    where T : unmanaged
{
    public static T Invoke(T a) => a;

    public static Vector256<T> Invoke(Vector256<T> a) => a;
}

/// <summary>Amounts above the width count as the width.</summary>
internal struct ShiftLeft<T> : IBinary<T, T, uint>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, uint b) => b >= (uint)a.GetByteCount() * 8 ? T.Zero : a << (int)b;
}

/// <summary>Arithmetic for signed types, logical for others.</summary>
internal struct ShiftRight<T> : IBinary<T, T, uint>
    where T : unmanaged, IBinaryInteger<T>
{
    public static T Invoke(T a, uint b) => b < (uint)a.GetByteCount() * 8 ? a >> (int)b : T.IsNegative(a) ? T.AllBitsSet : T.Zero;
}

internal struct FunnelLeft<TWrap> : ITernary<uint, uint, uint, uint>
    where TWrap : struct, IFlag
{
    public static uint Invoke(uint a, uint b, uint c)
    {
        var n = TWrap.Value ? c & 31 : Math.Min(c, 32);
        return (uint)(((ulong)b << 32 | a) << (int)n >> 32);
    }
}

internal struct FunnelRight<TWrap> : ITernary<uint, uint, uint, uint>
    where TWrap : struct, IFlag
{
    public static uint Invoke(uint a, uint b, uint c)
    {
        var n = TWrap.Value ? c & 31 : Math.Min(c, 32);
        return (uint)(((ulong)b << 32 | a) >> (int)n);
    }
}

/// <summary>Any function of three bits, by its table.</summary>
internal struct LookUp3 : IQuaternary<uint, uint, uint, uint, uint>
{
    public static uint Invoke(uint a, uint b, uint c, uint table)
    {
        uint result = 0;
        for (var i = 0; i < 8; i++)
        {
            if ((table >> i & 1) == 0) continue;
            result |= ((i & 4) != 0 ? a : ~a) & ((i & 2) != 0 ? b : ~b) & ((i & 1) != 0 ? c : ~c);
        }

        return result;
    }
}

internal struct PermuteBytes : ITernary<uint, uint, uint, uint>
{
    public static uint Invoke(uint a, uint b, uint c)
    {
        var source = (ulong)b << 32 | a;
        uint result = 0;
        for (var i = 0; i < 4; i++)
        {
            var control = c >> (4 * i) & 15;
            var value = (byte)(source >> (int)(8 * (control & 7)));
            if ((control & 8) != 0) value = (byte)((sbyte)value >> 7);
            result |= (uint)value << (8 * i);
        }

        return result;
    }
}

/// <summary>The modes of prmt that compute their selection from two bits.</summary>
internal struct PermuteMode<TMode> : ITernary<uint, uint, uint, uint>
    where TMode : struct, IPermuteMode
{
    public static uint Invoke(uint a, uint b, uint c)
    {
        var source = (ulong)b << 32 | a;
        uint result = 0;
        for (var i = 0; i < 4; i++) result |= (uint)(byte)(source >> (8 * TMode.Byte((int)(c & 3), i))) << (8 * i);
        return result;
    }
}

internal interface IPermuteMode
{
    /// <summary>Byte of {b, a} that goes to byte i.</summary>
    static abstract int Byte(int selector, int i);
}

internal struct ForwardFour : IPermuteMode
{
    public static int Byte(int selector, int i) => selector + i;
}

internal struct BackwardFour : IPermuteMode
{
    public static int Byte(int selector, int i) => (selector - i) & 7;
}

internal struct ReplicateEight : IPermuteMode
{
    public static int Byte(int selector, int i) => selector;
}

internal struct EdgeClampLeft : IPermuteMode
{
    public static int Byte(int selector, int i) => Math.Max(selector, i);
}

internal struct EdgeClampRight : IPermuteMode
{
    public static int Byte(int selector, int i) => Math.Min(selector, i);
}

internal struct ReplicateSixteen : IPermuteMode
{
    public static int Byte(int selector, int i) => (selector & 1) * 2 + (i & 1);
}

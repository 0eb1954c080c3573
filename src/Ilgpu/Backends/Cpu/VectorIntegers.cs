using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// Operations on vectors of 32-bit integers that System.Runtime.Intrinsics has no method of its own for, from instructions of AVX2 and
/// AVX-512. Quotients go through double: of two 32-bit numbers it has every digit that counts, so that rounding down is exact.
/// </summary>
internal static class VectorIntegers
{
    /// <summary>Whether <see cref="Find"/> has the operation; it takes the operands as they are.</summary>
    public static bool Handles(Instruction instruction) =>
        instruction.Type.Kind == ScalarKind.I32 && (instruction.Type.Lanes == 16 ? Avx512F.IsSupported : instruction.Type.Lanes == 8 && Avx2.IsSupported)
        && instruction.Op switch
        {
            Opcode.Shl or Opcode.ShrS or Opcode.ShrU => instruction.Operands[1] is not (Constant or Instruction { Op: Opcode.Splat }),
            Opcode.DivS or Opcode.DivU or Opcode.RemS or Opcode.RemU or Opcode.MulHiS or Opcode.MulHiU => true,
            _ => false,
        };

    public static MethodInfo Find(Opcode op, VectorApi api) => typeof(VectorIntegers).GetMethod(op.ToString(), [api.Int, api.Int])!;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Shl(Vector512<int> a, Vector512<int> n) => Avx512F.ShiftLeftLogicalVariable(a, (n & Vector512.Create(31)).AsUInt32());
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Shl(Vector256<int> a, Vector256<int> n) => Avx2.ShiftLeftLogicalVariable(a, (n & Vector256.Create(31)).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> ShrS(Vector512<int> a, Vector512<int> n) => Avx512F.ShiftRightArithmeticVariable(a, (n & Vector512.Create(31)).AsUInt32());
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> ShrS(Vector256<int> a, Vector256<int> n) => Avx2.ShiftRightArithmeticVariable(a, (n & Vector256.Create(31)).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> ShrU(Vector512<int> a, Vector512<int> n) => Avx512F.ShiftRightLogicalVariable(a, (n & Vector512.Create(31)).AsUInt32());
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> ShrU(Vector256<int> a, Vector256<int> n) => Avx2.ShiftRightLogicalVariable(a, (n & Vector256.Create(31)).AsUInt32());

    public static Vector512<int> DivS(Vector512<int> a, Vector512<int> b)
    {
        var low = Avx512F.ConvertToVector256Int32WithTruncation(
            Avx512F.ConvertToVector512Double(a.GetLower()) / Avx512F.ConvertToVector512Double(b.GetLower()));
        var high = Avx512F.ConvertToVector256Int32WithTruncation(
            Avx512F.ConvertToVector512Double(a.GetUpper()) / Avx512F.ConvertToVector512Double(b.GetUpper()));
        return Vector512.AndNot(Vector512.Create(low, high), Vector512.Equals(b, Vector512<int>.Zero));
    }

    public static Vector256<int> DivS(Vector256<int> a, Vector256<int> b)
    {
        var low = Avx.ConvertToVector128Int32WithTruncation(Avx.ConvertToVector256Double(a.GetLower()) / Avx.ConvertToVector256Double(b.GetLower()));
        var high = Avx.ConvertToVector128Int32WithTruncation(Avx.ConvertToVector256Double(a.GetUpper()) / Avx.ConvertToVector256Double(b.GetUpper()));
        return Vector256.AndNot(Vector256.Create(low, high), Vector256.Equals(b, Vector256<int>.Zero));
    }

    public static Vector512<int> DivU(Vector512<int> a, Vector512<int> b)
    {
        var (x, y) = (a.AsUInt32(), b.AsUInt32());
        var low = Avx512F.ConvertToVector256UInt32WithTruncation(
            Avx512F.ConvertToVector512Double(x.GetLower()) / Avx512F.ConvertToVector512Double(y.GetLower()));
        var high = Avx512F.ConvertToVector256UInt32WithTruncation(
            Avx512F.ConvertToVector512Double(x.GetUpper()) / Avx512F.ConvertToVector512Double(y.GetUpper()));
        return Vector512.AndNot(Vector512.Create(low, high).AsInt32(), Vector512.Equals(b, Vector512<int>.Zero));
    }

    public static Vector256<int> DivU(Vector256<int> a, Vector256<int> b)
    {
        var quotients = Vector256.Create(UnsignedQuotients(a.GetLower(), b.GetLower()), UnsignedQuotients(a.GetUpper(), b.GetUpper()));
        return Vector256.AndNot(quotients, Vector256.Equals(b, Vector256<int>.Zero));
    }

    public static Vector512<int> RemS(Vector512<int> a, Vector512<int> b) => Vector512.AndNot(a - DivS(a, b) * b, Vector512.Equals(b, Vector512<int>.Zero));
    public static Vector256<int> RemS(Vector256<int> a, Vector256<int> b) => Vector256.AndNot(a - DivS(a, b) * b, Vector256.Equals(b, Vector256<int>.Zero));

    public static Vector512<int> RemU(Vector512<int> a, Vector512<int> b) => Vector512.AndNot(a - DivU(a, b) * b, Vector512.Equals(b, Vector512<int>.Zero));
    public static Vector256<int> RemU(Vector256<int> a, Vector256<int> b) => Vector256.AndNot(a - DivU(a, b) * b, Vector256.Equals(b, Vector256<int>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MulHiU(Vector512<int> a, Vector512<int> b) => HighHalves(
        Avx512F.Multiply(a.AsUInt32(), b.AsUInt32()), Avx512F.Multiply((a.AsUInt64() >> 32).AsUInt32(), (b.AsUInt64() >> 32).AsUInt32()));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MulHiU(Vector256<int> a, Vector256<int> b) => HighHalves(
        Avx2.Multiply(a.AsUInt32(), b.AsUInt32()), Avx2.Multiply((a.AsUInt64() >> 32).AsUInt32(), (b.AsUInt64() >> 32).AsUInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MulHiS(Vector512<int> a, Vector512<int> b) => HighHalves(
        Avx512F.Multiply(a, b).AsUInt64(), Avx512F.Multiply((a.AsUInt64() >> 32).AsInt32(), (b.AsUInt64() >> 32).AsInt32()).AsUInt64());
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MulHiS(Vector256<int> a, Vector256<int> b) => HighHalves(
        Avx2.Multiply(a, b).AsUInt64(), Avx2.Multiply((a.AsUInt64() >> 32).AsInt32(), (b.AsUInt64() >> 32).AsInt32()).AsUInt64());

    /// <summary>The high halves of the products of even and of odd lanes, at their lanes.</summary>
    private static Vector512<int> HighHalves(Vector512<ulong> even, Vector512<ulong> odd) =>
        ((even >> 32) | (odd & Vector512.Create(0xFFFFFFFF00000000))).AsInt32();

    private static Vector256<int> HighHalves(Vector256<ulong> even, Vector256<ulong> odd) =>
        ((even >> 32) | (odd & Vector256.Create(0xFFFFFFFF00000000))).AsInt32();

    /// <summary>AVX2 converts signed numbers alone: 2^31 less, and 2^31 more behind it.</summary>
    private static Vector128<int> UnsignedQuotients(Vector128<int> a, Vector128<int> b)
    {
        var half = Vector256.Create(2147483648.0);
        var flip = Vector128.Create(int.MinValue);
        var quotient = (Avx.ConvertToVector256Double(a ^ flip) + half) / (Avx.ConvertToVector256Double(b ^ flip) + half);
        return Avx.ConvertToVector128Int32WithTruncation(Avx.Floor(quotient) - half) ^ flip;
    }
}

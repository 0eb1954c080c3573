using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// Gathers of 4-byte elements by 32-bit indices with the gather instructions of AVX2, which .NET has up to eight lanes. Sixteen lanes
/// whose elements lie side by side, as those of an image's pixels mostly do, are loaded at once: which they are shows only when the
/// kernel runs, and a comparison is much cheaper than a gather.
/// </summary>
internal static unsafe class HardwareGather
{
    /// <summary>Whether a gather is done by <see cref="Find"/>'s method: base, indices, mask and value of lanes that are off.</summary>
    public static bool Handles(Instruction gather) =>
        Avx2.IsSupported && gather.Immediate is 1 or 2 or 4 or 8 && gather.Type.Kind is ScalarKind.F32 or ScalarKind.I32
        && gather.Operands[1].Type.Kind == ScalarKind.I32;

    public static MethodInfo Find(Instruction gather, VectorApi api)
    {
        bool all = gather.Operands[2] is Constant { Bits: 1 };
        string name = $"{(all ? "All" : "Masked")}{gather.Immediate}";
        return typeof(HardwareGather).GetMethod(name, all ? [typeof(long), api.Int] : [typeof(long), api.Int, api.Int, api.Int])!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> All1(long p, Vector128<int> i) => Avx2.GatherVector128((int*)p, i, 1);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> All2(long p, Vector128<int> i) => Avx2.GatherVector128((int*)p, i, 2);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> All4(long p, Vector128<int> i) => Avx2.GatherVector128((int*)p, i, 4);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> All8(long p, Vector128<int> i) => Avx2.GatherVector128((int*)p, i, 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> All1(long p, Vector256<int> i) => Avx2.GatherVector256((int*)p, i, 1);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> All2(long p, Vector256<int> i) => Avx2.GatherVector256((int*)p, i, 2);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> All4(long p, Vector256<int> i) => Avx2.GatherVector256((int*)p, i, 4);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> All8(long p, Vector256<int> i) => Avx2.GatherVector256((int*)p, i, 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> All1(long p, Vector512<int> i) => Vector512.Create(All1(p, i.GetLower()), All1(p, i.GetUpper()));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> All2(long p, Vector512<int> i) => Vector512.Create(All2(p, i.GetLower()), All2(p, i.GetUpper()));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> All8(long p, Vector512<int> i) => Vector512.Create(All8(p, i.GetLower()), All8(p, i.GetUpper()));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> All4(long p, Vector512<int> i) => IsRun(i) ? Vector512.Load((int*)p + i.ToScalar()) : Apart4(p, i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Masked1(long p, Vector128<int> i, Vector128<int> m, Vector128<int> o) => Avx2.GatherMaskVector128(o, (int*)p, i, m, 1);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Masked2(long p, Vector128<int> i, Vector128<int> m, Vector128<int> o) => Avx2.GatherMaskVector128(o, (int*)p, i, m, 2);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Masked4(long p, Vector128<int> i, Vector128<int> m, Vector128<int> o) => Avx2.GatherMaskVector128(o, (int*)p, i, m, 4);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Masked8(long p, Vector128<int> i, Vector128<int> m, Vector128<int> o) => Avx2.GatherMaskVector128(o, (int*)p, i, m, 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Masked1(long p, Vector256<int> i, Vector256<int> m, Vector256<int> o) => Avx2.GatherMaskVector256(o, (int*)p, i, m, 1);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Masked2(long p, Vector256<int> i, Vector256<int> m, Vector256<int> o) => Avx2.GatherMaskVector256(o, (int*)p, i, m, 2);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Masked4(long p, Vector256<int> i, Vector256<int> m, Vector256<int> o) => Avx2.GatherMaskVector256(o, (int*)p, i, m, 4);
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Masked8(long p, Vector256<int> i, Vector256<int> m, Vector256<int> o) => Avx2.GatherMaskVector256(o, (int*)p, i, m, 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Masked1(long p, Vector512<int> i, Vector512<int> m, Vector512<int> o) =>
        Vector512.Create(Masked1(p, i.GetLower(), m.GetLower(), o.GetLower()), Masked1(p, i.GetUpper(), m.GetUpper(), o.GetUpper()));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Masked2(long p, Vector512<int> i, Vector512<int> m, Vector512<int> o) =>
        Vector512.Create(Masked2(p, i.GetLower(), m.GetLower(), o.GetLower()), Masked2(p, i.GetUpper(), m.GetUpper(), o.GetUpper()));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Masked8(long p, Vector512<int> i, Vector512<int> m, Vector512<int> o) =>
        Vector512.Create(Masked8(p, i.GetLower(), m.GetLower(), o.GetLower()), Masked8(p, i.GetUpper(), m.GetUpper(), o.GetUpper()));
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Masked4(long p, Vector512<int> i, Vector512<int> m, Vector512<int> o) =>
        IsRun(i) ? Avx512F.MaskLoad((int*)p + i.ToScalar(), m, o) : MaskedApart4(p, i, m, o);

    /// <summary>Whether each index follows the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsRun(Vector512<int> i) => i == Vector512.Create(i.ToScalar()) + Vector512<int>.Indices;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Apart4(long p, Vector512<int> i) => Vector512.Create(All4(p, i.GetLower()), All4(p, i.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> MaskedApart4(long p, Vector512<int> i, Vector512<int> m, Vector512<int> o) =>
        Vector512.Create(Masked4(p, i.GetLower(), m.GetLower(), o.GetLower()), Masked4(p, i.GetUpper(), m.GetUpper(), o.GetUpper()));
}

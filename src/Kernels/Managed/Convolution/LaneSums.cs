using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Kernels.Managed;

/// <summary>Adds the lanes of four vectors to four neighbouring floats, all four at once.</summary>
internal static unsafe class LaneSums
{
    /// <remarks>Requires AVX-512.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(float* sums, Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        // In each four lanes first two sums of a and b, in turn, and of c and d, then one of each.
        var ab = Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b);
        var cd = Avx512F.UnpackLow(c, d) + Avx512F.UnpackHigh(c, d);
        var four = Avx512F.UnpackLow(ab.AsDouble(), cd.AsDouble()).AsSingle() + Avx512F.UnpackHigh(ab.AsDouble(), cd.AsDouble()).AsSingle();
        var half = four.GetLower() + four.GetUpper();
        (Vector128.Load(sums) + half.GetLower() + half.GetUpper()).Store(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(float* sums, Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d) =>
        Add(sums, a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper(), c.GetLower() + c.GetUpper(), d.GetLower() + d.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(float* sums, Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        // ab is a, b, a, b in lanes, each the sum of two lanes; cd likewise. Their halves, put together, are a, b, c, d twice.
        var ab = Transpose.Interleave(a, b, low: true) + Transpose.Interleave(a, b, low: false);
        var cd = Transpose.Interleave(c, d, low: true) + Transpose.Interleave(c, d, low: false);
        (Vector128.Load(sums) + Transpose.Pair(ab, cd, low: true) + Transpose.Pair(ab, cd, low: false)).Store(sums);
    }
}

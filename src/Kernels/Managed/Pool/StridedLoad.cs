using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Kernels.Managed;

/// <summary>Floats at equal distances.</summary>
internal static unsafe class StridedLoad
{
    /// <summary>source[0], source[stride], ... source[7 * stride]; nothing beyond is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source, int stride)
    {
        if (stride == 1) return Vector256.Load(source);
        if (stride == 2)
        {
            // 0 2 4 6 of the first eight; 8 10 12 14 are the odd ones of those from 7 on.
            var low = Vector256.Shuffle(Vector256.Load(source), Vector256.Create(0, 2, 4, 6, 0, 2, 4, 6));
            var high = Vector256.Shuffle(Vector256.Load(source + 7), Vector256.Create(1, 3, 5, 7, 1, 3, 5, 7));
            return Vector256.Create(low.GetLower(), high.GetUpper());
        }
        if (Avx2.IsSupported) return Avx2.GatherVector256(source, Vector256<int>.Indices * stride, sizeof(float));
        return Vector256.Create(
            source[0], source[stride], source[2 * stride], source[3 * stride], source[4 * stride], source[5 * stride], source[6 * stride], source[7 * stride]);
    }

    /// <summary>source[0], source[stride], ... source[15 * stride] for a stride of 1 or 2; nothing beyond is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sixteen(float* source, int stride)
    {
        var low = Vector512.Load(source);
        if (stride == 1) return low;
        // 16 18 ... 30 are the odd ones of those from 15 on.
        var places = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 17, 19, 21, 23, 25, 27, 29, 31);
        return Avx512F.PermuteVar16x32x2(low, places, Vector512.Load(source + 15));
    }
}

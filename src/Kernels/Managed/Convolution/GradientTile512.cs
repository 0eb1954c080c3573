using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Register tiles of 6, 4, 2 filters by four taps in 512-bit vectors, whose lanes run along the positions. One method a height, all
/// accumulators as locals. See <see cref="GradientTile"/> for the parameters.
/// </summary>
internal static unsafe class GradientTile512
{
    private const int Lanes = 16;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Filters6(in GradientBlock block, float* dy, float* x, int* offsets, float* ahead, float* sums, nint stride)
    {
        Vector512<float> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector512<float> s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<float> s20 = default, s21 = default, s22 = default, s23 = default;
        Vector512<float> s30 = default, s31 = default, s32 = default, s33 = default;
        Vector512<float> s40 = default, s41 = default, s42 = default, s43 = default;
        Vector512<float> s50 = default, s51 = default, s52 = default, s53 = default;
        nint offset0 = offsets[0], offset1 = offsets[1], offset2 = offsets[2], offset3 = offsets[3], plane = block.GradientPlane;
        for (var item = 0; item < block.Items; item++, dy += block.GradientItem, x += block.ImageItem)
        {
            float* x0 = x + offset0, x1 = x + offset1, x2 = x + offset2, x3 = x + offset3;
            for (nint q = 0; q < block.Positions; q += Lanes)
            {
                if (Sse.IsSupported) Sse.Prefetch1(ahead + q);
                Vector512<float> v0 = Vector512.Load(x0 + q), v1 = Vector512.Load(x1 + q), v2 = Vector512.Load(x2 + q), v3 = Vector512.Load(x3 + q);
                var line = dy + q;
                var d0 = Vector512.Load(line);
                s00 = MultiplyAdd(d0, v0, s00);
                s01 = MultiplyAdd(d0, v1, s01);
                s02 = MultiplyAdd(d0, v2, s02);
                s03 = MultiplyAdd(d0, v3, s03);
                line += plane;
                var d1 = Vector512.Load(line);
                s10 = MultiplyAdd(d1, v0, s10);
                s11 = MultiplyAdd(d1, v1, s11);
                s12 = MultiplyAdd(d1, v2, s12);
                s13 = MultiplyAdd(d1, v3, s13);
                line += plane;
                var d2 = Vector512.Load(line);
                s20 = MultiplyAdd(d2, v0, s20);
                s21 = MultiplyAdd(d2, v1, s21);
                s22 = MultiplyAdd(d2, v2, s22);
                s23 = MultiplyAdd(d2, v3, s23);
                line += plane;
                var d3 = Vector512.Load(line);
                s30 = MultiplyAdd(d3, v0, s30);
                s31 = MultiplyAdd(d3, v1, s31);
                s32 = MultiplyAdd(d3, v2, s32);
                s33 = MultiplyAdd(d3, v3, s33);
                line += plane;
                var d4 = Vector512.Load(line);
                s40 = MultiplyAdd(d4, v0, s40);
                s41 = MultiplyAdd(d4, v1, s41);
                s42 = MultiplyAdd(d4, v2, s42);
                s43 = MultiplyAdd(d4, v3, s43);
                line += plane;
                var d5 = Vector512.Load(line);
                s50 = MultiplyAdd(d5, v0, s50);
                s51 = MultiplyAdd(d5, v1, s51);
                s52 = MultiplyAdd(d5, v2, s52);
                s53 = MultiplyAdd(d5, v3, s53);
            }
        }
        Add(sums, s00, s01, s02, s03);
        Add(sums + stride, s10, s11, s12, s13);
        Add(sums + 2 * stride, s20, s21, s22, s23);
        Add(sums + 3 * stride, s30, s31, s32, s33);
        Add(sums + 4 * stride, s40, s41, s42, s43);
        Add(sums + 5 * stride, s50, s51, s52, s53);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Filters4(in GradientBlock block, float* dy, float* x, int* offsets, float* ahead, float* sums, nint stride)
    {
        Vector512<float> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector512<float> s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<float> s20 = default, s21 = default, s22 = default, s23 = default;
        Vector512<float> s30 = default, s31 = default, s32 = default, s33 = default;
        nint offset0 = offsets[0], offset1 = offsets[1], offset2 = offsets[2], offset3 = offsets[3], plane = block.GradientPlane;
        for (var item = 0; item < block.Items; item++, dy += block.GradientItem, x += block.ImageItem)
        {
            float* x0 = x + offset0, x1 = x + offset1, x2 = x + offset2, x3 = x + offset3;
            for (nint q = 0; q < block.Positions; q += Lanes)
            {
                if (Sse.IsSupported) Sse.Prefetch1(ahead + q);
                Vector512<float> v0 = Vector512.Load(x0 + q), v1 = Vector512.Load(x1 + q), v2 = Vector512.Load(x2 + q), v3 = Vector512.Load(x3 + q);
                var line = dy + q;
                var d0 = Vector512.Load(line);
                s00 = MultiplyAdd(d0, v0, s00);
                s01 = MultiplyAdd(d0, v1, s01);
                s02 = MultiplyAdd(d0, v2, s02);
                s03 = MultiplyAdd(d0, v3, s03);
                line += plane;
                var d1 = Vector512.Load(line);
                s10 = MultiplyAdd(d1, v0, s10);
                s11 = MultiplyAdd(d1, v1, s11);
                s12 = MultiplyAdd(d1, v2, s12);
                s13 = MultiplyAdd(d1, v3, s13);
                line += plane;
                var d2 = Vector512.Load(line);
                s20 = MultiplyAdd(d2, v0, s20);
                s21 = MultiplyAdd(d2, v1, s21);
                s22 = MultiplyAdd(d2, v2, s22);
                s23 = MultiplyAdd(d2, v3, s23);
                line += plane;
                var d3 = Vector512.Load(line);
                s30 = MultiplyAdd(d3, v0, s30);
                s31 = MultiplyAdd(d3, v1, s31);
                s32 = MultiplyAdd(d3, v2, s32);
                s33 = MultiplyAdd(d3, v3, s33);
            }
        }
        Add(sums, s00, s01, s02, s03);
        Add(sums + stride, s10, s11, s12, s13);
        Add(sums + 2 * stride, s20, s21, s22, s23);
        Add(sums + 3 * stride, s30, s31, s32, s33);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Filters2(in GradientBlock block, float* dy, float* x, int* offsets, float* ahead, float* sums, nint stride)
    {
        Vector512<float> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector512<float> s10 = default, s11 = default, s12 = default, s13 = default;
        nint offset0 = offsets[0], offset1 = offsets[1], offset2 = offsets[2], offset3 = offsets[3], plane = block.GradientPlane;
        for (var item = 0; item < block.Items; item++, dy += block.GradientItem, x += block.ImageItem)
        {
            float* x0 = x + offset0, x1 = x + offset1, x2 = x + offset2, x3 = x + offset3;
            for (nint q = 0; q < block.Positions; q += Lanes)
            {
                if (Sse.IsSupported) Sse.Prefetch1(ahead + q);
                Vector512<float> v0 = Vector512.Load(x0 + q), v1 = Vector512.Load(x1 + q), v2 = Vector512.Load(x2 + q), v3 = Vector512.Load(x3 + q);
                var line = dy + q;
                var d0 = Vector512.Load(line);
                s00 = MultiplyAdd(d0, v0, s00);
                s01 = MultiplyAdd(d0, v1, s01);
                s02 = MultiplyAdd(d0, v2, s02);
                s03 = MultiplyAdd(d0, v3, s03);
                line += plane;
                var d1 = Vector512.Load(line);
                s10 = MultiplyAdd(d1, v0, s10);
                s11 = MultiplyAdd(d1, v1, s11);
                s12 = MultiplyAdd(d1, v2, s12);
                s13 = MultiplyAdd(d1, v3, s13);
            }
        }
        Add(sums, s00, s01, s02, s03);
        Add(sums + stride, s10, s11, s12, s13);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* sums, Vector512<float> s0, Vector512<float> s1, Vector512<float> s2, Vector512<float> s3) =>
        LaneSums.Add(sums, s0, s1, s2, s3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> sum) =>
        Avx512F.FusedMultiplyAdd(x, y, sum);
}

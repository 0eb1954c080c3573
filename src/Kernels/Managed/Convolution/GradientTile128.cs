using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Register tiles of 2 filters by four taps in 128-bit vectors, whose lanes run along the positions. One method a height, all
/// accumulators as locals. See <see cref="GradientTile"/> for the parameters.
/// </summary>
internal static unsafe class GradientTile128
{
    private const int Lanes = 4;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Filters2(in GradientBlock block, float* dy, float* x, int* offsets, float* sums, nint stride)
    {
        Vector128<float> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector128<float> s10 = default, s11 = default, s12 = default, s13 = default;
        nint offset0 = offsets[0], offset1 = offsets[1], offset2 = offsets[2], offset3 = offsets[3], plane = block.GradientPlane;
        for (var item = 0; item < block.Items; item++, dy += block.GradientItem, x += block.ImageItem)
        {
            float* x0 = x + offset0, x1 = x + offset1, x2 = x + offset2, x3 = x + offset3;
            for (nint q = 0; q < block.Positions; q += Lanes)
            {
                Vector128<float> v0 = Vector128.Load(x0 + q), v1 = Vector128.Load(x1 + q), v2 = Vector128.Load(x2 + q), v3 = Vector128.Load(x3 + q);
                var line = dy + q;
                var d0 = Vector128.Load(line);
                s00 = MultiplyAdd(d0, v0, s00);
                s01 = MultiplyAdd(d0, v1, s01);
                s02 = MultiplyAdd(d0, v2, s02);
                s03 = MultiplyAdd(d0, v3, s03);
                line += plane;
                var d1 = Vector128.Load(line);
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
    private static void Add(float* sums, Vector128<float> s0, Vector128<float> s1, Vector128<float> s2, Vector128<float> s3) =>
        LaneSums.Add(sums, s0, s1, s2, s3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> y, Vector128<float> sum) =>
        Fma.IsSupported ? Fma.MultiplyAdd(x, y, sum) : AdvSimd.IsSupported ? AdvSimd.FusedMultiplyAdd(sum, x, y) : x * y + sum;
}

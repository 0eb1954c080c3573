using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Register tiles of 4 rows by two 128-bit vectors. One method a height, all accumulators as locals: the JIT keeps locals in
/// registers, not array elements. See <see cref="MicroKernel"/> for the parameters.
/// </summary>
internal static unsafe class Tile128
{
    private const int Lanes = 4;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows4<TLeft, TRight>(int k, TLeft left, TRight right, float* c, nint ldc, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand
    {
        Vector128<float> c00 = Start(start, c, ldc, 0, 0), c01 = Start(start, c, ldc, 0, Lanes);
        Vector128<float> c10 = Start(start, c, ldc, 1, 0), c11 = Start(start, c, ldc, 1, Lanes);
        Vector128<float> c20 = Start(start, c, ldc, 2, 0), c21 = Start(start, c, ldc, 2, Lanes);
        Vector128<float> c30 = Start(start, c, ldc, 3, 0), c31 = Start(start, c, ldc, 3, Lanes);
        for (nint step = 0; step < k; step++)
        {
            float* a = left.Next(step), b = right.Next(step);
            var b0 = Vector128.Load(b);
            var b1 = Vector128.Load(b + Lanes);
            var a0 = Vector128.Create(a[0]);
            c00 = MultiplyAdd(a0, b0, c00);
            c01 = MultiplyAdd(a0, b1, c01);
            var a1 = Vector128.Create(a[TLeft.RowStep]);
            c10 = MultiplyAdd(a1, b0, c10);
            c11 = MultiplyAdd(a1, b1, c11);
            var a2 = Vector128.Create(a[2 * TLeft.RowStep]);
            c20 = MultiplyAdd(a2, b0, c20);
            c21 = MultiplyAdd(a2, b1, c21);
            var a3 = Vector128.Create(a[3 * TLeft.RowStep]);
            c30 = MultiplyAdd(a3, b0, c30);
            c31 = MultiplyAdd(a3, b1, c31);
        }
        Store(start, c, ldc, 0, c00, c01);
        Store(start, c, ldc, 1, c10, c11);
        Store(start, c, ldc, 2, c20, c21);
        Store(start, c, ldc, 3, c30, c31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Start(in TileStart start, float* c, nint ldc, int row, int column)
    {
        if (start.Accumulate) return start.Adds ? Vector128<float>.Zero : Vector128.Load(c + row * ldc + column);
        return start.Bias != null ? Vector128.Create(start.Bias[row]) : Vector128<float>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in TileStart start, float* c, nint ldc, int row, Vector128<float> left, Vector128<float> right)
    {
        if (start.Adds)
        {
            left += Vector128.Load(c + row * ldc);
            right += Vector128.Load(c + row * ldc + Lanes);
        }
        if (start.Rectify)
        {
            left = Vector128.Max(left, Vector128<float>.Zero);
            right = Vector128.Max(right, Vector128<float>.Zero);
        }
        left.Store(c + row * ldc);
        right.Store(c + row * ldc + Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> y, Vector128<float> sum) =>
        Fma.IsSupported ? Fma.MultiplyAdd(x, y, sum) : AdvSimd.IsSupported ? AdvSimd.FusedMultiplyAdd(sum, x, y) : x * y + sum;
}

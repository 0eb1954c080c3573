using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Register tiles of 6, 4 rows by two 256-bit vectors. One method a height, all accumulators as locals: the JIT keeps locals in
/// registers, not array elements. See <see cref="MicroKernel"/> for the parameters.
/// </summary>
internal static unsafe class Tile256
{
    private const int Lanes = 8;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows6<TLeft, TRight>(int k, TLeft left, TRight right, float* c, nint ldc, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand
    {
        Vector256<float> c00 = Start(start, c, ldc, 0, 0), c01 = Start(start, c, ldc, 0, Lanes);
        Vector256<float> c10 = Start(start, c, ldc, 1, 0), c11 = Start(start, c, ldc, 1, Lanes);
        Vector256<float> c20 = Start(start, c, ldc, 2, 0), c21 = Start(start, c, ldc, 2, Lanes);
        Vector256<float> c30 = Start(start, c, ldc, 3, 0), c31 = Start(start, c, ldc, 3, Lanes);
        Vector256<float> c40 = Start(start, c, ldc, 4, 0), c41 = Start(start, c, ldc, 4, Lanes);
        Vector256<float> c50 = Start(start, c, ldc, 5, 0), c51 = Start(start, c, ldc, 5, Lanes);
        for (nint step = 0; step < k; step++)
        {
            float* a = left.Next(step), b = right.Next(step);
            var b0 = Vector256.Load(b);
            var b1 = Vector256.Load(b + Lanes);
            var a0 = Vector256.Create(a[0]);
            c00 = MultiplyAdd(a0, b0, c00);
            c01 = MultiplyAdd(a0, b1, c01);
            var a1 = Vector256.Create(a[TLeft.RowStep]);
            c10 = MultiplyAdd(a1, b0, c10);
            c11 = MultiplyAdd(a1, b1, c11);
            var a2 = Vector256.Create(a[2 * TLeft.RowStep]);
            c20 = MultiplyAdd(a2, b0, c20);
            c21 = MultiplyAdd(a2, b1, c21);
            var a3 = Vector256.Create(a[3 * TLeft.RowStep]);
            c30 = MultiplyAdd(a3, b0, c30);
            c31 = MultiplyAdd(a3, b1, c31);
            var a4 = Vector256.Create(a[4 * TLeft.RowStep]);
            c40 = MultiplyAdd(a4, b0, c40);
            c41 = MultiplyAdd(a4, b1, c41);
            var a5 = Vector256.Create(a[5 * TLeft.RowStep]);
            c50 = MultiplyAdd(a5, b0, c50);
            c51 = MultiplyAdd(a5, b1, c51);
        }
        Store(start, c, ldc, 0, c00, c01);
        Store(start, c, ldc, 1, c10, c11);
        Store(start, c, ldc, 2, c20, c21);
        Store(start, c, ldc, 3, c30, c31);
        Store(start, c, ldc, 4, c40, c41);
        Store(start, c, ldc, 5, c50, c51);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows4<TLeft, TRight>(int k, TLeft left, TRight right, float* c, nint ldc, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand
    {
        Vector256<float> c00 = Start(start, c, ldc, 0, 0), c01 = Start(start, c, ldc, 0, Lanes);
        Vector256<float> c10 = Start(start, c, ldc, 1, 0), c11 = Start(start, c, ldc, 1, Lanes);
        Vector256<float> c20 = Start(start, c, ldc, 2, 0), c21 = Start(start, c, ldc, 2, Lanes);
        Vector256<float> c30 = Start(start, c, ldc, 3, 0), c31 = Start(start, c, ldc, 3, Lanes);
        for (nint step = 0; step < k; step++)
        {
            float* a = left.Next(step), b = right.Next(step);
            var b0 = Vector256.Load(b);
            var b1 = Vector256.Load(b + Lanes);
            var a0 = Vector256.Create(a[0]);
            c00 = MultiplyAdd(a0, b0, c00);
            c01 = MultiplyAdd(a0, b1, c01);
            var a1 = Vector256.Create(a[TLeft.RowStep]);
            c10 = MultiplyAdd(a1, b0, c10);
            c11 = MultiplyAdd(a1, b1, c11);
            var a2 = Vector256.Create(a[2 * TLeft.RowStep]);
            c20 = MultiplyAdd(a2, b0, c20);
            c21 = MultiplyAdd(a2, b1, c21);
            var a3 = Vector256.Create(a[3 * TLeft.RowStep]);
            c30 = MultiplyAdd(a3, b0, c30);
            c31 = MultiplyAdd(a3, b1, c31);
        }
        Store(start, c, ldc, 0, c00, c01);
        Store(start, c, ldc, 1, c10, c11);
        Store(start, c, ldc, 2, c20, c21);
        Store(start, c, ldc, 3, c30, c31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Start(in TileStart start, float* c, nint ldc, int row, int column)
    {
        if (start.Accumulate) return start.Adds ? Vector256<float>.Zero : Vector256.Load(c + row * ldc + column);
        return start.Bias != null ? Vector256.Create(start.Bias[row]) : Vector256<float>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in TileStart start, float* c, nint ldc, int row, Vector256<float> left, Vector256<float> right)
    {
        if (start.Adds)
        {
            left += Vector256.Load(c + row * ldc);
            right += Vector256.Load(c + row * ldc + Lanes);
        }
        if (start.Rectify)
        {
            left = Vector256.Max(left, Vector256<float>.Zero);
            right = Vector256.Max(right, Vector256<float>.Zero);
        }
        left.Store(c + row * ldc);
        right.Store(c + row * ldc + Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> sum) => Fma.MultiplyAdd(x, y, sum);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Register tiles of 12, 9, 8, 6, 4 rows by two 512-bit vectors. One method a height, all accumulators as locals: the JIT keeps locals in
/// registers, not array elements. See <see cref="MicroKernel"/> for the parameters.
/// </summary>
internal static unsafe class Tile512
{
    private const int Lanes = 16;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows12<TLeft, TRight>(int k, TLeft left, TRight right, float* c, nint ldc, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand
    {
        Vector512<float> c00 = Start(start, c, ldc, 0, 0), c01 = Start(start, c, ldc, 0, Lanes);
        Vector512<float> c10 = Start(start, c, ldc, 1, 0), c11 = Start(start, c, ldc, 1, Lanes);
        Vector512<float> c20 = Start(start, c, ldc, 2, 0), c21 = Start(start, c, ldc, 2, Lanes);
        Vector512<float> c30 = Start(start, c, ldc, 3, 0), c31 = Start(start, c, ldc, 3, Lanes);
        Vector512<float> c40 = Start(start, c, ldc, 4, 0), c41 = Start(start, c, ldc, 4, Lanes);
        Vector512<float> c50 = Start(start, c, ldc, 5, 0), c51 = Start(start, c, ldc, 5, Lanes);
        Vector512<float> c60 = Start(start, c, ldc, 6, 0), c61 = Start(start, c, ldc, 6, Lanes);
        Vector512<float> c70 = Start(start, c, ldc, 7, 0), c71 = Start(start, c, ldc, 7, Lanes);
        Vector512<float> c80 = Start(start, c, ldc, 8, 0), c81 = Start(start, c, ldc, 8, Lanes);
        Vector512<float> c90 = Start(start, c, ldc, 9, 0), c91 = Start(start, c, ldc, 9, Lanes);
        Vector512<float> c100 = Start(start, c, ldc, 10, 0), c101 = Start(start, c, ldc, 10, Lanes);
        Vector512<float> c110 = Start(start, c, ldc, 11, 0), c111 = Start(start, c, ldc, 11, Lanes);
        for (nint step = 0; step < k; step++)
        {
            float* a = left.Next(step), b = right.Next(step);
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + Lanes);
            var a0 = Vector512.Create(a[0]);
            c00 = MultiplyAdd(a0, b0, c00);
            c01 = MultiplyAdd(a0, b1, c01);
            var a1 = Vector512.Create(a[TLeft.RowStep]);
            c10 = MultiplyAdd(a1, b0, c10);
            c11 = MultiplyAdd(a1, b1, c11);
            var a2 = Vector512.Create(a[2 * TLeft.RowStep]);
            c20 = MultiplyAdd(a2, b0, c20);
            c21 = MultiplyAdd(a2, b1, c21);
            var a3 = Vector512.Create(a[3 * TLeft.RowStep]);
            c30 = MultiplyAdd(a3, b0, c30);
            c31 = MultiplyAdd(a3, b1, c31);
            var a4 = Vector512.Create(a[4 * TLeft.RowStep]);
            c40 = MultiplyAdd(a4, b0, c40);
            c41 = MultiplyAdd(a4, b1, c41);
            var a5 = Vector512.Create(a[5 * TLeft.RowStep]);
            c50 = MultiplyAdd(a5, b0, c50);
            c51 = MultiplyAdd(a5, b1, c51);
            var a6 = Vector512.Create(a[6 * TLeft.RowStep]);
            c60 = MultiplyAdd(a6, b0, c60);
            c61 = MultiplyAdd(a6, b1, c61);
            var a7 = Vector512.Create(a[7 * TLeft.RowStep]);
            c70 = MultiplyAdd(a7, b0, c70);
            c71 = MultiplyAdd(a7, b1, c71);
            var a8 = Vector512.Create(a[8 * TLeft.RowStep]);
            c80 = MultiplyAdd(a8, b0, c80);
            c81 = MultiplyAdd(a8, b1, c81);
            var a9 = Vector512.Create(a[9 * TLeft.RowStep]);
            c90 = MultiplyAdd(a9, b0, c90);
            c91 = MultiplyAdd(a9, b1, c91);
            var a10 = Vector512.Create(a[10 * TLeft.RowStep]);
            c100 = MultiplyAdd(a10, b0, c100);
            c101 = MultiplyAdd(a10, b1, c101);
            var a11 = Vector512.Create(a[11 * TLeft.RowStep]);
            c110 = MultiplyAdd(a11, b0, c110);
            c111 = MultiplyAdd(a11, b1, c111);
        }
        Store(start, c, ldc, 0, c00, c01);
        Store(start, c, ldc, 1, c10, c11);
        Store(start, c, ldc, 2, c20, c21);
        Store(start, c, ldc, 3, c30, c31);
        Store(start, c, ldc, 4, c40, c41);
        Store(start, c, ldc, 5, c50, c51);
        Store(start, c, ldc, 6, c60, c61);
        Store(start, c, ldc, 7, c70, c71);
        Store(start, c, ldc, 8, c80, c81);
        Store(start, c, ldc, 9, c90, c91);
        Store(start, c, ldc, 10, c100, c101);
        Store(start, c, ldc, 11, c110, c111);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows9<TLeft, TRight>(int k, TLeft left, TRight right, float* c, nint ldc, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand
    {
        Vector512<float> c00 = Start(start, c, ldc, 0, 0), c01 = Start(start, c, ldc, 0, Lanes);
        Vector512<float> c10 = Start(start, c, ldc, 1, 0), c11 = Start(start, c, ldc, 1, Lanes);
        Vector512<float> c20 = Start(start, c, ldc, 2, 0), c21 = Start(start, c, ldc, 2, Lanes);
        Vector512<float> c30 = Start(start, c, ldc, 3, 0), c31 = Start(start, c, ldc, 3, Lanes);
        Vector512<float> c40 = Start(start, c, ldc, 4, 0), c41 = Start(start, c, ldc, 4, Lanes);
        Vector512<float> c50 = Start(start, c, ldc, 5, 0), c51 = Start(start, c, ldc, 5, Lanes);
        Vector512<float> c60 = Start(start, c, ldc, 6, 0), c61 = Start(start, c, ldc, 6, Lanes);
        Vector512<float> c70 = Start(start, c, ldc, 7, 0), c71 = Start(start, c, ldc, 7, Lanes);
        Vector512<float> c80 = Start(start, c, ldc, 8, 0), c81 = Start(start, c, ldc, 8, Lanes);
        for (nint step = 0; step < k; step++)
        {
            float* a = left.Next(step), b = right.Next(step);
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + Lanes);
            var a0 = Vector512.Create(a[0]);
            c00 = MultiplyAdd(a0, b0, c00);
            c01 = MultiplyAdd(a0, b1, c01);
            var a1 = Vector512.Create(a[TLeft.RowStep]);
            c10 = MultiplyAdd(a1, b0, c10);
            c11 = MultiplyAdd(a1, b1, c11);
            var a2 = Vector512.Create(a[2 * TLeft.RowStep]);
            c20 = MultiplyAdd(a2, b0, c20);
            c21 = MultiplyAdd(a2, b1, c21);
            var a3 = Vector512.Create(a[3 * TLeft.RowStep]);
            c30 = MultiplyAdd(a3, b0, c30);
            c31 = MultiplyAdd(a3, b1, c31);
            var a4 = Vector512.Create(a[4 * TLeft.RowStep]);
            c40 = MultiplyAdd(a4, b0, c40);
            c41 = MultiplyAdd(a4, b1, c41);
            var a5 = Vector512.Create(a[5 * TLeft.RowStep]);
            c50 = MultiplyAdd(a5, b0, c50);
            c51 = MultiplyAdd(a5, b1, c51);
            var a6 = Vector512.Create(a[6 * TLeft.RowStep]);
            c60 = MultiplyAdd(a6, b0, c60);
            c61 = MultiplyAdd(a6, b1, c61);
            var a7 = Vector512.Create(a[7 * TLeft.RowStep]);
            c70 = MultiplyAdd(a7, b0, c70);
            c71 = MultiplyAdd(a7, b1, c71);
            var a8 = Vector512.Create(a[8 * TLeft.RowStep]);
            c80 = MultiplyAdd(a8, b0, c80);
            c81 = MultiplyAdd(a8, b1, c81);
        }
        Store(start, c, ldc, 0, c00, c01);
        Store(start, c, ldc, 1, c10, c11);
        Store(start, c, ldc, 2, c20, c21);
        Store(start, c, ldc, 3, c30, c31);
        Store(start, c, ldc, 4, c40, c41);
        Store(start, c, ldc, 5, c50, c51);
        Store(start, c, ldc, 6, c60, c61);
        Store(start, c, ldc, 7, c70, c71);
        Store(start, c, ldc, 8, c80, c81);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows8<TLeft, TRight>(int k, TLeft left, TRight right, float* c, nint ldc, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand
    {
        Vector512<float> c00 = Start(start, c, ldc, 0, 0), c01 = Start(start, c, ldc, 0, Lanes);
        Vector512<float> c10 = Start(start, c, ldc, 1, 0), c11 = Start(start, c, ldc, 1, Lanes);
        Vector512<float> c20 = Start(start, c, ldc, 2, 0), c21 = Start(start, c, ldc, 2, Lanes);
        Vector512<float> c30 = Start(start, c, ldc, 3, 0), c31 = Start(start, c, ldc, 3, Lanes);
        Vector512<float> c40 = Start(start, c, ldc, 4, 0), c41 = Start(start, c, ldc, 4, Lanes);
        Vector512<float> c50 = Start(start, c, ldc, 5, 0), c51 = Start(start, c, ldc, 5, Lanes);
        Vector512<float> c60 = Start(start, c, ldc, 6, 0), c61 = Start(start, c, ldc, 6, Lanes);
        Vector512<float> c70 = Start(start, c, ldc, 7, 0), c71 = Start(start, c, ldc, 7, Lanes);
        for (nint step = 0; step < k; step++)
        {
            float* a = left.Next(step), b = right.Next(step);
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + Lanes);
            var a0 = Vector512.Create(a[0]);
            c00 = MultiplyAdd(a0, b0, c00);
            c01 = MultiplyAdd(a0, b1, c01);
            var a1 = Vector512.Create(a[TLeft.RowStep]);
            c10 = MultiplyAdd(a1, b0, c10);
            c11 = MultiplyAdd(a1, b1, c11);
            var a2 = Vector512.Create(a[2 * TLeft.RowStep]);
            c20 = MultiplyAdd(a2, b0, c20);
            c21 = MultiplyAdd(a2, b1, c21);
            var a3 = Vector512.Create(a[3 * TLeft.RowStep]);
            c30 = MultiplyAdd(a3, b0, c30);
            c31 = MultiplyAdd(a3, b1, c31);
            var a4 = Vector512.Create(a[4 * TLeft.RowStep]);
            c40 = MultiplyAdd(a4, b0, c40);
            c41 = MultiplyAdd(a4, b1, c41);
            var a5 = Vector512.Create(a[5 * TLeft.RowStep]);
            c50 = MultiplyAdd(a5, b0, c50);
            c51 = MultiplyAdd(a5, b1, c51);
            var a6 = Vector512.Create(a[6 * TLeft.RowStep]);
            c60 = MultiplyAdd(a6, b0, c60);
            c61 = MultiplyAdd(a6, b1, c61);
            var a7 = Vector512.Create(a[7 * TLeft.RowStep]);
            c70 = MultiplyAdd(a7, b0, c70);
            c71 = MultiplyAdd(a7, b1, c71);
        }
        Store(start, c, ldc, 0, c00, c01);
        Store(start, c, ldc, 1, c10, c11);
        Store(start, c, ldc, 2, c20, c21);
        Store(start, c, ldc, 3, c30, c31);
        Store(start, c, ldc, 4, c40, c41);
        Store(start, c, ldc, 5, c50, c51);
        Store(start, c, ldc, 6, c60, c61);
        Store(start, c, ldc, 7, c70, c71);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows6<TLeft, TRight>(int k, TLeft left, TRight right, float* c, nint ldc, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand
    {
        Vector512<float> c00 = Start(start, c, ldc, 0, 0), c01 = Start(start, c, ldc, 0, Lanes);
        Vector512<float> c10 = Start(start, c, ldc, 1, 0), c11 = Start(start, c, ldc, 1, Lanes);
        Vector512<float> c20 = Start(start, c, ldc, 2, 0), c21 = Start(start, c, ldc, 2, Lanes);
        Vector512<float> c30 = Start(start, c, ldc, 3, 0), c31 = Start(start, c, ldc, 3, Lanes);
        Vector512<float> c40 = Start(start, c, ldc, 4, 0), c41 = Start(start, c, ldc, 4, Lanes);
        Vector512<float> c50 = Start(start, c, ldc, 5, 0), c51 = Start(start, c, ldc, 5, Lanes);
        for (nint step = 0; step < k; step++)
        {
            float* a = left.Next(step), b = right.Next(step);
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + Lanes);
            var a0 = Vector512.Create(a[0]);
            c00 = MultiplyAdd(a0, b0, c00);
            c01 = MultiplyAdd(a0, b1, c01);
            var a1 = Vector512.Create(a[TLeft.RowStep]);
            c10 = MultiplyAdd(a1, b0, c10);
            c11 = MultiplyAdd(a1, b1, c11);
            var a2 = Vector512.Create(a[2 * TLeft.RowStep]);
            c20 = MultiplyAdd(a2, b0, c20);
            c21 = MultiplyAdd(a2, b1, c21);
            var a3 = Vector512.Create(a[3 * TLeft.RowStep]);
            c30 = MultiplyAdd(a3, b0, c30);
            c31 = MultiplyAdd(a3, b1, c31);
            var a4 = Vector512.Create(a[4 * TLeft.RowStep]);
            c40 = MultiplyAdd(a4, b0, c40);
            c41 = MultiplyAdd(a4, b1, c41);
            var a5 = Vector512.Create(a[5 * TLeft.RowStep]);
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
        Vector512<float> c00 = Start(start, c, ldc, 0, 0), c01 = Start(start, c, ldc, 0, Lanes);
        Vector512<float> c10 = Start(start, c, ldc, 1, 0), c11 = Start(start, c, ldc, 1, Lanes);
        Vector512<float> c20 = Start(start, c, ldc, 2, 0), c21 = Start(start, c, ldc, 2, Lanes);
        Vector512<float> c30 = Start(start, c, ldc, 3, 0), c31 = Start(start, c, ldc, 3, Lanes);
        for (nint step = 0; step < k; step++)
        {
            float* a = left.Next(step), b = right.Next(step);
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + Lanes);
            var a0 = Vector512.Create(a[0]);
            c00 = MultiplyAdd(a0, b0, c00);
            c01 = MultiplyAdd(a0, b1, c01);
            var a1 = Vector512.Create(a[TLeft.RowStep]);
            c10 = MultiplyAdd(a1, b0, c10);
            c11 = MultiplyAdd(a1, b1, c11);
            var a2 = Vector512.Create(a[2 * TLeft.RowStep]);
            c20 = MultiplyAdd(a2, b0, c20);
            c21 = MultiplyAdd(a2, b1, c21);
            var a3 = Vector512.Create(a[3 * TLeft.RowStep]);
            c30 = MultiplyAdd(a3, b0, c30);
            c31 = MultiplyAdd(a3, b1, c31);
        }
        Store(start, c, ldc, 0, c00, c01);
        Store(start, c, ldc, 1, c10, c11);
        Store(start, c, ldc, 2, c20, c21);
        Store(start, c, ldc, 3, c30, c31);
    }

    /// <summary>What a vector of the tile starts from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Start(in TileStart start, float* c, nint ldc, int row, int column)
    {
        if (start.Accumulate) return start.Adds ? Vector512<float>.Zero : Vector512.Load(c + row * ldc + column);
        return start.Bias != null ? Vector512.Create(start.Bias[row]) : Vector512<float>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in TileStart start, float* c, nint ldc, int row, Vector512<float> left, Vector512<float> right)
    {
        if (start.Adds)
        {
            left += Vector512.Load(c + row * ldc);
            right += Vector512.Load(c + row * ldc + Lanes);
        }
        if (start.Rectify)
        {
            left = Vector512.Max(left, Vector512<float>.Zero);
            right = Vector512.Max(right, Vector512<float>.Zero);
        }
        if (start.Stream)
        {
            left.StoreAlignedNonTemporal(c + row * ldc);
            right.StoreAlignedNonTemporal(c + row * ldc + Lanes);
            return;
        }
        left.Store(c + row * ldc);
        right.Store(c + row * ldc + Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> sum) => Avx512F.FusedMultiplyAdd(x, y, sum);
}

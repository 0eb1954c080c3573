using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Register tiles of 9, 8, 6 rows by three 512-bit vectors: fewer instructions for each multiply-add than <see cref="Tile512"/>'s, since a
/// value of the left operand meets three vectors. See <see cref="MicroKernel"/> for the parameters.
/// </summary>
internal static unsafe class WideTile512
{
    private const int Lanes = 16;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows9<TLeft, TRight>(int k, TLeft left, TRight right, float* c, nint ldc, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand
    {
        Vector512<float> c00 = Start(start, c, ldc, 0, 0), c01 = Start(start, c, ldc, 0, Lanes), c02 = Start(start, c, ldc, 0, 2 * Lanes);
        Vector512<float> c10 = Start(start, c, ldc, 1, 0), c11 = Start(start, c, ldc, 1, Lanes), c12 = Start(start, c, ldc, 1, 2 * Lanes);
        Vector512<float> c20 = Start(start, c, ldc, 2, 0), c21 = Start(start, c, ldc, 2, Lanes), c22 = Start(start, c, ldc, 2, 2 * Lanes);
        Vector512<float> c30 = Start(start, c, ldc, 3, 0), c31 = Start(start, c, ldc, 3, Lanes), c32 = Start(start, c, ldc, 3, 2 * Lanes);
        Vector512<float> c40 = Start(start, c, ldc, 4, 0), c41 = Start(start, c, ldc, 4, Lanes), c42 = Start(start, c, ldc, 4, 2 * Lanes);
        Vector512<float> c50 = Start(start, c, ldc, 5, 0), c51 = Start(start, c, ldc, 5, Lanes), c52 = Start(start, c, ldc, 5, 2 * Lanes);
        Vector512<float> c60 = Start(start, c, ldc, 6, 0), c61 = Start(start, c, ldc, 6, Lanes), c62 = Start(start, c, ldc, 6, 2 * Lanes);
        Vector512<float> c70 = Start(start, c, ldc, 7, 0), c71 = Start(start, c, ldc, 7, Lanes), c72 = Start(start, c, ldc, 7, 2 * Lanes);
        Vector512<float> c80 = Start(start, c, ldc, 8, 0), c81 = Start(start, c, ldc, 8, Lanes), c82 = Start(start, c, ldc, 8, 2 * Lanes);
        for (nint step = 0; step < k; step++)
        {
            float* a = left.Next(step), b = right.Next(step);
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + Lanes);
            var b2 = Vector512.Load(b + 2 * Lanes);
            var a0 = Vector512.Create(a[0]);
            c00 = MultiplyAdd(a0, b0, c00);
            c01 = MultiplyAdd(a0, b1, c01);
            c02 = MultiplyAdd(a0, b2, c02);
            var a1 = Vector512.Create(a[TLeft.RowStep]);
            c10 = MultiplyAdd(a1, b0, c10);
            c11 = MultiplyAdd(a1, b1, c11);
            c12 = MultiplyAdd(a1, b2, c12);
            var a2 = Vector512.Create(a[2 * TLeft.RowStep]);
            c20 = MultiplyAdd(a2, b0, c20);
            c21 = MultiplyAdd(a2, b1, c21);
            c22 = MultiplyAdd(a2, b2, c22);
            var a3 = Vector512.Create(a[3 * TLeft.RowStep]);
            c30 = MultiplyAdd(a3, b0, c30);
            c31 = MultiplyAdd(a3, b1, c31);
            c32 = MultiplyAdd(a3, b2, c32);
            var a4 = Vector512.Create(a[4 * TLeft.RowStep]);
            c40 = MultiplyAdd(a4, b0, c40);
            c41 = MultiplyAdd(a4, b1, c41);
            c42 = MultiplyAdd(a4, b2, c42);
            var a5 = Vector512.Create(a[5 * TLeft.RowStep]);
            c50 = MultiplyAdd(a5, b0, c50);
            c51 = MultiplyAdd(a5, b1, c51);
            c52 = MultiplyAdd(a5, b2, c52);
            var a6 = Vector512.Create(a[6 * TLeft.RowStep]);
            c60 = MultiplyAdd(a6, b0, c60);
            c61 = MultiplyAdd(a6, b1, c61);
            c62 = MultiplyAdd(a6, b2, c62);
            var a7 = Vector512.Create(a[7 * TLeft.RowStep]);
            c70 = MultiplyAdd(a7, b0, c70);
            c71 = MultiplyAdd(a7, b1, c71);
            c72 = MultiplyAdd(a7, b2, c72);
            var a8 = Vector512.Create(a[8 * TLeft.RowStep]);
            c80 = MultiplyAdd(a8, b0, c80);
            c81 = MultiplyAdd(a8, b1, c81);
            c82 = MultiplyAdd(a8, b2, c82);
        }
        Store(start, c, ldc, 0, c00, c01, c02);
        Store(start, c, ldc, 1, c10, c11, c12);
        Store(start, c, ldc, 2, c20, c21, c22);
        Store(start, c, ldc, 3, c30, c31, c32);
        Store(start, c, ldc, 4, c40, c41, c42);
        Store(start, c, ldc, 5, c50, c51, c52);
        Store(start, c, ldc, 6, c60, c61, c62);
        Store(start, c, ldc, 7, c70, c71, c72);
        Store(start, c, ldc, 8, c80, c81, c82);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows8<TLeft, TRight>(int k, TLeft left, TRight right, float* c, nint ldc, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand
    {
        Vector512<float> c00 = Start(start, c, ldc, 0, 0), c01 = Start(start, c, ldc, 0, Lanes), c02 = Start(start, c, ldc, 0, 2 * Lanes);
        Vector512<float> c10 = Start(start, c, ldc, 1, 0), c11 = Start(start, c, ldc, 1, Lanes), c12 = Start(start, c, ldc, 1, 2 * Lanes);
        Vector512<float> c20 = Start(start, c, ldc, 2, 0), c21 = Start(start, c, ldc, 2, Lanes), c22 = Start(start, c, ldc, 2, 2 * Lanes);
        Vector512<float> c30 = Start(start, c, ldc, 3, 0), c31 = Start(start, c, ldc, 3, Lanes), c32 = Start(start, c, ldc, 3, 2 * Lanes);
        Vector512<float> c40 = Start(start, c, ldc, 4, 0), c41 = Start(start, c, ldc, 4, Lanes), c42 = Start(start, c, ldc, 4, 2 * Lanes);
        Vector512<float> c50 = Start(start, c, ldc, 5, 0), c51 = Start(start, c, ldc, 5, Lanes), c52 = Start(start, c, ldc, 5, 2 * Lanes);
        Vector512<float> c60 = Start(start, c, ldc, 6, 0), c61 = Start(start, c, ldc, 6, Lanes), c62 = Start(start, c, ldc, 6, 2 * Lanes);
        Vector512<float> c70 = Start(start, c, ldc, 7, 0), c71 = Start(start, c, ldc, 7, Lanes), c72 = Start(start, c, ldc, 7, 2 * Lanes);
        for (nint step = 0; step < k; step++)
        {
            float* a = left.Next(step), b = right.Next(step);
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + Lanes);
            var b2 = Vector512.Load(b + 2 * Lanes);
            var a0 = Vector512.Create(a[0]);
            c00 = MultiplyAdd(a0, b0, c00);
            c01 = MultiplyAdd(a0, b1, c01);
            c02 = MultiplyAdd(a0, b2, c02);
            var a1 = Vector512.Create(a[TLeft.RowStep]);
            c10 = MultiplyAdd(a1, b0, c10);
            c11 = MultiplyAdd(a1, b1, c11);
            c12 = MultiplyAdd(a1, b2, c12);
            var a2 = Vector512.Create(a[2 * TLeft.RowStep]);
            c20 = MultiplyAdd(a2, b0, c20);
            c21 = MultiplyAdd(a2, b1, c21);
            c22 = MultiplyAdd(a2, b2, c22);
            var a3 = Vector512.Create(a[3 * TLeft.RowStep]);
            c30 = MultiplyAdd(a3, b0, c30);
            c31 = MultiplyAdd(a3, b1, c31);
            c32 = MultiplyAdd(a3, b2, c32);
            var a4 = Vector512.Create(a[4 * TLeft.RowStep]);
            c40 = MultiplyAdd(a4, b0, c40);
            c41 = MultiplyAdd(a4, b1, c41);
            c42 = MultiplyAdd(a4, b2, c42);
            var a5 = Vector512.Create(a[5 * TLeft.RowStep]);
            c50 = MultiplyAdd(a5, b0, c50);
            c51 = MultiplyAdd(a5, b1, c51);
            c52 = MultiplyAdd(a5, b2, c52);
            var a6 = Vector512.Create(a[6 * TLeft.RowStep]);
            c60 = MultiplyAdd(a6, b0, c60);
            c61 = MultiplyAdd(a6, b1, c61);
            c62 = MultiplyAdd(a6, b2, c62);
            var a7 = Vector512.Create(a[7 * TLeft.RowStep]);
            c70 = MultiplyAdd(a7, b0, c70);
            c71 = MultiplyAdd(a7, b1, c71);
            c72 = MultiplyAdd(a7, b2, c72);
        }
        Store(start, c, ldc, 0, c00, c01, c02);
        Store(start, c, ldc, 1, c10, c11, c12);
        Store(start, c, ldc, 2, c20, c21, c22);
        Store(start, c, ldc, 3, c30, c31, c32);
        Store(start, c, ldc, 4, c40, c41, c42);
        Store(start, c, ldc, 5, c50, c51, c52);
        Store(start, c, ldc, 6, c60, c61, c62);
        Store(start, c, ldc, 7, c70, c71, c72);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows6<TLeft, TRight>(int k, TLeft left, TRight right, float* c, nint ldc, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand
    {
        Vector512<float> c00 = Start(start, c, ldc, 0, 0), c01 = Start(start, c, ldc, 0, Lanes), c02 = Start(start, c, ldc, 0, 2 * Lanes);
        Vector512<float> c10 = Start(start, c, ldc, 1, 0), c11 = Start(start, c, ldc, 1, Lanes), c12 = Start(start, c, ldc, 1, 2 * Lanes);
        Vector512<float> c20 = Start(start, c, ldc, 2, 0), c21 = Start(start, c, ldc, 2, Lanes), c22 = Start(start, c, ldc, 2, 2 * Lanes);
        Vector512<float> c30 = Start(start, c, ldc, 3, 0), c31 = Start(start, c, ldc, 3, Lanes), c32 = Start(start, c, ldc, 3, 2 * Lanes);
        Vector512<float> c40 = Start(start, c, ldc, 4, 0), c41 = Start(start, c, ldc, 4, Lanes), c42 = Start(start, c, ldc, 4, 2 * Lanes);
        Vector512<float> c50 = Start(start, c, ldc, 5, 0), c51 = Start(start, c, ldc, 5, Lanes), c52 = Start(start, c, ldc, 5, 2 * Lanes);
        for (nint step = 0; step < k; step++)
        {
            float* a = left.Next(step), b = right.Next(step);
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + Lanes);
            var b2 = Vector512.Load(b + 2 * Lanes);
            var a0 = Vector512.Create(a[0]);
            c00 = MultiplyAdd(a0, b0, c00);
            c01 = MultiplyAdd(a0, b1, c01);
            c02 = MultiplyAdd(a0, b2, c02);
            var a1 = Vector512.Create(a[TLeft.RowStep]);
            c10 = MultiplyAdd(a1, b0, c10);
            c11 = MultiplyAdd(a1, b1, c11);
            c12 = MultiplyAdd(a1, b2, c12);
            var a2 = Vector512.Create(a[2 * TLeft.RowStep]);
            c20 = MultiplyAdd(a2, b0, c20);
            c21 = MultiplyAdd(a2, b1, c21);
            c22 = MultiplyAdd(a2, b2, c22);
            var a3 = Vector512.Create(a[3 * TLeft.RowStep]);
            c30 = MultiplyAdd(a3, b0, c30);
            c31 = MultiplyAdd(a3, b1, c31);
            c32 = MultiplyAdd(a3, b2, c32);
            var a4 = Vector512.Create(a[4 * TLeft.RowStep]);
            c40 = MultiplyAdd(a4, b0, c40);
            c41 = MultiplyAdd(a4, b1, c41);
            c42 = MultiplyAdd(a4, b2, c42);
            var a5 = Vector512.Create(a[5 * TLeft.RowStep]);
            c50 = MultiplyAdd(a5, b0, c50);
            c51 = MultiplyAdd(a5, b1, c51);
            c52 = MultiplyAdd(a5, b2, c52);
        }
        Store(start, c, ldc, 0, c00, c01, c02);
        Store(start, c, ldc, 1, c10, c11, c12);
        Store(start, c, ldc, 2, c20, c21, c22);
        Store(start, c, ldc, 3, c30, c31, c32);
        Store(start, c, ldc, 4, c40, c41, c42);
        Store(start, c, ldc, 5, c50, c51, c52);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Start(in TileStart start, float* c, nint ldc, int row, int column) => Tile512.Start(start, c, ldc, row, column);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in TileStart start, float* c, nint ldc, int row, Vector512<float> left, Vector512<float> middle, Vector512<float> right)
    {
        c += row * ldc;
        if (start.Adds)
        {
            left += Vector512.Load(c);
            middle += Vector512.Load(c + Lanes);
            right += Vector512.Load(c + 2 * Lanes);
        }
        if (start.Rectify)
        {
            left = Vector512.Max(left, Vector512<float>.Zero);
            middle = Vector512.Max(middle, Vector512<float>.Zero);
            right = Vector512.Max(right, Vector512<float>.Zero);
        }
        if (start.Stream)
        {
            left.StoreAlignedNonTemporal(c);
            middle.StoreAlignedNonTemporal(c + Lanes);
            right.StoreAlignedNonTemporal(c + 2 * Lanes);
            return;
        }
        left.Store(c);
        middle.Store(c + Lanes);
        right.Store(c + 2 * Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> sum) => Avx512F.FusedMultiplyAdd(x, y, sum);
}

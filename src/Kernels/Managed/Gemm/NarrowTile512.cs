using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Register tiles of 9, 8, 6 rows by one 512-bit vector, for the last columns of products cut into <see cref="WideTile512"/>'s. See
/// <see cref="MicroKernel"/> for the parameters.
/// </summary>
internal static unsafe class NarrowTile512
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows9<TLeft, TRight>(int k, TLeft left, TRight right, float* c, nint ldc, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand
    {
        var c0 = Start(start, c, ldc, 0);
        var c1 = Start(start, c, ldc, 1);
        var c2 = Start(start, c, ldc, 2);
        var c3 = Start(start, c, ldc, 3);
        var c4 = Start(start, c, ldc, 4);
        var c5 = Start(start, c, ldc, 5);
        var c6 = Start(start, c, ldc, 6);
        var c7 = Start(start, c, ldc, 7);
        var c8 = Start(start, c, ldc, 8);
        for (nint step = 0; step < k; step++)
        {
            float* a = left.Next(step), b = right.Next(step);
            var b0 = Vector512.Load(b);
            c0 = MultiplyAdd(Vector512.Create(a[0]), b0, c0);
            c1 = MultiplyAdd(Vector512.Create(a[TLeft.RowStep]), b0, c1);
            c2 = MultiplyAdd(Vector512.Create(a[2 * TLeft.RowStep]), b0, c2);
            c3 = MultiplyAdd(Vector512.Create(a[3 * TLeft.RowStep]), b0, c3);
            c4 = MultiplyAdd(Vector512.Create(a[4 * TLeft.RowStep]), b0, c4);
            c5 = MultiplyAdd(Vector512.Create(a[5 * TLeft.RowStep]), b0, c5);
            c6 = MultiplyAdd(Vector512.Create(a[6 * TLeft.RowStep]), b0, c6);
            c7 = MultiplyAdd(Vector512.Create(a[7 * TLeft.RowStep]), b0, c7);
            c8 = MultiplyAdd(Vector512.Create(a[8 * TLeft.RowStep]), b0, c8);
        }
        Store(start, c, ldc, 0, c0);
        Store(start, c, ldc, 1, c1);
        Store(start, c, ldc, 2, c2);
        Store(start, c, ldc, 3, c3);
        Store(start, c, ldc, 4, c4);
        Store(start, c, ldc, 5, c5);
        Store(start, c, ldc, 6, c6);
        Store(start, c, ldc, 7, c7);
        Store(start, c, ldc, 8, c8);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows8<TLeft, TRight>(int k, TLeft left, TRight right, float* c, nint ldc, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand
    {
        var c0 = Start(start, c, ldc, 0);
        var c1 = Start(start, c, ldc, 1);
        var c2 = Start(start, c, ldc, 2);
        var c3 = Start(start, c, ldc, 3);
        var c4 = Start(start, c, ldc, 4);
        var c5 = Start(start, c, ldc, 5);
        var c6 = Start(start, c, ldc, 6);
        var c7 = Start(start, c, ldc, 7);
        for (nint step = 0; step < k; step++)
        {
            float* a = left.Next(step), b = right.Next(step);
            var b0 = Vector512.Load(b);
            c0 = MultiplyAdd(Vector512.Create(a[0]), b0, c0);
            c1 = MultiplyAdd(Vector512.Create(a[TLeft.RowStep]), b0, c1);
            c2 = MultiplyAdd(Vector512.Create(a[2 * TLeft.RowStep]), b0, c2);
            c3 = MultiplyAdd(Vector512.Create(a[3 * TLeft.RowStep]), b0, c3);
            c4 = MultiplyAdd(Vector512.Create(a[4 * TLeft.RowStep]), b0, c4);
            c5 = MultiplyAdd(Vector512.Create(a[5 * TLeft.RowStep]), b0, c5);
            c6 = MultiplyAdd(Vector512.Create(a[6 * TLeft.RowStep]), b0, c6);
            c7 = MultiplyAdd(Vector512.Create(a[7 * TLeft.RowStep]), b0, c7);
        }
        Store(start, c, ldc, 0, c0);
        Store(start, c, ldc, 1, c1);
        Store(start, c, ldc, 2, c2);
        Store(start, c, ldc, 3, c3);
        Store(start, c, ldc, 4, c4);
        Store(start, c, ldc, 5, c5);
        Store(start, c, ldc, 6, c6);
        Store(start, c, ldc, 7, c7);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows6<TLeft, TRight>(int k, TLeft left, TRight right, float* c, nint ldc, in TileStart start)
        where TLeft : struct, ILeftOperand
        where TRight : struct, IRightOperand
    {
        var c0 = Start(start, c, ldc, 0);
        var c1 = Start(start, c, ldc, 1);
        var c2 = Start(start, c, ldc, 2);
        var c3 = Start(start, c, ldc, 3);
        var c4 = Start(start, c, ldc, 4);
        var c5 = Start(start, c, ldc, 5);
        for (nint step = 0; step < k; step++)
        {
            float* a = left.Next(step), b = right.Next(step);
            var b0 = Vector512.Load(b);
            c0 = MultiplyAdd(Vector512.Create(a[0]), b0, c0);
            c1 = MultiplyAdd(Vector512.Create(a[TLeft.RowStep]), b0, c1);
            c2 = MultiplyAdd(Vector512.Create(a[2 * TLeft.RowStep]), b0, c2);
            c3 = MultiplyAdd(Vector512.Create(a[3 * TLeft.RowStep]), b0, c3);
            c4 = MultiplyAdd(Vector512.Create(a[4 * TLeft.RowStep]), b0, c4);
            c5 = MultiplyAdd(Vector512.Create(a[5 * TLeft.RowStep]), b0, c5);
        }
        Store(start, c, ldc, 0, c0);
        Store(start, c, ldc, 1, c1);
        Store(start, c, ldc, 2, c2);
        Store(start, c, ldc, 3, c3);
        Store(start, c, ldc, 4, c4);
        Store(start, c, ldc, 5, c5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Start(in TileStart start, float* c, nint ldc, int row) => Tile512.Start(start, c, ldc, row, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in TileStart start, float* c, nint ldc, int row, Vector512<float> sum)
    {
        c += row * ldc;
        if (start.Adds) sum += Vector512.Load(c);
        if (start.Rectify) sum = Vector512.Max(sum, Vector512<float>.Zero);
        if (start.Stream) sum.StoreAlignedNonTemporal(c);
        else sum.Store(c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> sum) => Avx512F.FusedMultiplyAdd(x, y, sum);
}

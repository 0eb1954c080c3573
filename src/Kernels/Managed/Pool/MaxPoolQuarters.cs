using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>The gradient of 2x2 windows side by side: each element lies in one window, so all are written once, in order.</summary>
internal static unsafe class MaxPoolQuarters
{
    // How far ahead dy and its places are fetched.
    private const int Ahead = 256;

    /// <summary>Whether a pooling is of such windows, all of them inside the image, and rows fill vectors.</summary>
    public static bool Has(PoolGeometry g) =>
        g.Window == Window2D.Square(2, stride: 2) && 2 * g.OutHeight <= g.InHeight && 2 * g.OutWidth <= g.InWidth && g.OutWidth >= Vector256<int>.Count;

    /// <summary>Whether rows of dx are whole cache lines, where it starts at one.</summary>
    public static bool CanStream(PoolGeometry g) => g.InWidth == 2 * g.OutWidth && g.InWidth % 16 == 0;

    /// <summary>Writes the rows of dx that windows cover, in a plane.</summary>
    /// <param name="rows">Rows of dy.</param>
    /// <param name="columns">Columns of dy.</param>
    /// <param name="width">Columns of dx.</param>
    /// <param name="dy">dy.</param>
    /// <param name="index">Where in dx each of dy belongs.</param>
    /// <param name="dx">dx.</param>
    /// <param name="stream">Store past the caches.</param>
    public static void Backward(int rows, int columns, int width, float* dy, int* index, float* dx, bool stream)
    {
        int lanes = Vector256<int>.Count, rest = width - 2 * columns;
        for (var row = 0; row < rows; row++)
        {
            var line = 2 * row * width;
            for (var column = 0; column < columns; column += lanes)
            {
                // The last vector may overlap the one before it, which gives the same again.
                column = Math.Min(column, columns - lanes);
                int from = row * columns + column, to = line + 2 * column;
                if (VectorWidth.Has512) Eight512(dy + from, index + from, to, width, dx + to, stream);
                else Eight256(dy + from, index + from, to, width, dx + to, stream);
            }
            if (rest == 0) continue;
            new Span<float>(dx + line + 2 * columns, rest).Clear();
            new Span<float>(dx + line + width + 2 * columns, rest).Clear();
        }
        if (stream) StreamCopy.End();
    }

    // Each window twice, over the elements of the upper row and those a width on; + 0 makes -0 what a sum that starts at 0 is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight512(float* dy, int* index, int first, int width, float* dx, bool stream)
    {
        Sse.Prefetch0(dy + Ahead);
        Sse.Prefetch0(index + Ahead);
        var lanes = Vector512.Create(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
        var gradient = Avx512F.PermuteVar16x32(Vector256.Load(dy).ToVector512Unsafe(), lanes) + Vector512<float>.Zero;
        var where = Avx512F.PermuteVar16x32(Vector256.Load(index).ToVector512Unsafe(), lanes);
        var places = Vector512.Create(first) + Vector512<int>.Indices;
        var top = gradient & Vector512.Equals(where, places).AsSingle();
        var bottom = gradient & Vector512.Equals(where, places + Vector512.Create(width)).AsSingle();
        if (stream)
        {
            top.StoreAlignedNonTemporal(dx);
            bottom.StoreAlignedNonTemporal(dx + width);
        }
        else
        {
            top.Store(dx);
            bottom.Store(dx + width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight256(float* dy, int* index, int first, int width, float* dx, bool stream)
    {
        var gradients = Vector256.Load(dy);
        Vector256<int> where = Vector256.Load(index), places = Vector256.Create(first) + Vector256<int>.Indices;
        Pairs(gradients, where, Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3), places, width, dx, stream);
        Pairs(gradients, where, Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7), places + Vector256.Create(8), width, dx + 8, stream);
    }

    // The windows that lanes name.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pairs(
        Vector256<float> gradients, Vector256<int> where, Vector256<int> lanes, Vector256<int> places, int width, float* dx, bool stream)
    {
        var gradient = Avx2.PermuteVar8x32(gradients, lanes) + Vector256<float>.Zero;
        where = Avx2.PermuteVar8x32(where, lanes);
        var top = gradient & Vector256.Equals(where, places).AsSingle();
        var bottom = gradient & Vector256.Equals(where, places + Vector256.Create(width)).AsSingle();
        if (stream)
        {
            top.StoreAlignedNonTemporal(dx);
            bottom.StoreAlignedNonTemporal(dx + width);
        }
        else
        {
            top.Store(dx);
            bottom.Store(dx + width);
        }
    }
}

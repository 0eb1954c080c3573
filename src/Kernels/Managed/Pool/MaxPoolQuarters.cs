using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// 2x2 windows side by side. Each element lies in one window: two rows give one of maxima, and their gradient is written once, in order.
/// </summary>
internal static unsafe class MaxPoolQuarters
{
    // How far ahead dy and its places are fetched.
    private const int Ahead = 256;

    // The same for x, of which a vector of maxima takes four lines.
    private const int AheadOfRows = 1024;

    /// <summary>Whether a pooling is of such windows, all of them inside the image, and rows fill vectors.</summary>
    public static bool Has(PoolGeometry g) =>
        g.Window == Window2D.Square(2, stride: 2) && 2 * g.OutHeight <= g.InHeight && 2 * g.OutWidth <= g.InWidth && g.OutWidth >= Vector256<int>.Count;

    /// <summary>Whether rows of dx are whole cache lines, where it starts at one.</summary>
    public static bool CanStream(PoolGeometry g) => g.InWidth == 2 * g.OutWidth && g.InWidth % 16 == 0;

    /// <summary>Whether <see cref="Forward"/> can compute a pooling.</summary>
    public static bool HasForward(PoolGeometry g) => VectorWidth.Has512 && Has(g) && g.OutWidth >= Vector512<float>.Count;

    /// <summary>Writes the maxima of a plane and their places: the first of equal values wins, a NaN over everything.</summary>
    /// <param name="rows">Rows of y.</param>
    /// <param name="columns">Columns of y.</param>
    /// <param name="width">Columns of x.</param>
    /// <param name="x">x.</param>
    /// <param name="y">y.</param>
    /// <param name="index">Where in x each of y stands.</param>
    /// <param name="stream">Store past the caches.</param>
    public static void Forward(int rows, int columns, int width, float* x, float* y, int* index, bool stream)
    {
        var lanes = Vector512<float>.Count;
        for (var row = 0; row < rows; row++)
        {
            // Both rows lie behind each other: what comes after them is fetched in the order of memory.
            var ahead = x + 2 * row * width + AheadOfRows;
            for (var column = 0; column < columns; column += lanes, ahead += 4 * lanes)
            {
                for (var line = 0; line < 4; line++) Sse.Prefetch0(ahead + line * lanes);
                // The last vector may overlap the one before it, which gives the same again.
                column = Math.Min(column, columns - lanes);
                int from = 2 * row * width + 2 * column, to = row * columns + column;
                Sixteen(x + from, from, width, y + to, index + to, stream);
            }
        }
        if (stream) StreamCopy.End();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sixteen(float* x, int first, int width, float* y, int* index, bool stream)
    {
        Vector512<float> top = Vector512.Load(x), topRest = Vector512.Load(x + 16);
        Vector512<float> bottom = Vector512.Load(x + width), bottomRest = Vector512.Load(x + width + 16);
        Vector512<int> even = Vector512<int>.Indices * 2, odd = even + Vector512<int>.One;
        var best = Avx512F.PermuteVar16x32x2(top, even, topRest);
        // Places are counted from the first window.
        var place = even;
        MaxWindows.Take(Avx512F.PermuteVar16x32x2(top, odd, topRest), odd, ref best, ref place);
        MaxWindows.Take(Avx512F.PermuteVar16x32x2(bottom, even, bottomRest), even + Vector512.Create(width), ref best, ref place);
        MaxWindows.Take(Avx512F.PermuteVar16x32x2(bottom, odd, bottomRest), odd + Vector512.Create(width), ref best, ref place);
        MaxWindows.Store(best, place + Vector512.Create(first), y, index, stream);
    }

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

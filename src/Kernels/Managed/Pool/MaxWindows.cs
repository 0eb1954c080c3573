using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Kernels.Managed;

/// <summary>The maxima of a vector of windows side by side that lie inside the image, and their indices in the plane.</summary>
/// <param name="rows">Kernel rows inside the image.</param>
/// <param name="columns">Kernel columns.</param>
/// <param name="stride">Columns from one window to the next.</param>
/// <param name="rowStep">Floats from one kernel row to the next.</param>
/// <param name="columnStep">Floats from one kernel column to the next.</param>
/// <param name="stream">Store whole lines past the caches.</param>
internal readonly unsafe struct MaxWindows(int rows, int columns, int stride, int rowStep, int columnStep, bool stream)
{
    // How far ahead lines are fetched: a read of memory takes as long as some vectors of windows.
    private const int Ahead = 512;

    private readonly int _rows = rows, _columns = columns, _stride = stride, _rowStep = rowStep, _columnStep = columnStep;
    private readonly bool _stream = stream;

    /// <summary>Sixteen windows in 512-bit vectors, for strides 1 and 2.</summary>
    /// <param name="x">The plane.</param>
    /// <param name="start">Index of the first element of the first window.</param>
    /// <param name="y">The maxima.</param>
    /// <param name="index">Their indices.</param>
    public void Sixteen(float* x, int start, float* y, int* index)
    {
        var lanes = Vector512<int>.Indices * _stride;
        Vector512<float> best = StridedLoad.Sixteen(x + start, _stride);
        var where = Vector512.Create(start) + lanes;
        for (var row = 0; row < _rows; row++)
        {
            var position = start + row * _rowStep;
            Sse.Prefetch0(x + position + Ahead);
            Sse.Prefetch0(x + position + Ahead + 16);
            for (var column = 0; column < _columns; column++, position += _columnStep)
            {
                var value = StridedLoad.Sixteen(x + position, _stride);
                // The first element is no better than itself.
                Take(value, Vector512.Create(position) + lanes, ref best, ref where);
            }
        }
        Store(best, where, y, index, _stream);
    }

    /// <summary>Takes values that are greater than the best so far, and NaN where that is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Take(Vector512<float> value, Vector512<int> place, ref Vector512<float> best, ref Vector512<int> where)
    {
        // Not (value <= best) is also true of a NaN on either side; a best that is NaN stays.
        var better = Avx512F.CompareNotLessThanOrEqual(value, best) & Avx512F.CompareOrdered(best, best);
        best = Vector512.ConditionalSelect(better, value, best);
        where = Vector512.ConditionalSelect(better.AsInt32(), place, where);
    }

    /// <summary>Stores maxima and their places, past the caches where both targets are whole lines and that is asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> best, Vector512<int> where, float* y, int* index, bool stream)
    {
        if (stream)
        {
            best.StoreAlignedNonTemporal(y);
            where.StoreAlignedNonTemporal(index);
        }
        else
        {
            best.Store(y);
            where.Store(index);
        }
    }

    /// <summary>Eight windows in 256-bit vectors.</summary>
    /// <param name="x">The plane.</param>
    /// <param name="start">Index of the first element of the first window.</param>
    /// <param name="y">The maxima.</param>
    /// <param name="index">Their indices.</param>
    public void Eight(float* x, int start, float* y, int* index)
    {
        var lanes = Vector256<int>.Indices * _stride;
        var best = StridedLoad.Load(x + start, _stride);
        var where = Vector256.Create(start) + lanes;
        for (var row = 0; row < _rows; row++)
        {
            var position = start + row * _rowStep;
            for (var column = 0; column < _columns; column++, position += _columnStep)
            {
                var value = StridedLoad.Load(x + position, _stride);
                var better = Vector256.AndNot(Vector256.Equals(best, best), Vector256.LessThanOrEqual(value, best));
                best = Vector256.ConditionalSelect(better, value, best);
                where = Vector256.ConditionalSelect(better.AsInt32(), Vector256.Create(position) + lanes, where);
            }
        }
        best.Store(y);
        where.Store(index);
    }
}

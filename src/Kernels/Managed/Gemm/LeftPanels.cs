using System.Runtime.Intrinsics;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Packs a left operand into panels of tile height: what is stored as (m, k) in blocks of a vector's width of k for
/// <see cref="BlockedLeft{TVector}"/>, what is stored as (k, m) with the rows of each k side by side for <see cref="PackedLeft"/>.
/// Either way whole vectors are copied. A chunk is a panel.
/// </summary>
/// <param name="transposed">a is stored as (k, m).</param>
internal sealed unsafe class LeftPanels(bool transposed) : ParallelJob
{
    private float* _a, _packed;
    private long _lda;
    private int _m, _k, _height;

    /// <summary>Floats of a packed row.</summary>
    public static long PackedDepth(long k)
    {
        var lanes = VectorWidth.FloatLanes;
        return (k + lanes - 1) / lanes * lanes;
    }

    /// <param name="m">Rows.</param>
    /// <param name="k">Length of the sums.</param>
    /// <param name="a">The operand.</param>
    /// <param name="lda">Floats between its rows as stored.</param>
    /// <param name="packed">The panels, each of <paramref name="height"/> rows of <see cref="PackedDepth"/>.</param>
    /// <param name="height">Rows of a panel; those that there are not are zero.</param>
    /// <param name="small">Whether one thread does it fastest.</param>
    public void Pack(int m, int k, float* a, long lda, float* packed, int height, bool small)
    {
        _m = m;
        _k = k;
        _a = a;
        _lda = lda;
        _packed = packed;
        _height = height;
        WorkerPool.Run(this, (m + height - 1) / height, small ? 1 : 0);
    }

    public override void Run(int chunk, int worker)
    {
        var first = chunk * _height;
        var rows = Math.Min(_height, _m - first);
        var target = _packed + first * PackedDepth(_k);
        if (transposed) PackColumns(_a + first, rows, target);
        else if (VectorWidth.Has512) PackRows<FloatVector512>(_a + first * _lda, rows, target);
        else if (VectorWidth.Has256) PackRows<FloatVector256>(_a + first * _lda, rows, target);
        else PackRows<FloatVector128>(_a + first * _lda, rows, target);
    }

    private void PackRows<TVector>(float* source, int rows, float* target) where TVector : struct, IFloatVector<TVector>
    {
        int lanes = TVector.Count, whole = _k / lanes * lanes;
        for (var row = 0; row < _height; row++, source += _lda, target += lanes)
        {
            if (row >= rows)
            {
                for (var k = 0; k < _k; k += lanes) new Span<float>(target + (long)k * _height, lanes).Clear();
                continue;
            }
            for (var k = 0; k < whole; k += lanes) TVector.Load(source + k).Store(target + (long)k * _height);
            new ReadOnlySpan<float>(source + whole, _k - whole).CopyTo(new Span<float>(target + (long)whole * _height, lanes));
        }
    }

    private void PackColumns(float* source, int rows, float* target)
    {
        var k = 0;
        // Whole vectors: what they write behind the panel's rows is overwritten by the next k, and the operand has as much behind these k.
        for (; VectorWidth.Has512 && rows == _height && k < _k - 16; k++, source += _lda, target += _height)
            Vector512.Load(source).Store(target);
        for (; k < _k; k++, source += _lda, target += _height)
        {
            new ReadOnlySpan<float>(source, rows).CopyTo(new Span<float>(target, rows));
            new Span<float>(target + rows, _height - rows).Clear();
        }
    }
}

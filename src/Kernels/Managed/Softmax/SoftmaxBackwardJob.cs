using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>The gradient of the softmax or of its logarithm along the first axis of (length, inner).</summary>
internal abstract unsafe class SoftmaxBackwardJob(int length, int inner) : ItemJob
{
    private float* _y, _dy, _dx;

    public void Run(int rows, float* y, float* dy, float* dx)
    {
        _y = y;
        _dy = dy;
        _dx = dx;
        RunOver(rows, 4 * length * inner);
    }

    protected sealed override void Item(long item)
    {
        var start = item * length * inner;
        float* y = _y + start, dy = _dy + start, dx = _dx + start;
        if (inner == 1)
        {
            Row(y, dy, dx);
            return;
        }
        for (var i = 0; i < inner; i += Vector<float>.Count) Columns(y + i, dy + i, dx + i, Math.Min(Vector<float>.Count, inner - i));
    }

    /// <summary>The axis is the last one: vectors lie along it.</summary>
    protected abstract void Row(float* y, float* dy, float* dx);

    /// <summary>Up to a vector of neighbouring columns, the axis across them.</summary>
    protected abstract void Columns(float* y, float* dy, float* dx, int count);
}

internal sealed unsafe class SoftmaxBackwardJob<TForm>(int length, int inner) : SoftmaxBackwardJob(length, inner) where TForm : struct, ISoftmaxForm
{
    private readonly int _length = length, _inner = inner;

    protected override void Row(float* y, float* dy, float* dx)
    {
        var vectors = _length - _length % Vector<float>.Count;
        VectorLane sums = 0f;
        for (var i = 0; i < vectors; i += Vector<float>.Count) sums += TForm.Term(VectorLane.Load(y + i), VectorLane.Load(dy + i));
        FloatLane sum = Vector.Sum(sums.Value);
        for (var i = vectors; i < _length; i++) sum += TForm.Term<FloatLane>(y[i], dy[i]);

        for (var i = 0; i < vectors; i += Vector<float>.Count)
            TForm.Gradient(VectorLane.Load(y + i), VectorLane.Load(dy + i), sum.Value).Store(dx + i);
        for (var i = vectors; i < _length; i++) dx[i] = TForm.Gradient<FloatLane>(y[i], dy[i], sum).Value;
    }

    protected override void Columns(float* y, float* dy, float* dx, int count)
    {
        VectorLane sum = 0f;
        for (long i = 0, at = 0; i < _length; i++, at += _inner)
            sum += TForm.Term(VectorLane.LoadUpTo(y + at, count), VectorLane.LoadUpTo(dy + at, count));
        for (long i = 0, at = 0; i < _length; i++, at += _inner)
            TForm.Gradient(VectorLane.LoadUpTo(y + at, count), VectorLane.LoadUpTo(dy + at, count), sum).StoreUpTo(dx + at, count);
    }
}

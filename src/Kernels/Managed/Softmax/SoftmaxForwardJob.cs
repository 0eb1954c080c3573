using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>The softmax or its logarithm along the first axis of (length, inner).</summary>
internal abstract unsafe class SoftmaxForwardJob(int length, int inner) : ItemJob
{
    private float* _x, _y;

    public void Run(int rows, float* x, float* y)
    {
        _x = x;
        _y = y;
        RunOver(rows, 8 * length * inner);
    }

    protected sealed override void Item(long item)
    {
        float* x = _x + item * length * inner, y = _y + item * length * inner;
        if (inner == 1)
        {
            Row(x, y);
            return;
        }
        for (var i = 0; i < inner; i += Vector<float>.Count) Columns(x + i, y + i, Math.Min(Vector<float>.Count, inner - i));
    }

    /// <summary>The axis is the last one: vectors lie along it.</summary>
    protected abstract void Row(float* x, float* y);

    /// <summary>Up to a vector of neighbouring columns, the axis across them.</summary>
    protected abstract void Columns(float* x, float* y, int count);
}

internal sealed unsafe class SoftmaxForwardJob<TForm>(int length, int inner) : SoftmaxForwardJob(length, inner) where TForm : struct, ISoftmaxForm
{
    private readonly int _length = length, _inner = inner;

    protected override void Row(float* x, float* y)
    {
        var vectors = _length - _length % Vector<float>.Count;
        FloatLane largest = x[0];
        if (vectors > 0)
        {
            var many = VectorLane.Load(x);
            for (var i = 0; i < vectors; i += Vector<float>.Count) many = Larger(VectorLane.Load(x + i), many);
            for (var lane = 0; lane < Vector<float>.Count; lane++) largest = Larger<FloatLane>(many.Value[lane], largest);
        }
        for (var i = vectors; i < _length; i++) largest = Larger<FloatLane>(x[i], largest);

        VectorLane sums = 0f;
        for (var i = 0; i < vectors; i += Vector<float>.Count) sums += VectorLane.Exp(VectorLane.Load(x + i) - largest.Value);
        FloatLane sum = Vector.Sum(sums.Value);
        for (var i = vectors; i < _length; i++) sum += FloatLane.Exp(x[i] - largest);

        for (var i = 0; i < vectors; i += Vector<float>.Count)
            TForm.Value<VectorLane>(VectorLane.Load(x + i) - largest.Value, sum.Value).Store(y + i);
        for (var i = vectors; i < _length; i++) y[i] = TForm.Value(x[i] - largest, sum).Value;
    }

    protected override void Columns(float* x, float* y, int count)
    {
        var largest = VectorLane.LoadUpTo(x, count);
        for (var i = 1; i < _length; i++) largest = Larger(VectorLane.LoadUpTo(x + (long)i * _inner, count), largest);
        VectorLane sum = 0f;
        for (var i = 0; i < _length; i++) sum += VectorLane.Exp(VectorLane.LoadUpTo(x + (long)i * _inner, count) - largest);
        for (var i = 0; i < _length; i++)
            TForm.Value(VectorLane.LoadUpTo(x + (long)i * _inner, count) - largest, sum).StoreUpTo(y + (long)i * _inner, count);
    }

    private static T Larger<T>(T value, T largest) where T : struct, ILane<T> => T.IfGreater(value, largest, value, largest);
}

using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>y = value.</summary>
internal sealed unsafe class FillJob(float value) : ElementwiseJob
{
    private float* _y;

    public void Run(long length, float* y)
    {
        _y = y;
        RunOver(length);
    }

    protected override void Range(long first, int count) => new Span<float>(_y + first, count).Fill(value);
}

/// <summary>y = a + b.</summary>
internal sealed unsafe class AddJob : ElementwiseJob
{
    private float* _a, _b, _y;

    public void Run(long length, float* a, float* b, float* y)
    {
        _a = a;
        _b = b;
        _y = y;
        RunOver(length);
    }

    protected override void Range(long first, int count)
    {
        float* a = _a + first, b = _b + first, y = _y + first;
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count) (Vector.Load(a + i) + Vector.Load(b + i)).Store(y + i);
        for (; i < count; i++) y[i] = a[i] + b[i];
    }
}

/// <summary>y = factor * x.</summary>
internal sealed unsafe class ScaleJob(float factor) : ElementwiseJob
{
    private float* _x, _y;

    public void Run(long length, float* x, float* y)
    {
        _x = x;
        _y = y;
        RunOver(length);
    }

    protected override void Range(long first, int count)
    {
        float* x = _x + first, y = _y + first;
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count) (Vector.Load(x + i) * factor).Store(y + i);
        for (; i < count; i++) y[i] = x[i] * factor;
    }
}

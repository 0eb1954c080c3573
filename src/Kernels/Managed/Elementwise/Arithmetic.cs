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

using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>y = max(x, 0); NaN stays NaN.</summary>
internal sealed unsafe class ReLUForwardJob : ElementwiseJob
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
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            // A comparison instead of a maximum: NaN is not below zero and stays, at the price of one instruction.
            var value = Vector.Load(x + i);
            Vector.AndNot(value, Vector.LessThan(value, Vector<float>.Zero).As<int, float>()).Store(y + i);
        }
        for (; i < count; i++) y[i] = x[i] < 0 ? 0 : x[i];
    }
}

/// <summary>dx = y &gt; 0 ? dy : 0.</summary>
internal sealed unsafe class ReLUBackwardJob : ElementwiseJob
{
    private float* _y, _dy, _dx;

    public void Run(long length, float* y, float* dy, float* dx)
    {
        _y = y;
        _dy = dy;
        _dx = dx;
        RunOver(length);
    }

    protected override void Range(long first, int count)
    {
        float* y = _y + first, dy = _dy + first, dx = _dx + first;
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            var positive = Vector.GreaterThan(Vector.Load(y + i), Vector<float>.Zero);
            Vector.ConditionalSelect(positive, Vector.Load(dy + i), Vector<float>.Zero).Store(dx + i);
        }
        for (; i < count; i++) dx[i] = y[i] > 0 ? dy[i] : 0;
    }
}

using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>y = function(x).</summary>
internal sealed unsafe class ActivationForwardJob<TFunctor>(TFunctor functor) : ElementwiseJob where TFunctor : struct, IActivationFunctor
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
        // A copy that the loop keeps in registers.
        var function = functor;
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count) function.Forward(VectorLane.Load(x + i)).Store(y + i);
        if (i < count) function.Forward(VectorLane.Load(x + i, count - i)).Store(y + i, count - i);
    }
}

/// <summary>dx = dy times the derivative at what the forward pass kept.</summary>
internal sealed unsafe class ActivationBackwardJob<TFunctor>(TFunctor functor) : ElementwiseJob where TFunctor : struct, IActivationFunctor
{
    private float* _kept, _dy, _dx;

    public void Run(long length, float* kept, float* dy, float* dx)
    {
        _kept = kept;
        _dy = dy;
        _dx = dx;
        RunOver(length);
    }

    protected override void Range(long first, int count)
    {
        float* kept = _kept + first, dy = _dy + first, dx = _dx + first;
        var function = functor;
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            function.Backward(VectorLane.Load(kept + i), VectorLane.Load(dy + i)).Store(dx + i);
        if (i < count) function.Backward(VectorLane.Load(kept + i, count - i), VectorLane.Load(dy + i, count - i)).Store(dx + i, count - i);
    }
}

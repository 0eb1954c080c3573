using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>losses = the mean of a function over the elements of an item.</summary>
internal sealed unsafe class ElementLossForwardJob<TLoss>(int count, TLoss loss) : ItemJob where TLoss : struct, IElementLoss
{
    private float* _prediction, _target, _losses;

    public void Run(int n, float* prediction, float* target, float* losses)
    {
        _prediction = prediction;
        _target = target;
        _losses = losses;
        RunOver(n, 4 * count);
    }

    protected override void Item(long item)
    {
        float* x = _prediction + item * count, target = _target + item * count;
        var function = loss;
        VectorLane sums = 0f;
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count) sums += function.Value(VectorLane.Load(x + i), VectorLane.Load(target + i));
        double sum = Vector.Sum(sums.Value);
        for (; i < count; i++) sum += function.Value(new FloatLane(x[i]), new FloatLane(target[i])).Value;
        _losses[item] = (float)(sum / count);
    }
}

/// <summary>dx = the derivative of a function, times a factor.</summary>
internal sealed unsafe class ElementLossBackwardJob<TLoss>(TLoss loss) : ElementwiseJob where TLoss : struct, IElementLoss
{
    private float* _prediction, _target, _gradient;
    private float _factor;

    public void Run(long length, float* prediction, float* target, float* gradient, float factor)
    {
        _prediction = prediction;
        _target = target;
        _gradient = gradient;
        _factor = factor;
        RunOver(length);
    }

    protected override void Range(long first, int count)
    {
        float* x = _prediction + first, target = _target + first, gradient = _gradient + first;
        var function = loss;
        for (var i = 0; i < count; i += Vector<float>.Count)
        {
            var left = count - i;
            (function.Slope(VectorLane.LoadUpTo(x + i, left), VectorLane.LoadUpTo(target + i, left)) * _factor).StoreUpTo(gradient + i, left);
        }
    }
}

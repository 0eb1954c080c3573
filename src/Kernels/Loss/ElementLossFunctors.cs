namespace ConvGpu.Kernels;

/// <summary>A loss of one element, over floats in kernels and over vectors in the managed code.</summary>
internal interface IElementLoss
{
    T Value<T>(T x, T target) where T : struct, ILane<T>;

    /// <summary>The derivative by x.</summary>
    T Slope<T>(T x, T target) where T : struct, ILane<T>;
}

internal readonly struct SquaredLoss : IElementLoss
{
    public T Value<T>(T x, T target) where T : struct, ILane<T>
    {
        T distance = x - target;
        return distance * distance;
    }

    public T Slope<T>(T x, T target) where T : struct, ILane<T> => (x - target) * 2f;
}

internal readonly struct AbsoluteLoss : IElementLoss
{
    public T Value<T>(T x, T target) where T : struct, ILane<T> => T.Abs(x - target);

    public T Slope<T>(T x, T target) where T : struct, ILane<T> => T.IfGreater(x, target, 1f, T.IfGreater(target, x, -1f, 0f));
}

internal readonly struct HuberLoss(float delta) : IElementLoss
{
    private readonly float _delta = delta;

    public T Value<T>(T x, T target) where T : struct, ILane<T>
    {
        T distance = T.Abs(x - target);
        return T.IfGreater(distance, _delta, (distance - 0.5f * _delta) * _delta, distance * distance * 0.5f);
    }

    public T Slope<T>(T x, T target) where T : struct, ILane<T> => LaneMath.Clamp(x - target, _delta);
}

internal readonly struct BinaryCrossEntropyLoss : IElementLoss
{
    public T Value<T>(T x, T target) where T : struct, ILane<T> =>
        T.IfGreater(0f, x, 0f, x) - x * target + LaneMath.Log1POfUnit(T.Exp(-T.Abs(x)));

    public T Slope<T>(T x, T target) where T : struct, ILane<T> => LaneMath.Sigmoid(x) - target;
}

internal readonly struct HingeLoss : IElementLoss
{
    public T Value<T>(T x, T target) where T : struct, ILane<T>
    {
        T margin = 1f - target * x;
        return T.IfGreater(0f, margin, 0f, margin);
    }

    public T Slope<T>(T x, T target) where T : struct, ILane<T> => T.IfGreater(1f - target * x, 0f, -target, 0f);
}

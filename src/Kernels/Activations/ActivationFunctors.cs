namespace ConvGpu.Kernels;

/// <summary>An activation with its parameters, over floats in kernels and over vectors in the managed code.</summary>
internal interface IActivationFunctor
{
    T Forward<T>(T x) where T : struct, ILane<T>;

    /// <summary>dy times the derivative, from the output or the input of the forward pass as ActivationFunction says.</summary>
    T Backward<T>(T kept, T dy) where T : struct, ILane<T>;
}

internal readonly struct ReLUFunctor : IActivationFunctor
{
    public T Forward<T>(T x) where T : struct, ILane<T> => T.IfGreater(0f, x, 0f, x);

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => T.IfGreater(kept, 0f, dy, 0f);
}

internal readonly struct SigmoidFunctor : IActivationFunctor
{
    public T Forward<T>(T x) where T : struct, ILane<T> => LaneMath.Sigmoid(x);

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => dy * (kept * (1f - kept));
}

internal readonly struct TanhFunctor : IActivationFunctor
{
    public T Forward<T>(T x) where T : struct, ILane<T> => T.Tanh(x);

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => dy * ((1f - kept) * (1f + kept));
}

internal readonly struct LeakyReLUFunctor(float slope) : IActivationFunctor
{
    private readonly float _slope = slope;

    public T Forward<T>(T x) where T : struct, ILane<T> => T.IfGreater(x, 0f, x, x * _slope);

    // Input and output have the same sign unless the slope is negative.
    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => T.IfGreater(kept, 0f, dy, dy * _slope);
}

internal readonly struct EluFunctor(float alpha) : IActivationFunctor
{
    private readonly float _alpha = alpha;

    public T Forward<T>(T x) where T : struct, ILane<T> => T.IfGreater(x, 0f, x, LaneMath.ExpM1OfNegative(x) * _alpha);

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => T.IfGreater(kept, 0f, dy, dy * (kept + _alpha));
}

internal readonly struct GeluFunctor : IActivationFunctor
{
    private const float RootHalf = 0.70710678f, RootOfTwoPi = 0.39894228f;

    public T Forward<T>(T x) where T : struct, ILane<T> => x * (LaneMath.Erf(x * RootHalf) * 0.5f + 0.5f);

    // Φ + x φ; beyond 20 it is 0 or 1 to the last bit, and infinities would give 0 * infinity.
    public T Backward<T>(T kept, T dy) where T : struct, ILane<T>
    {
        T x = LaneMath.Clamp(kept, 20);
        T share = LaneMath.Erf(x * RootHalf) * 0.5f + 0.5f;
        return dy * (x * T.Exp(x * x * -0.5f) * RootOfTwoPi + share);
    }
}

/// <summary>(1 + tanh u) / 2 is the sigmoid of 2u, which keeps its digits far below 0.</summary>
internal readonly struct GeluTanhFunctor : IActivationFunctor
{
    private const float TwiceRootOfTwoByPi = 1.5957691f, Cubic = 0.044715f;

    public T Forward<T>(T x) where T : struct, ILane<T> => x * LaneMath.Sigmoid((x * x * Cubic + 1f) * x * TwiceRootOfTwoByPi);

    // Beyond 20 it is 0 or 1 to the last bit, and infinities would give 0 * infinity.
    public T Backward<T>(T kept, T dy) where T : struct, ILane<T>
    {
        T x = LaneMath.Clamp(kept, 20), square = x * x;
        T share = LaneMath.Sigmoid((square * Cubic + 1f) * x * TwiceRootOfTwoByPi);
        T slope = (square * (3 * Cubic) + 1f) * TwiceRootOfTwoByPi;
        return dy * (share * (x * (1f - share) * slope + 1f));
    }
}

internal readonly struct SiLUFunctor : IActivationFunctor
{
    public T Forward<T>(T x) where T : struct, ILane<T> => x * LaneMath.Sigmoid(x);

    // Below -110 the sigmoid is 0 to the last bit, and infinities would give 0 * infinity.
    public T Backward<T>(T kept, T dy) where T : struct, ILane<T>
    {
        T x = LaneMath.Clamp(kept, 110), share = LaneMath.Sigmoid(x);
        return dy * (share * (x * (1f - share) + 1f));
    }
}

internal readonly struct SoftplusFunctor(float beta, float threshold) : IActivationFunctor
{
    private readonly float _beta = beta, _threshold = threshold;

    // log(1 + e^z) = max(z, 0) + log(1 + e^-|z|), which never overflows.
    public T Forward<T>(T x) where T : struct, ILane<T>
    {
        T z = x * _beta;
        T bend = T.IfGreater(z, 0f, z, 0f) + LaneMath.Log1POfUnit(T.Exp(-T.Abs(z)));
        return T.IfGreater(z, _threshold, x, bend / _beta);
    }

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T>
    {
        T z = kept * _beta;
        return T.IfGreater(z, _threshold, dy, dy * LaneMath.Sigmoid(z));
    }
}

internal readonly struct ClipFunctor(float low, float high) : IActivationFunctor
{
    private readonly float _low = low, _high = high;

    public T Forward<T>(T x) where T : struct, ILane<T> => LaneMath.Clamp(x, _low, _high);

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => T.IfGreater(kept, _low, T.IfGreater(_high, kept, dy, 0f), 0f);
}

namespace ConvGpu.Kernels;

internal readonly struct ExpFunctor : IActivationFunctor
{
    public T Forward<T>(T x) where T : struct, ILane<T> => T.Exp(x);

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => dy * kept;
}

internal readonly struct LogFunctor : IActivationFunctor
{
    private const float Least = 1.17549435e-38f;

    // The lanes' logarithm is that of normal numbers; NaN is neither above nor below 0 and comes through it.
    public T Forward<T>(T x) where T : struct, ILane<T>
    {
        T log = T.IfGreater(x, float.MaxValue, x, T.Log(x));
        return T.IfGreater(Least, x, T.IfGreater(0f, x, float.NaN, float.NegativeInfinity), log);
    }

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => dy / kept;
}

internal readonly struct AbsFunctor : IActivationFunctor
{
    public T Forward<T>(T x) where T : struct, ILane<T> => T.Abs(x);

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => T.IfGreater(kept, 0f, dy, T.IfGreater(0f, kept, -dy, kept * 0f));
}

internal readonly struct ReciprocalFunctor : IActivationFunctor
{
    public T Forward<T>(T x) where T : struct, ILane<T> => 1f / x;

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => -(dy * kept * kept);
}

internal readonly struct ErfFunctor : IActivationFunctor
{
    private const float TwoByRootOfPi = 1.12837917f;

    public T Forward<T>(T x) where T : struct, ILane<T> => LaneMath.Erf(x);

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => dy * TwoByRootOfPi * T.Exp(-(kept * kept));
}

internal readonly struct AffineFunctor(float scale, float shift) : IActivationFunctor
{
    private readonly float _scale = scale, _shift = shift;

    public T Forward<T>(T x) where T : struct, ILane<T> => x * _scale + _shift;

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => dy * _scale;
}

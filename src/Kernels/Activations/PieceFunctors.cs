namespace ConvGpu.Kernels;

/// <summary>Klambauer, Unterthiner, Mayr and Hochreiter, 2017, whose two numbers keep mean 0 and variance 1.</summary>
internal readonly struct SeluFunctor : IActivationFunctor
{
    private const float Scale = 1.05070099f, ScaledAlpha = 1.75809934f;

    public T Forward<T>(T x) where T : struct, ILane<T> => T.IfGreater(x, 0f, x * Scale, LaneMath.ExpM1OfNegative(x) * ScaledAlpha);

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => T.IfGreater(kept, 0f, dy * Scale, dy * (kept + ScaledAlpha));
}

internal readonly struct HardSigmoidFunctor : IActivationFunctor
{
    public T Forward<T>(T x) where T : struct, ILane<T> => LaneMath.Clamp(x + 3f, 0, 6) / 6f;

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => T.IfGreater(kept, -3f, T.IfGreater(3f, kept, dy / 6f, 0f), 0f);
}

internal readonly struct HardSwishFunctor : IActivationFunctor
{
    // Infinities would give 0 times infinity far below 0.
    public T Forward<T>(T x) where T : struct, ILane<T> => T.IfGreater(-3f, x, 0f, x * (LaneMath.Clamp(x + 3f, 0, 6) / 6f));

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> =>
        T.IfGreater(kept, -3f, T.IfGreater(3f, kept, dy * (kept / 3f + 0.5f), dy), 0f);
}

internal readonly struct SoftsignFunctor : IActivationFunctor
{
    // Beyond 1e30 it is 1 to the last bit, and infinities would give infinity / infinity.
    public T Forward<T>(T x) where T : struct, ILane<T>
    {
        T near = LaneMath.Clamp(x, 1e30f);
        return near / (1f + T.Abs(near));
    }

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T>
    {
        T share = 1f / (1f + T.Abs(kept));
        return dy * share * share;
    }
}

internal readonly struct PowerFunctor(float exponent) : IActivationFunctor
{
    private readonly float _exponent = exponent;
    private readonly Exponent _whole = new(exponent), _lower = new(exponent - 1);

    public T Forward<T>(T x) where T : struct, ILane<T> => _whole.Power(x);

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => dy * _exponent * _lower.Power(kept);
}

internal readonly struct RootFunctor(float exponent, float factor) : IActivationFunctor
{
    private const float Least = 1.17549435e-38f;

    private readonly float _exponent = exponent, _factor = factor, _inverse = 1 / exponent, _slope = factor / exponent;
    private readonly Exponent _lower = new(exponent - 1);

    public T Forward<T>(T x) where T : struct, ILane<T>
    {
        T scaled = x * _factor, root = scaled;
        if (_exponent == 2)
            root = T.Sqrt(scaled);
        else if (_exponent != 1)
        {
            T power = T.IfGreater(scaled, float.MaxValue, scaled, T.Exp(T.Log(scaled) * _inverse));
            // Times 0 is 0, but for NaN.
            root = T.IfGreater(scaled, Least, power, T.IfGreater(0f, scaled, float.NaN, scaled * 0f));
        }
        return root;
    }

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => T.IfGreater(T.Abs(kept), 0f, dy * _slope / _lower.Power(kept), kept * 0f);
}

/// <summary>An exponent of 0 or more: whole ones by multiplication, which takes negative numbers too.</summary>
internal readonly struct Exponent(float value)
{
    private const float Least = 1.17549435e-38f;

    private readonly float _value = value;
    private readonly int _factors = value == (int)value ? (int)value : -1;

    public T Power<T>(T x) where T : struct, ILane<T>
    {
        T power = 1f;
        if (_factors >= 0)
        {
            for (int i = 0; i < _factors; i++)
                power = power * x;
        }
        else
        {
            power = T.IfGreater(x, float.MaxValue, x, T.Exp(T.Log(x) * _value));
            power = T.IfGreater(x, Least, power, T.IfGreater(0f, x, float.NaN, x * 0f));
        }
        return power;
    }
}

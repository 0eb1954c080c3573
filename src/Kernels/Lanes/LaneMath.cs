namespace ConvGpu.Kernels;

/// <summary>Functions that devices lack, made of those they have.</summary>
internal static class LaneMath
{
    /// <summary>value, but at least -limit and at most limit; NaN stays.</summary>
    public static T Clamp<T>(T value, float limit) where T : struct, ILane<T>
    {
        T capped = T.IfGreater(value, limit, limit, value);
        return T.IfGreater(-limit, capped, -limit, capped);
    }

    /// <summary>value, but at least low and at most high; NaN stays.</summary>
    public static T Clamp<T>(T value, float low, float high) where T : struct, ILane<T>
    {
        // NaN is neither below nor above.
        T raised = T.IfGreater(low, value, low, value);
        return T.IfGreater(raised, high, high, raised);
    }

    /// <summary>1 / (1 + e^-x), within 4 units in the last place; the exponential never overflows.</summary>
    public static T Sigmoid<T>(T x) where T : struct, ILane<T>
    {
        T e = T.Exp(-T.Abs(x)), share = 1f / (1f + e);
        return T.IfGreater(x, 0f, share, e * share);
    }

    /// <summary>e^x - 1 for x up to 0, within 5 units in the last place: its series from -1/2 on, whose rest is below 2^-26 of the value.</summary>
    public static T ExpM1OfNegative<T>(T x) where T : struct, ILane<T>
    {
        T series = x * (1f / 40320) + (1f / 5040);
        series = series * x + (1f / 720);
        series = series * x + (1f / 120);
        series = series * x + (1f / 24);
        series = series * x + (1f / 6);
        series = series * x + 0.5f;
        return T.IfGreater(-0.5f, x, T.Exp(x) - 1f, series * x * x + x);
    }

    /// <summary>log(1 + x) for x from 0 to 1, within 5 units in the last place: what the sum loses is added to its logarithm.</summary>
    public static T Log1POfUnit<T>(T x) where T : struct, ILane<T>
    {
        T sum = 1f + x;
        return T.Log(sum) + (x - (sum - 1f)) / sum;
    }

    /// <summary>
    /// The error function within 4 units in the last place: x times a polynomial of x² up to 0.9, where it is off by 2^-26, above it
    /// 1 - e^p(|x|), p near log erfc, off by 2^-29. Both polynomials are minimax fits for the relative error of erf.
    /// </summary>
    public static T Erf<T>(T x) where T : struct, ILane<T>
    {
        T z = x * x;
        T small = z * -0.0006090356f + 0.0050119665f;
        small = small * z - 0.026778916f;
        small = small * z + 0.112821415f;
        small = small * z - 0.37612525f;
        small = small * z + 0.1283791065f;
        // The factor is 1 + 0.128...: the product of x with its small part loses little.
        small = x * small + x;
        T t = T.IfGreater(T.Abs(x), 4f, 4f, T.Abs(x));
        T power = t * 0.00019821478f - 0.0030654438f;
        power = power * t + 0.022315035f;
        power = power * t - 0.10411332f;
        power = power * t - 0.63697648f;
        power = power * t - 1.127797f;
        power = power * t - 0.000166499056f;
        T large = 1f - T.Exp(power);
        return T.IfGreater(T.Abs(x), 0.9f, T.IfGreater(x, 0f, large, -large), small);
    }
}

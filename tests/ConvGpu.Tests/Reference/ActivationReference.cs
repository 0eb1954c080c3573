using ConvGpu.Kernels;

namespace ConvGpu.Tests.Reference;

/// <summary>
/// Activations and their derivatives in double precision, from the formulas of PyTorch's documentation. Bounds count the roundings of a
/// float32 computation; an elementary function counts as <see cref="LossReference.FunctionRoundings"/>, the 4 units in the last place that
/// the conformance suite allows every device.
/// </summary>
public static class ActivationReference
{
    private const int Function = LossReference.FunctionRoundings;

    private static readonly double FactorOfTanh = Math.Sqrt(2 / Math.PI);

    /// <summary>The largest third derivative of a function without a kink in it, for the truncation of numeric gradients.</summary>
    public static double ThirdDerivative(ActivationFunction f, float first, float second) => f.Kind switch
    {
        ActivationKind.HardSigmoid or ActivationKind.HardSwish => 0,
        ActivationKind.Softsign => 6,
        // Of powers and roots nearest to 0, where it is largest but for exponents of 3 and more: the numbers of a gradient check less a step.
        ActivationKind.Power => Math.Abs(first * (first - 1) * (first - 2)) * Math.Pow(first < 3 ? 0.1 : 1.2, first - 3),
        ActivationKind.Root => Math.Abs((1 / first - 1) * (1 / first - 2) / first) * Math.Pow(second, 1 / first) * Math.Pow(0.1, 1 / first - 3),
        ActivationKind.Sigmoid => 0.125,
        ActivationKind.Tanh => 2,
        ActivationKind.LeakyReLU or ActivationKind.Clip or ActivationKind.Abs or ActivationKind.Affine => 0,
        ActivationKind.Floor or ActivationKind.Ceil or ActivationKind.Round or ActivationKind.Step => 0,
        ActivationKind.Exp => Math.Exp(2.2),
        // Nearest to 0, where they are largest: the numbers of a gradient check less a step.
        ActivationKind.Log => 2 / Math.Pow(0.1, 3),
        ActivationKind.Reciprocal => 6 / Math.Pow(0.1, 4),
        ActivationKind.Elu => first,
        ActivationKind.Softplus => 0.1 * first * first,
        _ => 2,
    };

    /// <summary>function(x).</summary>
    /// <param name="f">The function.</param>
    /// <param name="first">Slope, alpha, beta or the lower bound.</param>
    /// <param name="second">The threshold of softplus or the upper bound.</param>
    /// <param name="x">The input.</param>
    public static Expected Forward(ActivationFunction f, float first, float second, float[] x)
    {
        var y = new Expected(x.Length);
        for (var i = 0; i < x.Length; i++)
        {
            var (value, magnitude, roundings) = Forward(f.Kind, first, second, x[i]);
            y.Set(i, value, magnitude, roundings);
        }
        return y;
    }

    /// <summary>dy times the derivative at what is kept: the output or the input.</summary>
    public static Expected Backward(ActivationFunction f, float first, float second, float[] kept, float[] dy)
    {
        var dx = new Expected(dy.Length);
        for (var i = 0; i < dy.Length; i++)
        {
            var (value, magnitude, roundings) = Derivative(f.Kind, first, second, kept[i]);
            dx.Set(i, InFloat(dy[i] * value), Math.Abs(dy[i]) * magnitude, roundings + 1);
        }
        return dx;
    }

    private static (double Value, double Magnitude, int Roundings) Forward(ActivationKind kind, double first, double second, double x)
    {
        switch (kind)
        {
            case ActivationKind.Sigmoid:
                return Relative(Sigmoid(x), Function + 3);
            case ActivationKind.Tanh:
                return Relative(Math.Tanh(x), Function);
            case ActivationKind.LeakyReLU:
                return Relative(x > 0 ? x : first * x, 1);
            case ActivationKind.Clip:
                return (Math.Min(Math.Max(x, first), second), 0, 0);
            case ActivationKind.Selu:
                return Relative(SeluScale * (x > 0 ? x : SeluAlpha * ExpM1(x)), x > 0 ? 2 : 2 * Function + 6);
            case ActivationKind.HardSigmoid:
                return (HardSigmoid(x), HardSigmoid(x), 2);
            case ActivationKind.HardSwish:
                return x < -3 ? (0, 0, 0) : Relative(x * HardSigmoid(x), 3);
            case ActivationKind.Softsign:
                return double.IsInfinity(x) ? (Math.Sign(x), 0, 0) : Relative(x / (1 + Math.Abs(x)), 2);
            case ActivationKind.Power:
                return Power(x, first);
            case ActivationKind.Exp:
                return Relative(InFloat(Math.Exp(x)), Function) is var (e, m, r) ? (e, m + LeastNormal / Expected.UnitRoundoff, r) : default;
            case ActivationKind.Log:
                return x < LeastNormal ? (x < 0 ? double.NaN : double.NegativeInfinity, 0, 0) : Relative(Math.Log(x), Function);
            case ActivationKind.Abs:
                return (Math.Abs(x), 0, 0);
            case ActivationKind.Reciprocal:
                // A device may take a result below the normal numbers for 0.
                return (InFloat(1 / x), Math.Abs(1 / x) + LeastNormal / Expected.UnitRoundoff, Function);
            case ActivationKind.Erf:
                return Relative(ErrorFunction.Of(x), Function + 4);
            case ActivationKind.Affine:
                return (InFloat(first * x + second), Math.Abs(first * x) + Math.Abs(second), 2);
            case ActivationKind.Floor:
                return (Math.Floor(x), 0, 0);
            case ActivationKind.Ceil:
                return (Math.Ceiling(x), 0, 0);
            case ActivationKind.Round:
                return (Math.Round(x, MidpointRounding.ToEven), 0, 0);
            case ActivationKind.Step:
                return (x > 0 ? 1 : 0, 0, 0);
            case ActivationKind.Root:
                var scaled = InFloat(x * second);
                return first == 1 ? Relative(scaled, 1)
                    : scaled < 0 ? (double.NaN, 0, 0)
                    : first == 2 ? Relative(Math.Sqrt(scaled), Function + 1)
                    : scaled < LeastNormal ? (0, 0, 0)
                    : Power(scaled, 1 / first, 2);
            case ActivationKind.Elu:
                // e^x - 1 below -1/2: the exponential is at most 1.6 times the difference.
                return Relative(x > 0 ? x : first * ExpM1(x), x > 0 ? 0 : 2 * Function + 4);
            case ActivationKind.Gelu:
                // The sum 1 + erf is absolutely, not relatively, exact where it is small; the argument of erf is rounded twice.
                return (x * Normal(x), Math.Abs(x), Function + 6);
            case ActivationKind.GeluTanh:
                return (x * Sigmoid(Cubic(x)), Product(x, Sigmoid(Cubic(x))) * (1 + Shift(Cubic(x))), Function + 8);
            case ActivationKind.SiLU:
                return (x * Sigmoid(x), Product(x, Sigmoid(x)), Function + 4);
            default:
                // What z is off by shifts the exponential by as much; max(z, 0) and the logarithm add up without cancelling.
                var z = first * x;
                return z > second ? (x, 0, 0) : Scaled(Math.Max(z, 0) + Log1P(Math.Exp(-Math.Abs(z))), 1 / first, 2 * Function + 6, Shift(z) * Sigmoid(z));
        }
    }

    private static (double Value, double Magnitude, int Roundings) Derivative(ActivationKind kind, double first, double second, double kept)
    {
        switch (kind)
        {
            case ActivationKind.Sigmoid:
                return Relative(kept * (1 - kept), 3);
            case ActivationKind.Tanh:
                return Relative((1 - kept) * (1 + kept), 4);
            case ActivationKind.LeakyReLU:
                return Relative(kept > 0 ? 1 : first, 1);
            case ActivationKind.Clip:
                return (kept > first && kept < second ? 1 : 0, 0, 0);
            case ActivationKind.Selu:
                return kept > 0 ? (SeluScale, SeluScale, 1) : (kept + SeluScale * SeluAlpha, Math.Abs(kept) + SeluScale * SeluAlpha, 2);
            case ActivationKind.HardSigmoid:
                return kept > -3 && kept < 3 ? (1 / 6.0, 1 / 6.0, 1) : (0, 0, 0);
            case ActivationKind.HardSwish:
                return kept <= -3 || double.IsNaN(kept) ? (0, 0, 0) : kept >= 3 ? (1, 0, 0) : (kept / 3 + 0.5, Math.Abs(kept / 3) + 0.5, 2);
            case ActivationKind.Softsign:
                return Relative(1 / ((1 + Math.Abs(kept)) * (1 + Math.Abs(kept))), 4);
            case ActivationKind.Power:
                var (lower, lowerMagnitude, lowerRoundings) = Power(kept, first - 1);
                return (first * lower, first * lowerMagnitude, lowerRoundings + 1);
            case ActivationKind.Exp:
                return (kept, Math.Abs(kept), 1);
            case ActivationKind.Log:
                return Relative(1 / kept, Function);
            case ActivationKind.Abs:
                return (double.IsNaN(kept) ? double.NaN : Math.Sign(kept), 0, 0);
            case ActivationKind.Reciprocal:
                return (-kept * kept, kept * kept + LeastNormal / Expected.UnitRoundoff, 2);
            case ActivationKind.Erf:
                // The exponent is rounded, which the exponential magnifies by its size.
                var bell = 2 / Math.Sqrt(Math.PI) * Math.Exp(-kept * kept);
                return (bell, bell * (1 + Shift(kept * kept)) + LeastNormal / Expected.UnitRoundoff, Function + 3);
            case ActivationKind.Affine:
                return (first, Math.Abs(first), 1);
            case ActivationKind.Floor or ActivationKind.Ceil or ActivationKind.Round or ActivationKind.Step:
                return (0, 0, 0);
            case ActivationKind.Root:
                var (divisor, divisorMagnitude, divisorRoundings) = Power(kept, first - 1);
                // What the divisor is off by, relatively, the quotient is off by.
                return kept == 0 ? (0, 0, 0)
                    : (second / first / divisor, second / first / Math.Abs(divisor) * (divisor == 0 ? 1 : divisorMagnitude / Math.Abs(divisor)), divisorRoundings + 3);
            case ActivationKind.Elu:
                return Relative(kept > 0 ? 1 : kept + first, 2);
            case ActivationKind.Gelu:
                var density = Math.Exp(-kept * kept / 2) / Math.Sqrt(2 * Math.PI);
                var share = kept * density;
                // The exponent is rounded, which the exponential magnifies by its size.
                return Limited(kept, Normal(kept) + share, 1 + Math.Abs(share) * (1 + kept * kept), Function + 6);
            case ActivationKind.GeluTanh:
                var u = Cubic(kept);
                var (g, slope) = (Sigmoid(u), 2 * FactorOfTanh * (1 + 3 * 0.044715 * kept * kept));
                return Limited(
                    kept, g * (1 + kept * (1 - g) * slope), (g + Product(kept, g) * (1 - g + Expected.UnitRoundoff) * slope) * (1 + Shift(u)), Function + 12);
            case ActivationKind.SiLU:
                var s = Sigmoid(kept);
                return Limited(kept, s * (1 + kept * (1 - s)), s + Product(kept, s) * (1 - s + Expected.UnitRoundoff), 2 * Function + 6);
            default:
                var z = first * kept;
                return z > second ? (1, 0, 0) : (Sigmoid(z), Sigmoid(z) * (1 + Shift(z)), Function + 4);
        }
    }

    private static (double, double, int) Relative(double value, int roundings) => (value, Math.Abs(value), roundings);

    private static (double, double, int) Scaled(double value, double scale, int roundings, double more) =>
        (value * scale, (Math.Abs(value) + more) * scale, roundings);

    // The limits at the infinities, where the formula says 0 times infinity.
    private static (double, double, int) Limited(double x, double value, double magnitude, int roundings) =>
        double.IsInfinity(x) ? (x > 0 ? 1 : 0, 0, 0) : (value, magnitude, roundings);

    // A share that is subnormal is off by a step of those numbers, and the product by x of them.
    private static double Product(double x, double share) =>
        Math.Abs(x * share) + (double.IsInfinity(x) ? 0 : Math.Abs(x) * float.Epsilon / Expected.UnitRoundoff);

    // An exponent that is rounded shifts the exponential by its size, relatively.
    private static double Shift(double exponent) => double.IsInfinity(exponent) ? 0 : Math.Abs(exponent);

    // The argument of the sigmoid in the approximate GELU.
    private static double Cubic(double x) => 2 * FactorOfTanh * (x + 0.044715 * x * x * x);

    private const double SeluScale = 1.0507009873554804934193349852946, SeluAlpha = 1.6732632423543772848170429916717;

    private const double LeastNormal = 1.0 / (1UL << 63) / (1UL << 63);

    // What float32 cannot hold is infinite.
    private static double InFloat(double value) => Math.Abs(value) > float.MaxValue ? Math.Sign(value) * double.PositiveInfinity : value;

    private static double HardSigmoid(double x) => Math.Min(Math.Max(x + 3, 0), 6) / 6;

    /// <summary>
    /// x^exponent: whole exponents by multiplication, others by a logarithm, which is rounded (and so is the exponent, as often as
    /// <paramref name="rounded"/> says) and then magnified by the exponential.
    /// </summary>
    private static (double Value, double Magnitude, int Roundings) Power(double x, double exponent, int rounded = 0)
    {
        var value = Math.Pow(x, exponent);
        // IEEE 754 has a positive power of minus infinity; here negative numbers have none.
        if (double.IsNaN(value) || (x < 0 && exponent != Math.Floor(exponent))) return (double.NaN, 0, 0);
        if (double.IsInfinity(InFloat(value))) return (InFloat(value), 0, 0);
        if (rounded == 0 && exponent == Math.Floor(exponent)) return Relative(value, (int)exponent);
        if (x < LeastNormal) return (0, 0, 0);
        return (value, value * (1 + Math.Abs(exponent * Math.Log(x)) + exponent), 2 * Function + 2 + rounded);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Normal(double x) => (1 + ErrorFunction.Of(x / Math.Sqrt(2))) / 2;

    // tanh(x / 2) = (e^x - 1) / (e^x + 1)
    private static double ExpM1(double x) => Math.Tanh(x / 2) * (Math.Exp(x) + 1);

    private static double Log1P(double x) => 2 * Math.Atanh(x / (2 + x));
}

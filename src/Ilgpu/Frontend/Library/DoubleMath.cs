namespace ConvGpu.Ilgpu.Library;

/// <summary>
/// Elementary functions of doubles for devices that have none, written as <see cref="SingleMath"/>. Errors are within 2 units in the last place.
/// </summary>
internal static partial class DoubleMath
{
    private const double Infinity = double.PositiveInfinity;

    private static double Fma(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    private static double FromBits(long bits) => BitConverter.Int64BitsToDouble(bits);

    private static long ToBits(double value) => BitConverter.DoubleToInt64Bits(value);

    /// <summary>value * 2^exponent for exponents from -2040 to 2040.</summary>
    private static double Scale(double value, int exponent)
    {
        int half = exponent >> 1;
        return value * FromBits((long)(half + 1023) << 52) * FromBits((long)(exponent - half + 1023) << 52);
    }

    public static double Exp(double x) => x > 710 ? Infinity : x < -746 ? 0 : ScaledExp(x, 0);

    /// <summary>e^x * 2^shift without an overflow in between; x is at most 750 in magnitude, or NaN.</summary>
    private static double ScaledExp(double x, int shift)
    {
        double k = Math.Round(x * 1.4426950408889634);
        double r = Fma(k, -0.6931471805599453, x);
        r = Fma(k, -2.3190468138462996e-17, r);
        double p = 2.0914755325893198e-09;
        p = Fma(p, r, 2.5105312729622103e-08);
        p = Fma(p, r, 2.755727347871858e-07);
        p = Fma(p, r, 2.755725517000089e-06);
        p = Fma(p, r, 2.480158732567746e-05);
        p = Fma(p, r, 0.0001984126987500228);
        p = Fma(p, r, 0.0013888888888883711);
        p = Fma(p, r, 0.008333333333326084);
        p = Fma(p, r, 0.04166666666666667);
        p = Fma(p, r, 0.1666666666666667);
        p = Fma(p, r, 0.5);
        return Scale(Fma(p, r * r, r) + 1, (int)k + shift);
    }

    public static double Exp2(double x) => x >= 1024 ? Infinity : x < -1076 ? 0 : Exp2Sum(x, 0);

    /// <summary>2^(x + low), x at most 1200 in magnitude and low far below it.</summary>
    private static double Exp2Sum(double x, double low)
    {
        double k = Math.Round(x);
        double r = x - k + low;
        double p = 1.3717013410410874e-12;
        p = Fma(p, r, 2.5733678739192404e-11);
        p = Fma(p, r, 4.445530277187511e-10);
        p = Fma(p, r, 7.054894317261137e-09);
        p = Fma(p, r, 1.017808602125736e-07);
        p = Fma(p, r, 1.3215486816155575e-06);
        p = Fma(p, r, 1.5252733804051059e-05);
        p = Fma(p, r, 0.00015403530393362603);
        p = Fma(p, r, 0.0013333558146428445);
        p = Fma(p, r, 0.009618129107628484);
        p = Fma(p, r, 0.05550410866482158);
        p = Fma(p, r, 0.24022650695910072);
        p = Fma(p, r, 0.6931471805599453);
        return Scale(Fma(p, r, 1), (int)k);
    }

    public static double Log(double x)
    {
        double exponent = Split(x, out double f);
        return Special(x, Fma(exponent, 0.6931471805599453, Fma(exponent, 2.3190468138462996e-17, Log1P(f))));
    }

    public static double Log2(double x)
    {
        double exponent = Split(x, out double f);
        double log = Log1P(f);
        return Special(x, exponent + Fma(log, 1.4426950408889634, log * 2.0355273740931033e-17));
    }

    public static double Log10(double x)
    {
        double exponent = Split(x, out double f);
        double log = Log1P(f);
        double low = Fma(exponent, -2.8037281277851704e-18, log * 1.098319650216765e-17);
        return Special(x, Fma(exponent, 0.3010299956639812, Fma(log, 0.4342944819032518, low)));
    }

    /// <summary>x = (1 + f) * 2^exponent with f from -1/3 to 1/3.</summary>
    private static double Split(double x, out double f)
    {
        bool small = x < 2.2250738585072014e-308;
        long bits = ToBits(small ? x * 4503599627370496.0 : x);
        int exponent = (int)((bits - 0x3fe5555555555555) >> 52);
        f = FromBits(bits - ((long)exponent << 52)) - 1;
        return exponent - (small ? 52 : 0);
    }

    private static double Log1P(double f)
    {
        double p = -0.07504256053740717;
        p = Fma(p, f, 0.07815288900461426);
        p = Fma(p, f, -0.03567398619173219);
        p = Fma(p, f, 0.03746071897775383);
        p = Fma(p, f, -0.051535228606282346);
        p = Fma(p, f, 0.05422589197440007);
        p = Fma(p, f, -0.05540904793417249);
        p = Fma(p, f, 0.05867139530651599);
        p = Fma(p, f, -0.06250888571438282);
        p = Fma(p, f, 0.06667589315724629);
        p = Fma(p, f, -0.07142822750710091);
        p = Fma(p, f, 0.07692271982430275);
        p = Fma(p, f, -0.0833333415976186);
        p = Fma(p, f, 0.09090909948981357);
        p = Fma(p, f, -0.09999999988449347);
        p = Fma(p, f, 0.11111111099118386);
        p = Fma(p, f, -0.12500000000082603);
        p = Fma(p, f, 0.1428571428580005);
        p = Fma(p, f, -0.16666666666666435);
        p = Fma(p, f, 0.19999999999999762);
        p = Fma(p, f, -0.25);
        p = Fma(p, f, 0.3333333333333333);
        double square = f * f;
        return Fma(Fma(p, f, -0.5), square, f);
    }

    /// <summary>A logarithm's value where the argument is no positive finite number.</summary>
    private static double Special(double x, double log) => x > 0 ? (x < Infinity ? log : x) : x == 0 ? -Infinity : double.NaN;
}

namespace ConvGpu.Ilgpu.Library;

internal static partial class DoubleMath
{
    /// <summary>|x|^y = 2^(y log2 |x|) with the logarithm in two doubles.</summary>
    public static double Pow(double x, double y)
    {
        double size = Math.Abs(x);
        double result = size == 1 ? 1 : PositivePower(size, y);
        bool whole = Math.Truncate(y) == y;
        bool odd = whole && Math.Abs(y) < 9007199254740992 && ((long)y & 1) != 0;
        if (ToBits(x) < 0)
        {
            if (odd)
                result = -result;
            else if (!whole && size > 0 && size < Infinity)
                result = double.NaN;
        }
        if (double.IsNaN(x) || double.IsNaN(y))
            result = double.NaN;
        return y == 0 || x == 1 ? 1 : result;
    }

    private static double PositivePower(double x, double y)
    {
        double high = LogarithmBase2(x, out double low);
        if (x == 0 || x == Infinity)
            (high, low) = (x == 0 ? -Infinity : Infinity, 0);
        double power = y * high;
        double rest = Fma(y, low, Fma(y, high, -power));
        if (power >= 1100)
            return Infinity;
        if (power <= -1100)
            return 0;
        return Exp2Sum(power, rest);
    }

    /// <summary>log2 of a positive number as high + low, from the series of the inverse hyperbolic tangent.</summary>
    private static double LogarithmBase2(double x, out double low)
    {
        double exponent = Split(x, out double f);
        // s = f / (2 + f) in two doubles
        double sum = 2 + f, sumLow = f - (sum - 2);
        double s = f / sum;
        double sLow = Fma(-s, sumLow, Fma(-s, sum, f)) / sum;
        double square = s * s, squareLow = Fma(2 * s, sLow, Fma(s, s, -square));
        // 2 s^3 / 3 in two doubles, the higher powers in one
        double cube = square * s, cubeLow = Fma(square, sLow, Fma(squareLow, s, Fma(square, s, -cube)));
        double third = cube * 0.6666666666666666;
        double thirdLow = Fma(cubeLow, 0.6666666666666666, Fma(cube, 3.700743415417188e-17, Fma(cube, 0.6666666666666666, -third)));
        double p = 0.11725771221811145;
        p = Fma(p, square, 0.11705988156500907);
        p = Fma(p, square, 0.13334813971292003);
        p = Fma(p, square, 0.15384594791762352);
        p = Fma(p, square, 0.1818181833699257);
        p = Fma(p, square, 0.2222222222164882);
        p = Fma(p, square, 0.2857142857142938);
        p = Fma(p, square, 0.4);
        thirdLow = Fma(p * square, cube, thirdLow);
        double log = 2 * s + third;
        double logLow = third - (log - 2 * s) + Fma(2, sLow, thirdLow);
        // times 1 / ln 2, plus the exponent
        double scaled = log * 1.4426950408889634;
        double scaledLow = Fma(logLow, 1.4426950408889634, Fma(log, 2.0355273740931033e-17, Fma(log, 1.4426950408889634, -scaled)));
        double result = exponent + scaled;
        low = (exponent == 0 ? 0 : scaled - (result - exponent)) + scaledLow;
        return result;
    }
}

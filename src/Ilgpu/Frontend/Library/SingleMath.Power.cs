namespace ConvGpu.Ilgpu.Library;

internal static partial class SingleMath
{
    /// <summary>
    /// |x|^y = 2^(y log2 |x|) with the logarithm in two floats. Its last error is multiplied by the exponent of the result: within 2 units
    /// for results from 2^-16 to 2^16, within 4 elsewhere.
    /// </summary>
    public static float Pow(float x, float y)
    {
        float size = MathF.Abs(x);
        float result = size == 1 ? 1 : PositivePower(size, y);
        bool whole = MathF.Truncate(y) == y;
        bool odd = whole && MathF.Abs(y) < 16777216 && ((int)y & 1) != 0;
        if (ToBits(x) < 0)
        {
            if (odd)
                result = -result;
            else if (!whole && size > 0 && size < Infinity)
                result = float.NaN;
        }
        if (float.IsNaN(x) || float.IsNaN(y))
            result = float.NaN;
        return y == 0 || x == 1 ? 1 : result;
    }

    private static float PositivePower(float x, float y)
    {
        float high = LogarithmBase2(x, out float low);
        if (x == 0 || x == Infinity)
            (high, low) = (x == 0 ? -Infinity : Infinity, 0);
        float power = y * high;
        float rest = Fma(y, low, Fma(y, high, -power));
        if (power >= 140)
            return Infinity;
        if (power <= -160)
            return 0;
        return Exp2Sum(power, rest);
    }

    /// <summary>log2 of a positive number as high + low, from the series of the inverse hyperbolic tangent.</summary>
    private static float LogarithmBase2(float x, out float low)
    {
        float exponent = Split(x, out float f);
        // s = f / (2 + f) in two floats
        float sum = 2 + f, sumLow = f - (sum - 2);
        float s = f / sum;
        float sLow = Fma(-s, sumLow, Fma(-s, sum, f)) / sum;
        float square = s * s, squareLow = Fma(2 * s, sLow, Fma(s, s, -square));
        // 2 s^3 / 3 in two floats, the higher powers in one
        float cube = square * s, cubeLow = Fma(square, sLow, Fma(squareLow, s, Fma(square, s, -cube)));
        float third = cube * 0.666666687f, thirdLow = Fma(cubeLow, 0.666666687f, Fma(cube, -1.98682155e-08f, Fma(cube, 0.666666687f, -third)));
        float p = Fma(Fma(0.23049964f, square, 0.285621971f), square, 0.400000155f);
        thirdLow = Fma(p * square, cube, thirdLow);
        float log = 2 * s + third;
        float logLow = third - (log - 2 * s) + Fma(2, sLow, thirdLow);
        // times 1 / ln 2, plus the exponent
        float scaled = log * 1.44269502f;
        float scaledLow = Fma(logLow, 1.44269502f, Fma(log, 1.92596303e-08f, Fma(log, 1.44269502f, -scaled)));
        float result = exponent + scaled;
        low = (exponent == 0 ? 0 : scaled - (result - exponent)) + scaledLow;
        return result;
    }
}

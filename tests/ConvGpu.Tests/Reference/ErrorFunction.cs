namespace ConvGpu.Tests.Reference;

/// <summary>The error function in double precision, within some 1e-15.</summary>
public static class ErrorFunction
{
    /// <summary>erf x: its series up to 3, 1 less the continued fraction of erfc beyond (Abramowitz and Stegun, 7.1.6 and 7.1.14).</summary>
    public static double Of(double x)
    {
        var size = Math.Abs(x);
        if (!(size > 3)) return Series(x);
        var fraction = 0.0;
        for (var k = 60; k >= 1; k--) fraction = k / 2.0 / (size + fraction);
        return Math.CopySign(1 - Math.Exp(-size * size) / Math.Sqrt(Math.PI) / (size + fraction), x);
    }

    private static double Series(double x)
    {
        double term = x, sum = x;
        for (var n = 1; n < 80; n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}

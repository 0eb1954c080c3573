namespace ILGPU.Algorithms;

/// <summary>Mathematical functions for kernels and hosts.</summary>
public static partial class XMath
{
    /// <summary>Euler's number.</summary>
    public const float E = 2.7182817f;

    /// <summary>Euler's number in double precision.</summary>
    public const double ED = 2.718281828459045;

    /// <summary>Log2(e).</summary>
    public const float Log2E = 1.442695f;

    /// <summary>Log2(e) in double precision.</summary>
    public const double Log2ED = 1.4426950408889634;

    /// <summary>1 / log2(e).</summary>
    public const float OneOverLog2E = 0.6931472f;

    /// <summary>1 / log2(e) in double precision.</summary>
    public const double OneOverLog2ED = 0.6931471805599453;

    /// <summary>Log10(e).</summary>
    public const float Log10E = 0.4342945f;

    /// <summary>Log10(e) in double precision.</summary>
    public const double Log10ED = 0.4342944819032518;

    /// <summary>Ln(2).</summary>
    public const float Ln2 = 0.6931472f;

    /// <summary>Ln(2) in double precision.</summary>
    public const double Ln2D = 0.6931471805599453;

    /// <summary>1 / ln(2).</summary>
    public const float OneOverLn2 = 1.442695f;

    /// <summary>1 / ln(2) in double precision.</summary>
    public const double OneOverLn2D = 1.4426950408889634;

    /// <summary>Ln(10).</summary>
    public const float Ln10 = 2.3025851f;

    /// <summary>Ln(10) in double precision.</summary>
    public const double Ln10D = 2.302585092994046;

    /// <summary>1 / ln(10).</summary>
    public const float OneOverLn10 = 0.43429446f;

    /// <summary>1 / ln(10) in double precision.</summary>
    public const double OneOverLn10D = 0.43429448190325176;

    /// <summary>Pi.</summary>
    public const float PI = 3.1415927f;

    /// <summary>Pi in double precision.</summary>
    public const double PID = 3.141592653589793;

    /// <summary>Pi / 2.</summary>
    public const float PIHalf = 1.5707964f;

    /// <summary>Pi / 2 in double precision.</summary>
    public const double PIHalfD = 1.5707963267948966;

    /// <summary>Pi / 4.</summary>
    public const float PIFourth = 0.7853982f;

    /// <summary>Pi / 4 in double precision.</summary>
    public const double PIFourthD = 0.7853981633974483;

    /// <summary>1 / pi.</summary>
    public const float OneOverPI = 0.31830987f;

    /// <summary>2 / pi.</summary>
    public const float TwoOverPI = 0.63661975f;

    /// <summary>The square root of 2.</summary>
    public const float Sqrt2 = 1.4142135f;

    /// <summary>1 / the square root of 2.</summary>
    public const float OneOverSqrt2 = 0.70710677f;

    /// <summary>1 / 3.</summary>
    public const float OneThird = 0.33333334f;
}

namespace ILGPU.Algorithms;

public static partial class XMath
{
    /// <summary>Whether the value is not a number.</summary>
    public static bool IsNaN(double value) => double.IsNaN(value);

    /// <summary>Whether the value is an infinity.</summary>
    public static bool IsInfinity(double value) => double.IsInfinity(value);

    /// <summary>Whether the value is a number and no infinity.</summary>
    public static bool IsFinite(double value) => double.IsFinite(value);

    /// <summary><paramref name="base"/> to the power of <paramref name="exp"/>.</summary>
    public static double Pow(double @base, double exp) => Math.Pow(@base, exp);

    /// <summary>e to the power of the value.</summary>
    public static double Exp(double value) => Math.Exp(value);

    /// <summary>2 to the power of the value.</summary>
    public static double Exp2(double value) => double.Exp2(value);

    /// <summary>The natural logarithm.</summary>
    public static double Log(double value) => Math.Log(value);

    /// <summary>The logarithm to base <paramref name="newBase"/>.</summary>
    public static double Log(double value, double newBase) => Log(value) / Log(newBase);

    /// <summary>The logarithm to base 10.</summary>
    public static double Log10(double value) => Math.Log10(value);

    /// <summary>The logarithm to base 2.</summary>
    public static double Log2(double value) => Math.Log2(value);

    /// <summary>1 / value.</summary>
    public static double Rcp(double value) => 1.0 / value;

    /// <summary>The square root.</summary>
    public static double Sqrt(double value) => Math.Sqrt(value);

    /// <summary>1 / the square root.</summary>
    public static double Rsqrt(double value) => 1.0 / Math.Sqrt(value);

    /// <summary>Degrees in radians.</summary>
    public static double DegToRad(double degrees) => degrees * (PID / 180);

    /// <summary>Radians in degrees.</summary>
    public static double RadToDeg(double radians) => radians * (180 / PID);

    /// <summary>The sine of an angle in radians.</summary>
    public static double Sin(double value) => Math.Sin(value);

    /// <summary>The cosine of an angle in radians.</summary>
    public static double Cos(double value) => Math.Cos(value);

    /// <summary>The tangent of an angle in radians.</summary>
    public static double Tan(double value) => Math.Tan(value);

    /// <summary>The arc sine, in radians.</summary>
    public static double Asin(double value) => Math.Asin(value);

    /// <summary>The arc cosine, in radians.</summary>
    public static double Acos(double value) => Math.Acos(value);

    /// <summary>The arc tangent, in radians.</summary>
    public static double Atan(double value) => Math.Atan(value);

    /// <summary>The hyperbolic sine.</summary>
    public static double Sinh(double value) => Math.Sinh(value);

    /// <summary>The hyperbolic cosine.</summary>
    public static double Cosh(double value) => Math.Cosh(value);

    /// <summary>The hyperbolic tangent.</summary>
    public static double Tanh(double value) => Math.Tanh(value);

    /// <summary>The angle of the point (x, y), in radians.</summary>
    public static double Atan2(double y, double x) => Math.Atan2(y, x);

    /// <summary>Sine and cosine of an angle in radians.</summary>
    public static void SinCos(double value, out double sin, out double cos)
    {
        sin = Math.Sin(value);
        cos = Math.Cos(value);
    }

    /// <summary>Whether the value is not a number.</summary>
    public static bool IsNaN(float value) => float.IsNaN(value);

    /// <summary>Whether the value is an infinity.</summary>
    public static bool IsInfinity(float value) => float.IsInfinity(value);

    /// <summary>Whether the value is a number and no infinity.</summary>
    public static bool IsFinite(float value) => float.IsFinite(value);

    /// <summary><paramref name="base"/> to the power of <paramref name="exp"/>.</summary>
    public static float Pow(float @base, float exp) => MathF.Pow(@base, exp);

    /// <summary>e to the power of the value.</summary>
    public static float Exp(float value) => MathF.Exp(value);

    /// <summary>2 to the power of the value.</summary>
    public static float Exp2(float value) => float.Exp2(value);

    /// <summary>The natural logarithm.</summary>
    public static float Log(float value) => MathF.Log(value);

    /// <summary>The logarithm to base <paramref name="newBase"/>.</summary>
    public static float Log(float value, float newBase) => Log(value) / Log(newBase);

    /// <summary>The logarithm to base 10.</summary>
    public static float Log10(float value) => MathF.Log10(value);

    /// <summary>The logarithm to base 2.</summary>
    public static float Log2(float value) => MathF.Log2(value);

    /// <summary>1 / value.</summary>
    public static float Rcp(float value) => 1f / value;

    /// <summary>The square root.</summary>
    public static float Sqrt(float value) => MathF.Sqrt(value);

    /// <summary>1 / the square root.</summary>
    public static float Rsqrt(float value) => 1f / MathF.Sqrt(value);

    /// <summary>Degrees in radians.</summary>
    public static float DegToRad(float degrees) => degrees * (PI / 180f);

    /// <summary>Radians in degrees.</summary>
    public static float RadToDeg(float radians) => radians * (180f / PI);

    /// <summary>The sine of an angle in radians.</summary>
    public static float Sin(float value) => MathF.Sin(value);

    /// <summary>The cosine of an angle in radians.</summary>
    public static float Cos(float value) => MathF.Cos(value);

    /// <summary>The tangent of an angle in radians.</summary>
    public static float Tan(float value) => MathF.Tan(value);

    /// <summary>The arc sine, in radians.</summary>
    public static float Asin(float value) => MathF.Asin(value);

    /// <summary>The arc cosine, in radians.</summary>
    public static float Acos(float value) => MathF.Acos(value);

    /// <summary>The arc tangent, in radians.</summary>
    public static float Atan(float value) => MathF.Atan(value);

    /// <summary>The hyperbolic sine.</summary>
    public static float Sinh(float value) => MathF.Sinh(value);

    /// <summary>The hyperbolic cosine.</summary>
    public static float Cosh(float value) => MathF.Cosh(value);

    /// <summary>The hyperbolic tangent.</summary>
    public static float Tanh(float value) => MathF.Tanh(value);

    /// <summary>The angle of the point (x, y), in radians.</summary>
    public static float Atan2(float y, float x) => MathF.Atan2(y, x);

    /// <summary>Sine and cosine of an angle in radians.</summary>
    public static void SinCos(float value, out float sin, out float cos)
    {
        sin = MathF.Sin(value);
        cos = MathF.Cos(value);
    }
}

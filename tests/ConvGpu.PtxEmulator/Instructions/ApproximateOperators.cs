using ConvGpu.Emulation.Execution;

namespace ConvGpu.Emulation.Instructions;

/// <summary>Computed accurately: closer than the ISA promises. Kernels must not rely on the difference.</summary>
internal struct DivideApproximate : IBinary<float, float, float>
{
    /// <summary>Divisors above 2^126 give 0, or NaN under an infinity, as the ISA says.</summary>
    public static float Invoke(float a, float b)
    {
        var magnitude = MathF.Abs(b);
        if (magnitude > 8.50705917e37f && float.IsFinite(b)) return float.IsInfinity(a) ? float.NaN : a * (b < 0 ? -0f : 0f);
        return a / b;
    }
}

internal struct ReciprocalSquareRoot : IUnary<float, float>
{
    public static float Invoke(float a) => (float)(1 / Math.Sqrt(a));
}

internal struct ReciprocalSquareRootDouble : IUnary<double, double>
{
    public static double Invoke(double a) => 1 / Math.Sqrt(a);
}

/// <summary>The high half of the result alone; subnormals are zero.</summary>
internal struct CoarseReciprocal : IUnary<double, double>
{
    public static double Invoke(double a) => CoarseDouble.Result(1 / CoarseDouble.Flush(a));
}

internal struct CoarseReciprocalSquareRoot : IUnary<double, double>
{
    public static double Invoke(double a) => CoarseDouble.Result(1 / Math.Sqrt(CoarseDouble.Flush(a)));
}

internal static class CoarseDouble
{
    public static double Flush(double value) => double.IsSubnormal(value) ? double.CopySign(0, value) : value;

    public static double Result(double value) => double.IsNaN(value)
        ? BitConverter.UInt64BitsToDouble(0x7fffffff00000000)
        : Flush(BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(value) & 0xffffffff00000000));
}

internal struct Sine : IUnary<float, float>
{
    public static float Invoke(float a) => (float)Math.Sin(a);
}

internal struct Cosine : IUnary<float, float>
{
    public static float Invoke(float a) => (float)Math.Cos(a);
}

internal struct Logarithm2 : IUnary<float, float>
{
    public static float Invoke(float a) => (float)Math.Log2(a);
}

internal struct Exponential2 : IUnary<float, float>
{
    public static float Invoke(float a) => (float)double.Exp2(a);
}

internal struct HyperbolicTangent : IUnary<float, float>
{
    public static float Invoke(float a) => (float)Math.Tanh(a);
}

/// <summary>A function of floats on 16-bit values.</summary>
internal struct Narrow<TOperator, TF> : IUnary<ushort, ushort>
    where TOperator : struct, IUnary<float, float>
    where TF : struct, IFloatType<ushort>
{
    public static ushort Invoke(ushort a) =>
        TF.FromDouble(ExactArithmetic.Round(TOperator.Invoke((float)TF.ToDouble(a)), TF.Format, Rounding.Nearest));
}

namespace ConvGpu.Ilgpu.Library;

/// <summary>
/// Elementary functions of floats for devices whose instructions are only approximate: ordinary C#, inlined into kernels in place of the
/// operation. Polynomials are near-minimax fits; products whose rounding matters are explicit fused multiply-adds, so that contraction
/// changes nothing. Errors are within 2 units in the last place.
/// </summary>
internal static partial class SingleMath
{
    private const float Infinity = float.PositiveInfinity;

    private static float Fma(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    private static float FromBits(int bits) => BitConverter.Int32BitsToSingle(bits);

    private static int ToBits(float value) => BitConverter.SingleToInt32Bits(value);

    /// <summary>value * 2^exponent for exponents from -250 to 250.</summary>
    private static float Scale(float value, int exponent)
    {
        int half = exponent >> 1;
        return value * FromBits((half + 127) << 23) * FromBits((exponent - half + 127) << 23);
    }

    public static float Exp(float x) => x > 90 ? Infinity : x < -105 ? 0 : ScaledExp(x, 0);

    /// <summary>e^x * 2^shift without an overflow in between; x is at most 90 in magnitude, or NaN.</summary>
    private static float ScaledExp(float x, int shift)
    {
        float k = MathF.Round(x * 1.44269502f);
        float r = Fma(k, -0.693147182f, x);
        r = Fma(k, 1.90465421e-09f, r);
        float p = Fma(0.00139262504f, r, 0.00836323295f);
        p = Fma(p, r, 0.0416665524f);
        p = Fma(p, r, 0.166665763f);
        p = Fma(p, r, 0.5f);
        return Scale(Fma(p, r * r, r) + 1, (int)k + shift);
    }

    public static float Exp2(float x) => x >= 128 ? Infinity : x < -151 ? 0 : Exp2Sum(x, 0);

    /// <summary>2^(x + low), x at most 200 in magnitude and low far below it.</summary>
    private static float Exp2Sum(float x, float low)
    {
        float k = MathF.Round(x);
        float r = x - k + low;
        float p = Fma(0.000154532623f, r, 0.00133909786f);
        p = Fma(p, r, 0.00961808208f);
        p = Fma(p, r, 0.0555035695f);
        p = Fma(p, r, 0.240226507f);
        p = Fma(p, r, 0.693147182f);
        return Scale(Fma(p, r, 1), (int)k);
    }

    public static float Log(float x)
    {
        float exponent = Split(x, out float f);
        return Special(x, Fma(exponent, 0.693147182f, Log1P(f)));
    }

    public static float Log2(float x)
    {
        float exponent = Split(x, out float f);
        float log = Log1P(f);
        return Special(x, exponent + Fma(log, 1.44269502f, log * 1.92596303e-08f));
    }

    public static float Log10(float x)
    {
        float exponent = Split(x, out float f);
        float log = Log1P(f);
        return Special(x, Fma(exponent, 0.30103001f, Fma(log, 0.434294492f, exponent * -1.43209888e-08f)));
    }

    /// <summary>x = (1 + f) * 2^exponent with f from -1/3 to 1/3.</summary>
    private static float Split(float x, out float f)
    {
        bool small = x < 1.17549435e-38f;
        int bits = ToBits(small ? x * 8388608f : x);
        int exponent = (bits - 0x3f2aaaab) >> 23;
        f = FromBits(bits - (exponent << 23)) - 1;
        return exponent - (small ? 23 : 0);
    }

    private static float Log1P(float f)
    {
        float p = Fma(0.113306172f, f, -0.124222003f);
        p = Fma(p, f, 0.109156549f);
        p = Fma(p, f, -0.122887217f);
        p = Fma(p, f, 0.142918676f);
        p = Fma(p, f, -0.166733161f);
        p = Fma(p, f, 0.199999481f);
        p = Fma(p, f, -0.249999449f);
        p = Fma(p, f, 0.333333343f);
        float square = f * f;
        return Fma(Fma(p, f, -0.5f), square, f);
    }

    /// <summary>A logarithm's value where the argument is no positive finite number.</summary>
    private static float Special(float x, float log) => x > 0 ? (x < Infinity ? log : x) : x == 0 ? -Infinity : float.NaN;
}

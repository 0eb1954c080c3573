namespace ConvGpu.Ilgpu.Library;

internal static partial class SingleMath
{
    public static float Sin(float x)
    {
        float r = Reduce(x, out int quadrant);
        float result = (quadrant & 1) == 0 ? SinOf(r) : CosOf(r);
        return (quadrant & 2) == 0 ? result : -result;
    }

    public static float Cos(float x)
    {
        float r = Reduce(x, out int quadrant);
        float result = (quadrant & 1) == 0 ? CosOf(r) : SinOf(r);
        return ((quadrant + 1) & 2) == 0 ? result : -result;
    }

    public static float Tan(float x)
    {
        float r = Reduce(x, out int quadrant);
        float sin = SinOf(r), cos = CosOf(r);
        return (quadrant & 1) == 0 ? sin / cos : -cos / sin;
    }

    /// <summary>x minus the nearest multiple of pi/2; the multiple's lowest bits.</summary>
    private static float Reduce(float x, out int quadrant)
    {
        if (MathF.Abs(x) > 65536)
            return ReduceLarge(x, out quadrant);
        float k = MathF.Round(x * 0.636619747f);
        quadrant = (int)k;
        // The first difference is exact: both terms are multiples of 2^-23 and it is below 1.
        float r = Fma(k, -1.57079637f, x);
        r = Fma(k, 4.37113883e-08f, r);
        // Without a multiple x stays as it is, -0 too.
        return k == 0 ? x : Fma(k, 1.71512451e-15f, r);
    }

    /// <summary>
    /// After Payne and Hanek: the mantissa times those bits of 2/pi that matter. Bits above weigh multiples of four quarter turns.
    /// </summary>
    private static float ReduceLarge(float x, out int quadrant)
    {
        int bits = ToBits(x), exponent = ((bits >> 23) & 0xff) - 150;
        ulong mantissa = (uint)(bits & 0x7fffff) | 0x800000u;
        int first = exponent - 2;
        // Below 2^24 the window begins in front of the binary point of 2/pi, where all bits are 0.
        ulong high = Window(first), low = Window(first + 64);
        ulong carry = (mantissa * (low & 0xffffffff) >> 32) + mantissa * (low >> 32);
        ulong product = mantissa * high + (carry >> 32);
        quadrant = (int)((product + (1ul << 61)) >> 62);
        long fraction = (long)((product << 2) | ((carry & 0xffffffff) >> 30));
        // times 2^-64 * pi/2, both in two floats
        float rounded = fraction, rest = fraction - (long)rounded;
        float r = Fma(rounded, 8.51530419e-20f, Fma(rest, 8.51530419e-20f, rounded * -2.3695992e-27f));
        if (bits < 0)
        {
            r = -r;
            quadrant = -quadrant;
        }
        return (bits & 0x7f800000) == 0x7f800000 ? float.NaN : r;
    }

    /// <summary>64 bits of 2/pi behind the given one.</summary>
    private static ulong Window(int bit)
    {
        int word = bit >> 6, shift = bit & 63;
        ulong high = Word(word), low = Word(word + 1);
        return shift == 0 ? high : (high << shift) | (low >> (64 - shift));
    }

    private static ulong Word(int index) =>
        index == 0 ? 0xa2f9836e4e441529 : index == 1 ? 0xfc2757d1f534ddc0 : index == 2 ? 0xdb6295993c439041 : index == 3 ? 0xfe5163abdebbc561 : 0;

    private static float SinOf(float r)
    {
        float z = r * r;
        float p = Fma(Fma(-0.000195853732f, z, 0.00833273679f), z, -0.166666642f);
        // The sum of -0 and +0 is +0.
        return MathF.CopySign(Fma(p * z, r, r), r);
    }

    private static float CosOf(float r)
    {
        float z = r * r;
        float p = Fma(Fma(2.45454194e-05f, z, -0.00138882909f), z, 0.0416666642f);
        return Fma(Fma(p, z, -0.5f), z, 1);
    }

    public static float Atan(float x)
    {
        float size = MathF.Abs(x);
        bool large = size > 1;
        float angle = AtanOf(large ? 1 / size : size);
        if (large)
            angle = 1.57079637f - angle - 4.37113883e-08f;
        return MathF.CopySign(angle, x);
    }

    public static float Atan2(float y, float x)
    {
        float high = MathF.Abs(x), low = MathF.Abs(y);
        bool steep = low > high;
        if (steep)
            (high, low) = (low, high);
        float ratio = high == low ? 1 : low / high;
        float angle = AtanOf(high == 0 ? 0 : ratio);
        if (steep)
            angle = 1.57079637f - angle - 4.37113883e-08f;
        if (ToBits(x) < 0)
            angle = 3.14159274f - angle - 8.74227766e-08f;
        return float.IsNaN(x) || float.IsNaN(y) ? float.NaN : MathF.CopySign(angle, y);
    }

    /// <summary>Arc tangent from 0 to 1.</summary>
    private static float AtanOf(float x)
    {
        float z = x * x;
        float p = Fma(-0.00238699722f, z, 0.0135077713f);
        p = Fma(p, z, -0.0358715393f);
        p = Fma(p, z, 0.0625016913f);
        p = Fma(p, z, -0.0865688026f);
        p = Fma(p, z, 0.110337645f);
        p = Fma(p, z, -0.142785683f);
        p = Fma(p, z, 0.199997395f);
        p = Fma(p, z, -0.333333313f);
        return Fma(p * z, x, x);
    }

    public static float Asin(float x)
    {
        float size = MathF.Abs(x);
        if (size <= 0.5f)
            return AsinOf(x);
        // pi/2 - 2 asin(root), the root in two floats
        float square = 0.5f - 0.5f * size, root = MathF.Sqrt(square);
        float rest = square == 0 ? 0 : Fma(-root, root, square) / (2 * root);
        float beyond = AsinPolynomial(square) * square * root + rest;
        float angle = 1.57079637f - 2 * root - Fma(2, beyond, 4.37113883e-08f);
        return MathF.CopySign(angle, x);
    }

    public static float Acos(float x)
    {
        float size = MathF.Abs(x);
        if (size <= 0.5f)
            return 1.57079637f - (AsinOf(x) + 4.37113883e-08f);
        float angle = 2 * AsinOf(MathF.Sqrt(0.5f - 0.5f * size));
        return x > 0 ? angle : 3.14159274f - (angle + 8.74227766e-08f);
    }

    /// <summary>Arc sine up to one half.</summary>
    private static float AsinOf(float x)
    {
        float z = x * x;
        return Fma(AsinPolynomial(z) * z, x, x);
    }

    private static float AsinPolynomial(float z)
    {
        float p = Fma(0.0336908475f, z, 0.0171492379f);
        p = Fma(p, z, 0.0311006624f);
        p = Fma(p, z, 0.0445994027f);
        p = Fma(p, z, 0.0750009418f);
        return Fma(p, z, 0.166666657f);
    }
}

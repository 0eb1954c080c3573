namespace ConvGpu.Ilgpu.Library;

internal static partial class DoubleMath
{
    private const double HalfPi = 1.5707963267948966, HalfPiLow = 6.123233995736766e-17, Pi = 3.141592653589793, PiLow = 1.2246467991473532e-16;

    public static double Sin(double x)
    {
        double r = Reduce(x, out int quadrant);
        double result = (quadrant & 1) == 0 ? SinOf(r) : CosOf(r);
        return (quadrant & 2) == 0 ? result : -result;
    }

    public static double Cos(double x)
    {
        double r = Reduce(x, out int quadrant);
        double result = (quadrant & 1) == 0 ? CosOf(r) : SinOf(r);
        return ((quadrant + 1) & 2) == 0 ? result : -result;
    }

    public static double Tan(double x)
    {
        double r = Reduce(x, out int quadrant);
        double sin = SinOf(r), cos = CosOf(r);
        return (quadrant & 1) == 0 ? sin / cos : -cos / sin;
    }

    private static double SinOf(double r)
    {
        double z = r * r;
        double p = -7.586094789672621e-13;
        p = Fma(p, z, 1.6058521349954986e-10);
        p = Fma(p, z, -2.5052106167335705e-08);
        p = Fma(p, z, 2.7557319219150783e-06);
        p = Fma(p, z, -0.00019841269841264821);
        p = Fma(p, z, 0.008333333333333331);
        p = Fma(p, z, -0.16666666666666666);
        // The sum of -0 and +0 is +0.
        return Math.CopySign(Fma(p * z, r, r), r);
    }

    private static double CosOf(double r)
    {
        double z = r * r;
        double p = 4.745537017319258e-14;
        p = Fma(p, z, -1.1470455178216906e-11);
        p = Fma(p, z, 2.0876755754879594e-09);
        p = Fma(p, z, -2.755731922129809e-07);
        p = Fma(p, z, 2.480158730158451e-05);
        p = Fma(p, z, -0.0013888888888888887);
        p = Fma(p, z, 0.041666666666666664);
        return Fma(Fma(p, z, -0.5), z, 1);
    }

    public static double Atan(double x)
    {
        double size = Math.Abs(x);
        bool large = size > 1;
        double angle = AtanOf(large ? 1 / size : size);
        if (large)
            angle = HalfPi - (angle - HalfPiLow);
        return Math.CopySign(angle, x);
    }

    public static double Atan2(double y, double x)
    {
        double high = Math.Abs(x), low = Math.Abs(y);
        bool steep = low > high;
        if (steep)
            (high, low) = (low, high);
        double ratio = high == low ? 1 : low / high;
        double angle = AtanOf(high == 0 ? 0 : ratio);
        if (steep)
            angle = HalfPi - (angle - HalfPiLow);
        if (ToBits(x) < 0)
            angle = Pi - (angle - PiLow);
        return double.IsNaN(x) || double.IsNaN(y) ? double.NaN : Math.CopySign(angle, y);
    }

    /// <summary>Arc tangent from 0 to 1.</summary>
    private static double AtanOf(double x)
    {
        double z = x * x;
        double p = 7.767624330289919e-06;
        p = Fma(p, z, -9.371186345052626e-05);
        p = Fma(p, z, 0.0005376839297396244);
        p = Fma(p, z, -0.0019612554271685326);
        p = Fma(p, z, 0.005140912856746939);
        p = Fma(p, z, -0.010412153260359241);
        p = Fma(p, z, 0.01718398172211335);
        p = Fma(p, z, -0.024191345810140718);
        p = Fma(p, z, 0.030330719265790507);
        p = Fma(p, z, -0.035271331066871296);
        p = Fma(p, z, 0.03938687540798632);
        p = Fma(p, z, -0.043306538430670664);
        p = Fma(p, z, 0.04758080083637821);
        p = Fma(p, z, -0.052624922290256754);
        p = Fma(p, z, 0.05882264416776449);
        p = Fma(p, z, -0.06666657934573768);
        p = Fma(p, z, 0.07692307078827029);
        p = Fma(p, z, -0.0909090906193528);
        p = Fma(p, z, 0.11111111110268297);
        p = Fma(p, z, -0.14285714285701234);
        p = Fma(p, z, 0.1999999999999992);
        p = Fma(p, z, -0.3333333333333333);
        return Fma(p * z, x, x);
    }

    public static double Asin(double x)
    {
        double size = Math.Abs(x);
        if (size <= 0.5)
            return AsinOf(x);
        // pi/2 - 2 asin(root), the root in two doubles
        double square = 0.5 - 0.5 * size, root = Math.Sqrt(square);
        double rest = square == 0 ? 0 : Fma(-root, root, square) / (2 * root);
        double beyond = AsinPolynomial(square) * square * root + rest;
        double angle = HalfPi - 2 * root - Fma(2, beyond, -HalfPiLow);
        return Math.CopySign(angle, x);
    }

    public static double Acos(double x)
    {
        double size = Math.Abs(x);
        if (size <= 0.5)
            return HalfPi - (AsinOf(x) - HalfPiLow);
        double angle = 2 * AsinOf(Math.Sqrt(0.5 - 0.5 * size));
        return x > 0 ? angle : Pi - (angle - PiLow);
    }

    /// <summary>Arc sine up to one half.</summary>
    private static double AsinOf(double x)
    {
        double z = x * x;
        return Fma(AsinPolynomial(z) * z, x, x);
    }

    private static double AsinPolynomial(double z)
    {
        double p = 0.028757851367421566;
        p = Fma(p, z, -0.014851887071247204);
        p = Fma(p, z, 0.01740087944269402);
        p = Fma(p, z, 0.005457506718640358);
        p = Fma(p, z, 0.01032281435018578);
        p = Fma(p, z, 0.011479177415184906);
        p = Fma(p, z, 0.013971212973552933);
        p = Fma(p, z, 0.017352392720869973);
        p = Fma(p, z, 0.02237217294214989);
        p = Fma(p, z, 0.030381944138531247);
        p = Fma(p, z, 0.04464285714635543);
        p = Fma(p, z, 0.07499999999998433);
        p = Fma(p, z, 0.16666666666666669);
        return p;
    }
}

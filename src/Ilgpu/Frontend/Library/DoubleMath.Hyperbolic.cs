namespace ConvGpu.Ilgpu.Library;

internal static partial class DoubleMath
{
    public static double Sinh(double x)
    {
        double size = Math.Abs(x);
        if (size < 1)
        {
            double z = x * x;
            double p = 2.8445264169895285e-15;
            p = Fma(p, z, 7.646625361656657e-13);
            p = Fma(p, z, 1.6059048396350562e-10);
            p = Fma(p, z, 2.505210836405804e-08);
            p = Fma(p, z, 2.755731922404034e-06);
            p = Fma(p, z, 0.00019841269841269773);
            p = Fma(p, z, 0.008333333333333333);
            p = Fma(p, z, 0.16666666666666666);
            return Fma(p * z, x, x);
        }
        double half = ScaledExp(Math.Min(size, 750), -1);
        return Math.CopySign(half - 0.25 / half, x);
    }

    public static double Cosh(double x)
    {
        double half = ScaledExp(Math.Min(Math.Abs(x), 750), -1);
        return half + 0.25 / half;
    }

    public static double Tanh(double x)
    {
        double size = Math.Abs(x);
        if (size < 0.625)
        {
            double z = x * x;
            double p = -2.438831631472088e-06;
            p = Fma(p, z, 1.2209921790162781e-05);
            p = Fma(p, z, -3.708106921544234e-05);
            p = Fma(p, z, 9.604109157026265e-05);
            p = Fma(p, z, -0.00023888944636751174);
            p = Fma(p, z, 0.0005899818158388232);
            p = Fma(p, z, -0.0014558283998303246);
            p = Fma(p, z, 0.003592127507599252);
            p = Fma(p, z, -0.008863235499801992);
            p = Fma(p, z, 0.021869488535133222);
            p = Fma(p, z, -0.0539682539682359);
            p = Fma(p, z, 0.13333333333333322);
            p = Fma(p, z, -0.3333333333333333);
            return Math.CopySign(Fma(p * z, x, x), x);
        }
        return Math.CopySign(1 - 2 / (ScaledExp(Math.Min(2 * size, 80), 0) + 1), x);
    }
}

namespace ConvGpu.Ilgpu.Library;

internal static partial class SingleMath
{
    public static float Sinh(float x)
    {
        float size = MathF.Abs(x);
        if (size < 1)
        {
            float z = x * x;
            float p = Fma(Fma(Fma(2.80628024e-06f, z, 0.000198381022f), z, 0.00833333936f), z, 0.166666672f);
            return Fma(p * z, x, x);
        }
        float half = ScaledExp(MathF.Min(size, 100), -1);
        return MathF.CopySign(half - 0.25f / half, x);
    }

    public static float Cosh(float x)
    {
        float half = ScaledExp(MathF.Min(MathF.Abs(x), 100), -1);
        return half + 0.25f / half;
    }

    public static float Tanh(float x)
    {
        float size = MathF.Abs(x);
        if (size < 0.625f)
        {
            float z = x * x;
            float p = Fma(0.00229274482f, z, -0.00834394526f);
            p = Fma(p, z, 0.0217689183f);
            p = Fma(p, z, -0.0539592579f);
            p = Fma(p, z, 0.133333042f);
            p = Fma(p, z, -0.333333343f);
            return MathF.CopySign(Fma(p * z, x, x), x);
        }
        return MathF.CopySign(1 - 2 / (ScaledExp(MathF.Min(2 * size, 40), 0) + 1), x);
    }
}

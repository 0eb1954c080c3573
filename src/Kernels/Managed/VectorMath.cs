using System.Numerics;
using System.Runtime.CompilerServices;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Elementary functions of vectors, within 2 units in the last place with fused multiply-adds and 3 without (tests/ConvGpu.Tests/Managed).
/// The polynomials are near-minimax fits.
/// </summary>
internal static class VectorMath
{
    /// <summary>e^x; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x)
    {
        // The constant comes first: the instruction gives its second operand where one is NaN.
        x = Vector.MinNative(Vector.Create(90f), Vector.MaxNative(Vector.Create(-105f), x));
        var k = Vector.Round(x * 1.44269502f);
        // The first product is exact: the constant has ten bits.
        var r = x - k * 0.693359375f;
        r = Vector.MultiplyAddEstimate(k, Vector.Create(0.000212194442f), r);
        var p = Polynomial(r, 0.00139262504f, 0.00836323295f);
        p = Next(p, r, 0.0416665524f);
        p = Next(p, r, 0.166665763f);
        p = Next(p, r, 0.5f);
        var mantissa = Vector.MultiplyAddEstimate(p, r * r, r) + Vector<float>.One;
        // Two factors, since the power itself may be beyond what an exponent holds.
        var power = Vector.ConvertToInt32Native(k);
        var half = power >> 1;
        return mantissa * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    /// <summary>The natural logarithm of numbers that are positive, normal and finite; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Log(Vector<float> x)
    {
        // x = (1 + f) 2^exponent with f from -1/3 to 1/3
        var bits = x.As<float, int>();
        var exponent = (bits - Vector.Create(0x3f2aaaab)) >> 23;
        var f = (bits - (exponent << 23)).As<int, float>() - Vector<float>.One;
        var p = Polynomial(f, 0.113306172f, -0.124222003f);
        p = Next(p, f, 0.109156549f);
        p = Next(p, f, -0.122887217f);
        p = Next(p, f, 0.142918676f);
        p = Next(p, f, -0.166733161f);
        p = Next(p, f, 0.199999481f);
        p = Next(p, f, -0.249999449f);
        p = Next(p, f, 0.333333343f);
        p = Next(p, f, -0.5f);
        var log = Vector.MultiplyAddEstimate(p, f * f, f);
        // The bits of a NaN would give a number; its difference to itself does not.
        return Vector.MultiplyAddEstimate(Vector.ConvertToSingle(exponent), Vector.Create(0.693147182f), log) + (x - x);
    }

    /// <summary>The hyperbolic tangent; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x)
    {
        var size = Vector.Abs(x);
        var z = x * x;
        var p = Polynomial(z, 0.00229274482f, -0.00834394526f);
        p = Next(p, z, 0.0217689183f);
        p = Next(p, z, -0.0539592579f);
        p = Next(p, z, 0.133333042f);
        p = Next(p, z, -0.333333343f);
        var small = Vector.MultiplyAddEstimate(p * z, x, x);
        var large = Vector.CopySign(Vector<float>.One - Vector.Create(2f) / (Exp(size + size) + Vector<float>.One), x);
        return Vector.ConditionalSelect(Vector.GreaterThan(size, Vector.Create(0.625f)), large, small);
    }

    private static Vector<float> Polynomial(Vector<float> x, float first, float second) => Next(Vector.Create(first), x, second);

    private static Vector<float> Next(Vector<float> p, Vector<float> x, float coefficient) => Vector.MultiplyAddEstimate(p, x, Vector.Create(coefficient));

    private static Vector<float> PowerOfTwo(Vector<int> exponent) => ((exponent + Vector.Create(127)) << 23).As<int, float>();
}

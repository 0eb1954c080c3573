using System.Numerics;
using ILGPU;
using ILGPU.Algorithms;

namespace ConvGpu.Conformance;

/// <summary>Functions of Math, MathF, BitOperations, the number types, XMath and IntrinsicMath.</summary>
public static class Mathematics
{
    [Conformance]
    public static void Exact(Index1D i, ArrayView<float> x, ArrayView<float> y, ArrayView<float> output)
    {
        float a = x[i], b = y[i];
        int at = i * 8;
        output[at] = MathF.Sqrt(a) + MathF.Abs(b);
        output[at + 1] = MathF.Floor(a) + MathF.Ceiling(b);
        output[at + 2] = MathF.Truncate(a) + MathF.Round(b);
        output[at + 3] = MathF.CopySign(a, b);
        output[at + 4] = MathF.Min(a, b);
        output[at + 5] = MathF.Max(a, b);
        output[at + 6] = float.IsNaN(a) ? 1 : float.IsInfinity(a) ? 2 : float.IsFinite(b) ? 3 : 4;
        output[at + 7] = MathF.Round(a, MidpointRounding.AwayFromZero);
    }

    [Conformance]
    public static void ExactDouble(Index1D i, ArrayView<double> x, ArrayView<double> y, ArrayView<double> output)
    {
        double a = x[i], b = y[i];
        int at = i * 8;
        output[at] = Math.Sqrt(a) + Math.Abs(b);
        output[at + 1] = Math.Floor(a) + Math.Ceiling(b);
        output[at + 2] = Math.Truncate(a) + Math.Round(b);
        output[at + 3] = Math.CopySign(a, b);
        output[at + 4] = Math.Min(a, b);
        output[at + 5] = Math.Max(a, b);
        output[at + 6] = double.IsNaN(a) ? 1 : double.IsPositiveInfinity(a) ? 2 : double.IsNegative(b) ? 3 : 4;
        output[at + 7] = Math.Round(a, MidpointRounding.ToZero);
    }

    [Conformance]
    public static void Clamps(Index1D i, ArrayView<float> x, ArrayView<int> y, ArrayView<float> output)
    {
        float a = x[i];
        int at = i * 4;
        output[at] = Math.Clamp(a, -1f, 1f);
        output[at + 1] = Math.Clamp(y[i], -100, 100);
        output[at + 2] = float.IsNaN(a) ? 0 : MathF.Sign(a);
        output[at + 3] = Math.Sign(y[i]);
    }

    [Conformance]
    public static void IntegerFunctions(Index1D i, ArrayView<int> x, ArrayView<int> y, ArrayView<int> output)
    {
        int a = x[i], b = y[i];
        int at = i * 8;
        output[at] = Math.Min(a, b) ^ Math.Max(a, b);
        output[at + 1] = a == int.MinValue ? 0 : Math.Abs(a);
        output[at + 2] = IntrinsicMath.Min(a, b) + XMath.Max(a, b);
        output[at + 3] = XMath.Clamp(a, -5, 5) + IntrinsicMath.Clamp(b, 3, 9);
        output[at + 4] = (int)Math.Min((uint)a, (uint)b);
        output[at + 5] = (int)(Math.BigMul(a, b) >> 32);
        output[at + 6] = XMath.DivRoundUp(Math.Max(a >> 8, 0), 7);
        output[at + 7] = Math.Max((short)a, (short)b) + Math.Min((byte)a, (byte)b);
    }

    [Conformance]
    public static void Bits(Index1D i, ArrayView<uint> x, ArrayView<ulong> y, ArrayView<int> output)
    {
        uint a = x[i];
        ulong b = y[i];
        int at = i * 8;
        output[at] = BitOperations.PopCount(a) + 100 * BitOperations.PopCount(b);
        output[at + 1] = BitOperations.LeadingZeroCount(a) + 100 * BitOperations.LeadingZeroCount(b);
        output[at + 2] = BitOperations.TrailingZeroCount(a) + 100 * BitOperations.TrailingZeroCount(b);
        output[at + 3] = (int)BitOperations.RotateLeft(a, (int)b) ^ (int)BitOperations.RotateRight(a, 5);
        output[at + 4] = BitOperations.Log2(a) + (BitOperations.IsPow2(b) ? 1000 : 0);
        output[at + 5] = (int)BitOperations.RoundUpToPowerOf2(a);
        output[at + 6] = int.PopCount((int)a) + IntrinsicMath.LeadingZeroCount(b) + (int)ulong.TrailingZeroCount(b);
        output[at + 7] = (int)(BitOperations.RotateLeft(b, (int)a) >> 13);
    }

    [Conformance]
    public static void BitCasts(Index1D i, ArrayView<float> x, ArrayView<double> y, ArrayView<long> output)
    {
        int at = i * 4;
        output[at] = BitConverter.SingleToInt32Bits(x[i] + 1);
        output[at + 1] = BitConverter.DoubleToInt64Bits(y[i] + 1);
        output[at + 2] = (long)(BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(x[i]) & 0x7fffff) | 0x3f800000) * 1000);
        output[at + 3] = Interop.FloatAsInt(x[i] + 2);
    }

    [Conformance(Ulps = 4)]
    public static void Elementary(Index1D i, ArrayView<float> x, ArrayView<float> output)
    {
        float a = x[i];
        int at = i * 16;
        bool moderate = MathF.Abs(a) < 1000;
        float m = moderate ? a : 0.3f;
        float unit = m - MathF.Floor(m);
        output[at] = MathF.Sin(m);
        output[at + 1] = MathF.Cos(m);
        output[at + 2] = MathF.Exp(a);
        output[at + 3] = MathF.Log(a);
        output[at + 4] = MathF.Log2(a);
        output[at + 5] = MathF.Log10(a);
        output[at + 6] = MathF.Atan(a);
        output[at + 7] = MathF.Asin(unit);
        output[at + 8] = MathF.Acos(unit);
        output[at + 9] = MathF.Tanh(a);
        output[at + 10] = MathF.Atan2(a, 0.7f);
        output[at + 11] = MathF.Sinh(m * 0.01f);
        output[at + 12] = MathF.Cosh(m * 0.01f);
        output[at + 13] = XMath.Rcp(a);
        output[at + 14] = XMath.Exp2(m * 0.1f);
        output[at + 15] = MathF.Tan(m * 0.001f);
    }

    [Conformance(Ulps = 16)]
    public static void Powers(Index1D i, ArrayView<float> x, ArrayView<float> y, ArrayView<float> output)
    {
        output[i] = MathF.Pow(MathF.Abs(x[i]), y[i]);
    }

    [Conformance(Ulps = 4)]
    public static void ElementaryDouble(Index1D i, ArrayView<double> x, ArrayView<double> output)
    {
        double a = x[i];
        int at = i * 8;
        double m = Math.Abs(a) < 1000 ? a : 0.3;
        output[at] = Math.Sin(m);
        output[at + 1] = Math.Cos(m);
        output[at + 2] = Math.Exp(a);
        output[at + 3] = Math.Log(a);
        output[at + 4] = Math.Tanh(a);
        output[at + 5] = Math.Atan(a);
        output[at + 6] = Math.Log2(a);
        output[at + 7] = Math.Sqrt(a) * Math.PI;
    }
}

using ILGPU;

namespace ConvGpu.Conformance;

/// <summary>Arithmetic, comparisons and conversions of float and double, special values included.</summary>
public static class Floats
{
    [Conformance]
    public static void Single(Index1D i, ArrayView<float> x, ArrayView<float> y, ArrayView<float> output)
    {
        float a = x[i], b = y[i];
        int at = i * 8;
        output[at] = a + b;
        output[at + 1] = a - b;
        output[at + 2] = a * b;
        output[at + 3] = a / b;
        output[at + 4] = -a;
        output[at + 5] = (a < b ? 1 : 0) + (a <= b ? 2 : 0) + (a > b ? 4 : 0) + (a >= b ? 8 : 0) + (a == b ? 16 : 0) + (a != b ? 32 : 0);
        output[at + 6] = (!(a < b) ? 1 : 0) + (!(a <= b) ? 2 : 0) + (!(a > b) ? 4 : 0) + (!(a >= b) ? 8 : 0);
        float sum = 0;
        if (a < b)
            sum += 1;
        if (!(a >= b))
            sum += 2;
        if (IsNotItself(a, x[i]))
            sum += 4;
        output[at + 7] = sum;
    }

    private static bool IsNotItself(float a, float again) => a != again;

    [Conformance]
    public static void Double(Index1D i, ArrayView<double> x, ArrayView<double> y, ArrayView<double> output)
    {
        double a = x[i], b = y[i];
        int at = i * 8;
        output[at] = a + b;
        output[at + 1] = a - b;
        output[at + 2] = a * b;
        output[at + 3] = a / b;
        output[at + 4] = -a;
        output[at + 5] = (a < b ? 1 : 0) + (a <= b ? 2 : 0) + (a > b ? 4 : 0) + (a >= b ? 8 : 0) + (a == b ? 16 : 0) + (a != b ? 32 : 0);
        output[at + 6] = (float)a * 0.5;
        output[at + 7] = a * b + a / 3.0;
    }

    [Conformance]
    public static void Remainder(Index1D i, ArrayView<float> x, ArrayView<float> y, ArrayView<float> output) =>
        output[i] = x[i] % y[i];

    [Conformance]
    public static void SingleToIntegers(Index1D i, ArrayView<float> x, ArrayView<long> output)
    {
        float a = x[i];
        int at = i * 8;
        output[at] = (int)a;
        output[at + 1] = (uint)a;
        output[at + 2] = (long)a;
        output[at + 3] = (long)(ulong)a;
        output[at + 4] = a > -30000 && a < 30000 ? (short)a : 1;
        output[at + 5] = a >= 0 && a < 60000 ? (ushort)a : 1;
        output[at + 6] = a > -100 && a < 100 ? (sbyte)a : 1;
        output[at + 7] = a >= 0 && a < 200 ? (byte)a : 1;
    }

    [Conformance]
    public static void DoubleToIntegers(Index1D i, ArrayView<double> x, ArrayView<long> output)
    {
        double a = x[i];
        int at = i * 4;
        output[at] = (int)a;
        output[at + 1] = (uint)a;
        output[at + 2] = (long)a;
        output[at + 3] = (long)(ulong)a;
    }

    [Conformance]
    public static void IntegersToSingle(Index1D i, ArrayView<long> x, ArrayView<float> output)
    {
        long a = x[i];
        int at = i * 8;
        output[at] = a;
        output[at + 1] = (int)a;
        output[at + 2] = (uint)a;
        output[at + 3] = (short)a;
        output[at + 4] = (byte)a;
        output[at + 5] = (sbyte)a;
        output[at + 6] = (ushort)a;
        output[at + 7] = (float)(double)a;
    }

    [Conformance]
    public static void IntegersToDouble(Index1D i, ArrayView<long> x, ArrayView<double> output)
    {
        long a = x[i];
        int at = i * 4;
        output[at] = a;
        output[at + 1] = (ulong)a;
        output[at + 2] = (uint)a;
        output[at + 3] = (int)a;
    }

    [Conformance]
    public static void UnsignedLongToSingle(Index1D i, ArrayView<ulong> x, ArrayView<float> output) => output[i] = x[i];

    [Conformance]
    public static void Narrowing(Index1D i, ArrayView<double> x, ArrayView<float> output) => output[i] = (float)x[i];

    [Conformance]
    public static void Compound(Index1D i, ArrayView<float> x, ArrayView<float> output)
    {
        float a = x[i];
        a += 1.5f;
        a *= a;
        a -= x[i] / 3;
        output[i] = a;
        output[i] += 2;
        output[i] *= output[i];
    }
}

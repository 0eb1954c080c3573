using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// Complex transforms of lines that lie side by side, so that vectors run across the lines: radix 2 in place from bit-reversed order
/// (Cooley and Tukey, 1965).
/// </summary>
internal static unsafe class FourierLines
{
    // cos and sin of -2 pi j / MaxLength.
    private static readonly float[] _cos = Factors(Math.Cos), _sin = Factors(angle => -Math.Sin(angle));

    /// <summary>The lowest bits of a value, in reverse.</summary>
    public static int Reverse(int value, int bits)
    {
        var reversed = 0;
        for (var bit = 0; bit < bits; bit++) reversed |= ((value >> bit) & 1) << (bits - 1 - bit);
        return reversed;
    }

    /// <summary>Transforms the lines; point p of line l is at p * lines + l.</summary>
    /// <param name="real">The real parts.</param>
    /// <param name="imaginary">The imaginary parts.</param>
    /// <param name="log">The logarithm of a line's length.</param>
    /// <param name="lines">How many lines.</param>
    /// <param name="direction">1, or -1 for the transform back.</param>
    public static void Transform(float* real, float* imaginary, int log, int lines, float direction)
    {
        for (var stage = 0; stage < log; stage++)
        {
            var half = 1 << stage;
            for (var j = 0; j < half; j++)
            {
                var factor = j << (FourierKernels.LogPoints - 1 - stage);
                float cos = _cos[factor], sin = direction * _sin[factor];
                for (var point = j; point < 1 << log; point += 2 * half)
                {
                    long a = (long)point * lines, b = a + (long)half * lines;
                    Butterfly(real + a, imaginary + a, real + b, imaginary + b, lines, cos, sin);
                }
            }
        }
    }

    private static void Butterfly(float* realA, float* imaginaryA, float* realB, float* imaginaryB, int count, float cos, float sin)
    {
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> ar = Vector.Load(realA + i), ai = Vector.Load(imaginaryA + i), br = Vector.Load(realB + i), bi = Vector.Load(imaginaryB + i);
            Vector<float> re = br * cos - bi * sin, im = br * sin + bi * cos;
            (ar + re).Store(realA + i);
            (ai + im).Store(imaginaryA + i);
            (ar - re).Store(realB + i);
            (ai - im).Store(imaginaryB + i);
        }
        for (; i < count; i++)
        {
            float re = realB[i] * cos - imaginaryB[i] * sin, im = realB[i] * sin + imaginaryB[i] * cos;
            realB[i] = realA[i] - re;
            imaginaryB[i] = imaginaryA[i] - im;
            realA[i] += re;
            imaginaryA[i] += im;
        }
    }

    private static float[] Factors(Func<double, double> function) =>
        [.. Enumerable.Range(0, FourierKernels.Points / 2).Select(j => (float)function(2 * Math.PI * j / FourierKernels.Points))];
}

using ILGPU;
using ILGPU.Algorithms;

namespace ConvGpu.Samples;

internal static class LogCoshKernels
{
    /// <summary>An item of the batch an index.</summary>
    public static void Mean(Index1D item, ArrayView<float> x, ArrayView<float> target, ArrayView<float> losses, int count)
    {
        float sum = 0;
        for (int i = item * count; i < (item + 1) * count; i++)
        {
            // log(cosh(d)) = |d| + log((1 + e^-2|d|) / 2), which never overflows.
            float distance = IntrinsicMath.Abs(x[i] - target[i]);
            sum += distance + XMath.Log((1 + XMath.Exp(-2 * distance)) / 2);
        }
        losses[item] = sum / count;
    }

    public static void Slope(Index1D i, ArrayView<float> x, ArrayView<float> target, ArrayView<float> gradient, float share) =>
        gradient[i] = XMath.Tanh(x[i] - target[i]) * share;
}

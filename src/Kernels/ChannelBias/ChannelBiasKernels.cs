using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;

namespace ConvGpu.Kernels;

/// <summary>The bias of channels and its gradient.</summary>
internal static class ChannelBiasKernels
{
    public static void Add(Index1D index, ArrayView<float> x, ArrayView<float> bias, ArrayView<float> y, FastDivide plane, FastDivide channels)
    {
        int image = plane.Divide(index);
        y[index] = x[index] + bias[image - channels.Divide(image) * channels.Divisor];
    }

    /// <summary>
    /// db: one group a channel sums dy over images and pixels, each item in order, then the items. An item has four sums, so that four
    /// loads are on their way at once.
    /// </summary>
    public static void Sum(ArrayView<float> gradient, ArrayView<float> biasGradient, int n, int channels, int plane)
    {
        int channel = Grid.IdxX, step = Group.DimX;
        float sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
        for (int image = 0; image < n; image++)
        {
            int start = (image * channels + channel) * plane, pixel = Group.IdxX;
            for (; pixel < plane - 3 * step; pixel += 4 * step)
            {
                sum0 += gradient[start + pixel];
                sum1 += gradient[start + pixel + step];
                sum2 += gradient[start + pixel + 2 * step];
                sum3 += gradient[start + pixel + 3 * step];
            }
            for (; pixel < plane; pixel += step)
                sum0 += gradient[start + pixel];
        }
        float total = GroupExtensions.AllReduce<float, AddFloat>(sum0 + sum1 + (sum2 + sum3));
        if (Group.IdxX == 0)
            biasGradient[channel] = total;
    }
}

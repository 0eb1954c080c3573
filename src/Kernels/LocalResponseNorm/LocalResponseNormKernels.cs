using ILGPU;
using ILGPU.Algorithms;

namespace ConvGpu.Kernels;

/// <summary>The sizes and factors that the kernels read.</summary>
internal readonly struct ResponseShape(ResponseWindow window)
{
    public readonly ChannelShape Channels = new(window.Sizes);
    public readonly int Before = window.Before, Behind = window.Behind;
    public readonly float Share = window.Alpha / window.Size, Beta = window.Beta, K = window.K;
}

/// <summary>Local response normalisation, an item an element, which sums over its neighbours in order.</summary>
internal static class LocalResponseNormKernels
{
    public static void Forward(Index1D index, ArrayView<float> x, ArrayView<float> y, ArrayView<float> scales, ResponseShape shape)
    {
        int channel = shape.Channels.ChannelOf(index), plane = shape.Channels.Plane.Divisor;
        int first = IntrinsicMath.Max(channel - shape.Before, 0), last = IntrinsicMath.Min(channel + shape.Behind, shape.Channels.Channels.Divisor - 1);
        float sum = 0;
        for (int other = first; other <= last; other++)
        {
            float value = x[index + (other - channel) * plane];
            sum += value * value;
        }
        float scale = shape.K + shape.Share * sum;
        scales[index] = scale;
        y[index] = x[index] * XMath.Pow(scale, -shape.Beta);
    }

    public static void Backward(
        Index1D index, ArrayView<float> x, ArrayView<float> y, ArrayView<float> scales, ArrayView<float> dy, ArrayView<float> dx, ResponseShape shape)
    {
        int channel = shape.Channels.ChannelOf(index), plane = shape.Channels.Plane.Divisor;
        int first = IntrinsicMath.Max(channel - shape.Behind, 0), last = IntrinsicMath.Min(channel + shape.Before, shape.Channels.Channels.Divisor - 1);
        float sum = 0;
        for (int other = first; other <= last; other++)
        {
            int element = index + (other - channel) * plane;
            sum += dy[element] * y[element] / scales[element];
        }
        dx[index] = dy[index] * XMath.Pow(scales[index], -shape.Beta) - 2 * shape.Share * shape.Beta * x[index] * sum;
    }
}

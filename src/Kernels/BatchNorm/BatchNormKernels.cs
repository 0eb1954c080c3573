using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;

namespace ConvGpu.Kernels;

/// <summary>Where the elements of a channel stand.</summary>
internal readonly struct ChannelShape(ChannelSizes sizes)
{
    public readonly FastDivide Plane = new(sizes.Plane), Channels = new(sizes.Channels);

    /// <summary>The channel of an element of the tensor.</summary>
    public int ChannelOf(int element)
    {
        int plane = Plane.Divide(element);
        return plane - Channels.Divide(plane) * Channels.Divisor;
    }

    /// <summary>Where the element of a channel stands that comes at <paramref name="position"/> when its planes are put behind each other.</summary>
    public int ElementOf(int channel, int position)
    {
        int item = Plane.Divide(position);
        return (item * Channels.Divisor + channel) * Plane.Divisor + position - item * Plane.Divisor;
    }
}

/// <summary>
/// Batch normalisation. Sums over a channel are cut into splits of equal length, a group each: its items add every Group.DimX-th element in
/// order, then the group reduces, then the splits are added in order. The variance is summed from deviations once the mean is known.
/// </summary>
internal static class BatchNormKernels
{
    /// <summary>partial (splits, Channels): sums of x, or with <paramref name="squares"/> not 0 of (x - mean)^2.</summary>
    public static void Moments(
        ArrayView<float> x, ArrayView<float> mean, ArrayView<float> partial, ChannelShape shape, int total, int length, int squares)
    {
        int split = shape.Channels.Divide(Grid.IdxX), channel = Grid.IdxX - split * shape.Channels.Divisor;
        int end = IntrinsicMath.Min((split + 1) * length, total);
        float center = 0;
        if (squares != 0)
            center = mean[channel];
        float sum = 0;
        for (int position = split * length + Group.IdxX; position < end; position += Group.DimX)
        {
            float deviation = x[shape.ElementOf(channel, position)] - center;
            sum += squares != 0 ? deviation * deviation : deviation;
        }
        sum = GroupExtensions.AllReduce<float, AddFloat>(sum);
        if (Group.IdxX == 0)
            partial[Grid.IdxX] = sum;
    }

    public static void Means(Index1D channel, ArrayView<float> partial, ArrayView<float> mean, int splits, int channels, float total) =>
        mean[channel] = Total(partial, channel, splits, channels) / total;

    public static void Deviations(
        Index1D channel, ArrayView<float> partial, ArrayView<float> mean, ArrayView<float> inverse, ArrayView<float> runningMean,
        ArrayView<float> runningVariance, int splits, int channels, float total, float momentum, float epsilon)
    {
        float squares = Total(partial, channel, splits, channels);
        inverse[channel] = 1 / XMath.Sqrt(squares / total + epsilon);
        runningMean[channel] = (1 - momentum) * runningMean[channel] + momentum * mean[channel];
        if (total > 1)
            runningVariance[channel] = (1 - momentum) * runningVariance[channel] + momentum * (squares / (total - 1));
    }

    public static void Normalize(
        Index1D index, ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> mean, ArrayView<float> inverse,
        ArrayView<float> y, ChannelShape shape, int rectify)
    {
        int channel = shape.ChannelOf(index);
        float value = (x[index] - mean[channel]) * (weights[channel] * inverse[channel]) + bias[channel];
        y[index] = (rectify != 0) & (value < 0) ? 0 : value;
    }

    public static void Infer(
        Index1D index, ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> mean, ArrayView<float> variance,
        ArrayView<float> y, ChannelShape shape, float epsilon, int rectify)
    {
        int channel = shape.ChannelOf(index);
        float inverse = 1 / XMath.Sqrt(variance[channel] + epsilon);
        float value = (x[index] - mean[channel]) * (weights[channel] * inverse) + bias[channel];
        y[index] = (rectify != 0) & (value < 0) ? 0 : value;
    }

    /// <summary>partial: (splits, Channels) sums of dy, then as many of dy (x - mean).</summary>
    public static void GradientMoments(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> mean, ArrayView<float> partial, ChannelShape shape, int total, int length)
    {
        int split = shape.Channels.Divide(Grid.IdxX), channel = Grid.IdxX - split * shape.Channels.Divisor;
        int end = IntrinsicMath.Min((split + 1) * length, total);
        float center = mean[channel], sum = 0, products = 0;
        for (int position = split * length + Group.IdxX; position < end; position += Group.DimX)
        {
            int element = shape.ElementOf(channel, position);
            float gradient = dy[element];
            sum += gradient;
            products += gradient * (x[element] - center);
        }
        sum = GroupExtensions.AllReduce<float, AddFloat>(sum);
        products = GroupExtensions.AllReduce<float, AddFloat>(products);
        if (Group.IdxX == 0)
        {
            partial[Grid.IdxX] = sum;
            partial[Grid.DimX + Grid.IdxX] = products;
        }
    }

    public static void WeightGradients(
        Index1D channel, ArrayView<float> partial, ArrayView<float> inverse, ArrayView<float> dw, ArrayView<float> db, int splits, int channels)
    {
        db[channel] = Total(partial, channel, splits, channels);
        dw[channel] = Total(partial, splits * channels + channel, splits, channels) * inverse[channel];
    }

    public static void DataGradient(
        Index1D index, ArrayView<float> x, ArrayView<float> dy, ArrayView<float> weights, ArrayView<float> mean, ArrayView<float> inverse,
        ArrayView<float> dw, ArrayView<float> db, ArrayView<float> dx, ChannelShape shape, float share)
    {
        int channel = shape.ChannelOf(index);
        float scale = inverse[channel], normalized = (x[index] - mean[channel]) * scale;
        dx[index] = weights[channel] * scale * (dy[index] - share * (db[channel] + normalized * dw[channel]));
    }

    private static float Total(ArrayView<float> partial, int first, int splits, int channels)
    {
        float sum = 0;
        for (int split = 0; split < splits; split++)
            sum += partial[first + split * channels];
        return sum;
    }
}

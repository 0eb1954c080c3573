using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;

namespace ConvGpu.Kernels;

/// <summary>A leaky ReLU whose slope stands in memory; sums over a channel are cut as those of <see cref="BatchNormKernels"/>.</summary>
internal static class PReLUKernels
{
    public static void Forward(Index1D index, ArrayView<float> x, ArrayView<float> slopes, ArrayView<float> y, ChannelShape shape) =>
        y[index] = new LeakyReLUFunctor(slopes[shape.ChannelOf(index)]).Forward(new FloatLane(x[index])).Value;

    public static void BackwardData(
        Index1D index, ArrayView<float> x, ArrayView<float> slopes, ArrayView<float> dy, ArrayView<float> dx, ChannelShape shape) =>
        dx[index] = new LeakyReLUFunctor(slopes[shape.ChannelOf(index)]).Backward(new FloatLane(x[index]), new FloatLane(dy[index])).Value;

    /// <summary>partial: (splits, Channels).</summary>
    public static void SlopeSums(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> partial, ChannelShape shape, int total, int length)
    {
        int split = shape.Channels.Divide(Grid.IdxX), channel = Grid.IdxX - split * shape.Channels.Divisor;
        int end = IntrinsicMath.Min((split + 1) * length, total);
        float sum = 0;
        for (int position = split * length + Group.IdxX; position < end; position += Group.DimX)
        {
            int element = shape.ElementOf(channel, position);
            float value = x[element];
            sum += value > 0 ? 0 : value * dy[element];
        }
        sum = GroupExtensions.AllReduce<float, AddFloat>(sum);
        if (Group.IdxX == 0)
            partial[Grid.IdxX] = sum;
    }
}

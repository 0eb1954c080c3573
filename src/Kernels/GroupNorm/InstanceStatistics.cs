using ConvGpu.Kernels.Managed;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>
/// The running statistics of instance normalisation, as PyTorch's: the running mean moves by Momentum towards the mean of the items' means, the
/// running variance towards the mean of their variances, each times Plane / (Plane - 1). Operands: mean and inverse (n, Channels) as
/// <see cref="GroupNormForward"/> leaves them, running mean and running variance (Channels; both changed).
/// </summary>
/// <param name="Sizes">Channels and elements of each, at least 2.</param>
/// <param name="Momentum">How far the running statistics move, 0 to 1.</param>
/// <param name="Epsilon">What was added to the variances, above 0.</param>
public sealed record InstanceStatistics(ChannelSizes Sizes, float Momentum, float Epsilon) : Op
{
    private const string OpName = "instance-statistics";

    /// <summary>Channels and elements of each.</summary>
    public ChannelSizes Sizes { get; init; } = Sizes.Plane > 1
        ? Sizes.Checked(OpName)
        : throw new ArgumentOutOfRangeException(nameof(Sizes), Sizes, $"{OpName}: one element has no variance.");

    /// <summary>How far the running statistics move.</summary>
    public float Momentum { get; init; } = OpCheck.Require(Momentum, Momentum is >= 0 and <= 1, "from 0 to 1", OpName);

    /// <summary>What was added to the variances.</summary>
    public float Epsilon { get; init; } = ChannelSizes.CheckedEpsilon(Epsilon, OpName);

    /// <inheritdoc/>
    public override string Name => OpName;

    /// <inheritdoc/>
    public override int OperandCount => 4;

    /// <inheritdoc/>
    public override Op Again() => this with { Momentum = 0 };

    /// <inheritdoc/>
    public override long Bytes(int n) => (2L * n + 4) * Sizes.Channels * sizeof(float);

    internal float Correction => Sizes.Plane / (Sizes.Plane - 1f);
}

/// <summary>An item a channel.</summary>
internal static class InstanceStatisticsKernels
{
    public static void Run(
        Index1D channel, ArrayView<float> mean, ArrayView<float> inverse, ArrayView<float> runningMean, ArrayView<float> runningVariance,
        int n, int channels, float momentum, float epsilon, float correction)
    {
        float means = 0, variances = 0;
        for (int i = 0; i < n; i++)
        {
            float scale = inverse[i * channels + channel];
            means += mean[i * channels + channel];
            variances += 1f / (scale * scale) - epsilon;
        }
        float kept = 1f - momentum;
        runningMean[channel] = kept * runningMean[channel] + momentum * (means / n);
        runningVariance[channel] = kept * runningVariance[channel] + momentum * (variances / n * correction);
    }
}

internal sealed class InstanceStatisticsLauncher : Launcher<InstanceStatistics>
{
    protected override Action<int> Bind(InstanceStatistics op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<
            Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int, float, float, float>(InstanceStatisticsKernels.Run);
        var (stream, mean, inverse, channels) = (binding.Stream, binding.Float(0), binding.Float(1), op.Sizes.Channels);
        var (runningMean, runningVariance, correction) = (binding.Float(2), binding.Float(3), op.Correction);
        return n => kernel(stream, new Index1D(channels), mean, inverse, runningMean, runningVariance, n, channels, op.Momentum, op.Epsilon, correction);
    }
}

internal sealed unsafe class InstanceStatisticsManaged : ManagedImplementation<InstanceStatistics>
{
    protected override Action<int> Bind(InstanceStatistics op, in HostBinding binding)
    {
        float* mean = binding.Float(0), inverse = binding.Float(1), runningMean = binding.Float(2), runningVariance = binding.Float(3);
        return n =>
        {
            for (var c = 0; c < op.Sizes.Channels; c++)
            {
                double means = 0, variances = 0;
                for (var i = 0; i < n; i++)
                {
                    double scale = inverse[i * op.Sizes.Channels + c];
                    means += mean[i * op.Sizes.Channels + c];
                    variances += 1 / (scale * scale) - op.Epsilon;
                }
                runningMean[c] = (float)((1.0 - op.Momentum) * runningMean[c] + op.Momentum * means / n);
                runningVariance[c] = (float)((1.0 - op.Momentum) * runningVariance[c] + op.Momentum * variances / n * op.Correction);
            }
        };
    }
}

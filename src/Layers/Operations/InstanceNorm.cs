using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Instance normalisation (Ulyanov, Vedaldi and Lempitsky, 2016) with PyTorch's rules: every channel of every batch item has its own mean and
/// variance. A weight and a bias a channel where asked for. With running statistics (<c>track_running_stats</c>) a training step moves
/// <c>running_mean</c> (from 0) and <c>running_var</c> (from 1), (C), towards the means of those of its items, and inference takes these.
/// </summary>
/// <inheritdoc cref="GroupNormalization"/>
public abstract class InstanceNorm : GroupNormalization
{
    private readonly int _channels;

    private protected InstanceNorm(int channels, float epsilon, bool affine, bool trackRunningStatistics, float momentum)
        : base(epsilon, affine, trackRunningStatistics ? Checked(momentum) : null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        _channels = channels;
    }

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        if (input.C != _channels)
            throw new ShapeException($"takes {_channels} channels, but gets {input}; use new {GetType().Name}({input.C}).");
        return input.ItemCount > input.C
            ? input
            : throw new ShapeException($"normalises over the elements of a channel, but {input} has one each; put it where the maps are larger.");
    }

    private static float Checked(float momentum) => momentum is >= 0 and <= 1
        ? momentum
        : throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "The momentum of running statistics is from 0 to 1.");

    private protected sealed override Shape ParameterShape => new(_channels);

    private protected sealed override GroupSizes SizesOf(Shape input) => OfChannels(input, input.C);
}

/// <summary>Instance normalisation of images (N, C, H, W).</summary>
/// <inheritdoc cref="InstanceNorm"/>
/// <param name="channels">Channels of the input, at least 1.</param>
/// <param name="epsilon">What is added to the variance, above 0.</param>
/// <param name="affine">Whether weight and bias are learned.</param>
/// <param name="trackRunningStatistics">Whether running statistics are kept, which inference takes.</param>
/// <param name="momentum">How far they move in a step, from 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
public sealed class InstanceNorm2D(int channels, float epsilon = 1e-5f, bool affine = false, bool trackRunningStatistics = false, float momentum = 0.1f)
    : InstanceNorm(channels, epsilon, affine, trackRunningStatistics, momentum)
{
    /// <inheritdoc/>
    public override string Kind => "instancenorm2d";
}

/// <summary>Instance normalisation of sequences (N, C, L).</summary>
/// <inheritdoc cref="InstanceNorm"/>
/// <param name="channels">Channels of the input, at least 1.</param>
/// <param name="epsilon">What is added to the variance, above 0.</param>
/// <param name="affine">Whether weight and bias are learned.</param>
/// <param name="trackRunningStatistics">Whether running statistics are kept, which inference takes.</param>
/// <param name="momentum">How far they move in a step, from 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
public sealed class InstanceNorm1D(int channels, float epsilon = 1e-5f, bool affine = false, bool trackRunningStatistics = false, float momentum = 0.1f)
    : InstanceNorm(channels, epsilon, affine, trackRunningStatistics, momentum)
{
    /// <inheritdoc/>
    public override string Kind => "instancenorm1d";

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => base.InferShape([Sizes.OneRow(inputs[0])]);
}

/// <summary>Instance normalisation of volumes (N, C, D, H, W).</summary>
/// <inheritdoc cref="InstanceNorm"/>
/// <param name="channels">Channels of the input, at least 1.</param>
/// <param name="epsilon">What is added to the variance, above 0.</param>
/// <param name="affine">Whether weight and bias are learned.</param>
/// <param name="trackRunningStatistics">Whether running statistics are kept, which inference takes.</param>
/// <param name="momentum">How far they move in a step, from 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
public sealed class InstanceNorm3D(int channels, float epsilon = 1e-5f, bool affine = false, bool trackRunningStatistics = false, float momentum = 0.1f)
    : InstanceNorm(channels, epsilon, affine, trackRunningStatistics, momentum)
{
    /// <inheritdoc/>
    public override string Kind => "instancenorm3d";

    /// <inheritdoc/>
    public override bool TakesVolumes => true;
}

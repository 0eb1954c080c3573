using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Group normalisation (Wu and He, 2018) with PyTorch's rules: the channels of a batch item are cut into groups, each with its own mean and
/// variance, so that the size of the batch plays no part. A weight and a bias a channel; any shape.
/// </summary>
/// <inheritdoc cref="GroupNormalization"/>
public sealed class GroupNorm : GroupNormalization
{
    private readonly int _groups;
    private readonly int _channels;

    /// <summary>Creates the layer.</summary>
    /// <param name="groups">Groups, at least 1; they divide the channels.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="epsilon">What is added to the variance, above 0.</param>
    /// <param name="affine">Whether weight and bias are learned.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public GroupNorm(int groups, int channels, float epsilon = 1e-5f, bool affine = true) : base(epsilon, affine)
    {
        Sizes.RequireChannels(channels, channels, groups);
        (_groups, _channels) = (groups, channels);
    }

    /// <inheritdoc/>
    public override string Kind => "groupnorm";

    /// <inheritdoc/>
    public override bool TakesVolumes => true;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0].C == _channels
        ? inputs[0]
        : throw new ShapeException($"takes {_channels} channels, but gets {inputs[0]}; use new GroupNorm({_groups}, {inputs[0].C}).");

    private protected override Shape ParameterShape => new(_channels);

    private protected override GroupSizes SizesOf(Shape input) => OfChannels(input, _groups);
}

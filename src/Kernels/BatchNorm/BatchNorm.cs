namespace ConvGpu.Kernels;

/// <summary>The sizes of a batch normalisation: a batch item has Channels planes of Plane elements.</summary>
/// <param name="Channels">Channels.</param>
/// <param name="Plane">Elements of a channel in a batch item: rows times columns.</param>
public readonly record struct ChannelSizes(int Channels, int Plane)
{
    /// <summary>Elements of a batch item.</summary>
    public int Count => Channels * Plane;

    internal ChannelSizes Checked(string op)
    {
        OpCheck.Positive(Channels, op);
        OpCheck.Positive(Plane, op);
        OpCheck.Countable("an item", Channels, Plane, 1, op);
        return this;
    }

    internal static float CheckedEpsilon(float epsilon, string op) => epsilon > 0 && float.IsFinite(epsilon)
        ? epsilon
        : throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, $"{op}: epsilon is {epsilon}; it must be above 0, so that equal values can be divided.");
}

/// <summary>
/// Batch normalisation in training (Ioffe and Szegedy, 2015): per channel, over the n Plane elements of the batch, m = mean(x),
/// v = mean((x - m)^2), y = act(w (x - m) / sqrt(v + Epsilon) + b). The running mean moves by Momentum towards m, the running variance
/// towards v k / (k - 1) with k = n Plane, as in PyTorch; where k is 1 the running variance stays.
/// Operands: x, w, b, running mean and running variance (both changed), mean, inverse = 1 / sqrt(v + Epsilon), y. All but x and y: (Channels).
/// </summary>
/// <param name="Sizes">Channels and elements of each.</param>
/// <param name="Momentum">How far the running statistics move, 0 to 1.</param>
/// <param name="Epsilon">What is added to the variance, above 0.</param>
/// <param name="Activation">Applied to y.</param>
public sealed record BatchNormForward(ChannelSizes Sizes, float Momentum, float Epsilon, Activation Activation = Activation.None) : Op
{
    private const string Op = "batch-norm.forward";

    /// <summary>Channels and elements of each.</summary>
    public ChannelSizes Sizes { get; init; } = Sizes.Checked(Op);

    /// <summary>How far the running statistics move.</summary>
    public float Momentum { get; init; } = Momentum is >= 0 and <= 1
        ? Momentum
        : throw new ArgumentOutOfRangeException(nameof(Momentum), Momentum, $"{Op}: momentum is {Momentum}; it must be from 0 to 1.");

    /// <summary>What is added to the variance.</summary>
    public float Epsilon { get; init; } = ChannelSizes.CheckedEpsilon(Epsilon, Op);

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override int OperandCount => 8;

    /// <inheritdoc/>
    public override Op Again() => this with { Momentum = 0 };

    /// <inheritdoc/>
    public override long Flops(int n) => 8L * n * Sizes.Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (2L * n * Sizes.Count + 8L * Sizes.Channels) * sizeof(float);
}

/// <summary>
/// Batch normalisation by running statistics: y = act(w (x - mean) / sqrt(variance + Epsilon) + b), each channel on its own.
/// Operands: x, w, b, mean, variance, y; y may be x.
/// </summary>
/// <param name="Sizes">Channels and elements of each.</param>
/// <param name="Epsilon">What is added to the variance, above 0.</param>
/// <param name="Activation">Applied to y.</param>
public sealed record BatchNormInference(ChannelSizes Sizes, float Epsilon, Activation Activation = Activation.None) : Op
{
    private const string Op = "batch-norm.inference";

    /// <summary>Channels and elements of each.</summary>
    public ChannelSizes Sizes { get; init; } = Sizes.Checked(Op);

    /// <summary>What is added to the variance.</summary>
    public float Epsilon { get; init; } = ChannelSizes.CheckedEpsilon(Epsilon, Op);

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override int OperandCount => 6;

    /// <inheritdoc/>
    public override long Flops(int n) => 3L * n * Sizes.Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (2L * n * Sizes.Count + 4L * Sizes.Channels) * sizeof(float);
}

/// <summary>
/// The gradients of w and b: dw = sum(dy (x - mean) inverse) and db = sum(dy) over the batch.
/// Operands: x, dy, mean, inverse (of the forward pass), dw, db.
/// </summary>
/// <param name="Sizes">Channels and elements of each.</param>
public sealed record BatchNormBackwardWeights(ChannelSizes Sizes) : Op
{
    private const string Op = "batch-norm.backward-weights";

    /// <summary>Channels and elements of each.</summary>
    public ChannelSizes Sizes { get; init; } = Sizes.Checked(Op);

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override int OperandCount => 6;

    /// <inheritdoc/>
    public override long Flops(int n) => 4L * n * Sizes.Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (2L * n * Sizes.Count + 4L * Sizes.Channels) * sizeof(float);
}

/// <summary>
/// The gradient of x: dx = w inverse (dy - (db + (x - mean) inverse dw) / k) with k = n Plane.
/// Operands: x, dy, w, mean, inverse, dw, db, dx; dx may be dy.
/// </summary>
/// <param name="Sizes">Channels and elements of each.</param>
public sealed record BatchNormBackwardData(ChannelSizes Sizes) : Op
{
    private const string Op = "batch-norm.backward-data";

    /// <summary>Channels and elements of each.</summary>
    public ChannelSizes Sizes { get; init; } = Sizes.Checked(Op);

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override int OperandCount => 8;

    /// <inheritdoc/>
    public override long Flops(int n) => 7L * n * Sizes.Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (3L * n * Sizes.Count + 5L * Sizes.Channels) * sizeof(float);
}

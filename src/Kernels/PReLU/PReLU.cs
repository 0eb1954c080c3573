namespace ConvGpu.Kernels;

/// <summary>
/// y = x &gt; 0 ? x : a x with a learned slope a for each channel (He et al., 2015); with one for all of them an item is one channel.
/// Operands: x, a (Channels), y; y may be x.
/// </summary>
/// <param name="Sizes">Slopes, and elements of a batch item that share one.</param>
public sealed record PReLUForward(ChannelSizes Sizes) : Op
{
    private const string Op = "prelu.forward";

    /// <summary>Slopes, and elements of a batch item that share one.</summary>
    public ChannelSizes Sizes { get; init; } = Sizes.Checked(Op);

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => (long)n * Sizes.Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (2L * n * Sizes.Count + Sizes.Channels) * sizeof(float);
}

/// <summary>dx = x &gt; 0 ? dy : a dy. Operands: x, a, dy, dx; dx may be dy.</summary>
/// <param name="Sizes">Slopes, and elements of a batch item that share one.</param>
public sealed record PReLUBackwardData(ChannelSizes Sizes) : Op
{
    private const string Op = "prelu.backward-data";

    /// <summary>Slopes, and elements of a batch item that share one.</summary>
    public ChannelSizes Sizes { get; init; } = Sizes.Checked(Op);

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override int OperandCount => 4;

    /// <inheritdoc/>
    public override long Flops(int n) => (long)n * Sizes.Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (3L * n * Sizes.Count + Sizes.Channels) * sizeof(float);
}

/// <summary>da = the sum of x dy where x is not above 0. Operands: x, dy, da.</summary>
/// <param name="Sizes">Slopes, and elements of a batch item that share one.</param>
public sealed record PReLUBackwardWeights(ChannelSizes Sizes) : Op
{
    private const string Op = "prelu.backward-weights";

    /// <summary>Slopes, and elements of a batch item that share one.</summary>
    public ChannelSizes Sizes { get; init; } = Sizes.Checked(Op);

    /// <inheritdoc/>
    public override string Name => Op;

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => 2L * n * Sizes.Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (2L * n * Sizes.Count + Sizes.Channels) * sizeof(float);
}

namespace ConvGpu.Kernels;

/// <summary>y = x + b, with one value of b for all pixels of a channel. Operands: x, b, y; y may be x.</summary>
/// <param name="Channels">Channels of an image, the length of b.</param>
/// <param name="Plane">Pixels of a channel.</param>
public sealed record ChannelBiasForward(int Channels, int Plane) : Op
{
    /// <summary>Channels of an image, the length of b.</summary>
    public int Channels { get; init; } = OpCheck.Positive(Channels, "channel-bias");

    /// <summary>Pixels of a channel.</summary>
    public int Plane { get; init; } = OpCheck.Positive(Plane, "channel-bias");

    /// <inheritdoc/>
    public override string Name => "channel-bias.forward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Bytes(int n) => sizeof(float) * (2L * n * Channels * Plane + Channels);
}

/// <summary>db: the sum of dy over batch, rows and columns. Operands: dy, db.</summary>
/// <param name="Channels">Channels of an image, the length of db.</param>
/// <param name="Plane">Pixels of a channel.</param>
public sealed record ChannelBiasBackward(int Channels, int Plane) : Op
{
    /// <summary>Channels of an image, the length of db.</summary>
    public int Channels { get; init; } = OpCheck.Positive(Channels, "channel-bias");

    /// <summary>Pixels of a channel.</summary>
    public int Plane { get; init; } = OpCheck.Positive(Plane, "channel-bias");

    /// <inheritdoc/>
    public override string Name => "channel-bias.backward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => (long)n * Channels * Plane;

    /// <inheritdoc/>
    public override long Bytes(int n) => sizeof(float) * ((long)n * Channels * Plane + Channels);
}

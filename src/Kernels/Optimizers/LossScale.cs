namespace ConvGpu.Kernels;

/// <summary>
/// The factor of the device state becomes the loss scale, or its inverse: what gradients are multiplied by so that 16 bits hold them, and
/// divided by before the update. Operands: scale (<see cref="LossScale.Length"/> int32), state.
/// </summary>
/// <param name="Inverse">Whether the inverse is meant.</param>
public sealed record LossScaleFactor(bool Inverse) : Op
{
    /// <inheritdoc/>
    public override string Name => "loss-scale-factor";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Bytes(int n) => 2 * sizeof(float);
}

/// <summary>
/// What follows from the gradients of an update: where the sum of the squares of one is not finite, the update is skipped (the state's items
/// become -1) and the loss scale halves, at least to 1; else it doubles after so many updates in a row, at most to 2^24.
/// Operands: sums (Count), scale (<see cref="LossScale.Length"/> int32), state.
/// </summary>
/// <param name="Count">How many gradients there are.</param>
/// <param name="GrowthInterval">After how many updates the scale doubles, at least 1.</param>
public sealed record UpdateLossScale(int Count, int GrowthInterval) : Op
{
    /// <summary>How many gradients there are.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, "update-loss-scale");

    /// <summary>After how many updates the scale doubles.</summary>
    public int GrowthInterval { get; init; } = OpCheck.Positive(GrowthInterval, "update-loss-scale");

    /// <inheritdoc/>
    public override string Name => "update-loss-scale";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Bytes(int n) => (Count + 5) * sizeof(float);
}

/// <summary>The loss scale of a plan on the device: <see cref="Length"/> int32 values at the positions below.</summary>
public static class LossScale
{
    /// <summary>Position of the scale: the bits of a float32.</summary>
    public const int Scale = 0;

    /// <summary>Position of the number of updates since it changed (int32).</summary>
    public const int Updates = 1;

    /// <summary>Values in all.</summary>
    public const int Length = 2;

    internal const float Least = 1, Largest = 1 << 24;

    /// <summary>The scale behind an update, from the one before and the updates since it changed, that update included.</summary>
    internal static float Next(float scale, int updates, int interval, bool finite)
    {
        float next = scale;
        if (!finite) next = scale * 0.5f;
        else if (updates >= interval) next = scale * 2f;
        return next < Least ? Least : next > Largest ? Largest : next;
    }
}

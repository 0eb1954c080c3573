namespace ConvGpu;

/// <summary>
/// How a network stores what it computes. Sums are of float32 everywhere, and parameters, what the optimiser keeps of them, their gradients,
/// inputs, the network's output and the loss stay float32.
/// </summary>
public enum Precision
{
    /// <summary>Everything is float32.</summary>
    Float32,

    /// <summary>
    /// Activations and their gradients are rounded to IEEE 754 binary16 and kept so; weights are rounded to it where they are read. Gradients
    /// are scaled (<see cref="LossScaling"/>), since many are below its least number, 2^-24; activations beyond 65,504 become infinite.
    /// </summary>
    Half,

    /// <summary>As <see cref="Half"/>, but the upper 16 bits of a float32: fewer digits, no other range, nothing to scale.</summary>
    BFloat16,
}

/// <summary>
/// Dynamic loss scaling (Micikevicius et al., 2018; PyTorch's GradScaler): gradients are computed times a scale. Where one is not finite the
/// update is left out and the scale halves; after some updates in a row it doubles.
/// </summary>
/// <param name="Initial">The first scale, from 1 to 2^24.</param>
/// <param name="GrowthInterval">After how many updates the scale doubles, at least 1.</param>
public sealed record LossScaling(float Initial = 65536, int GrowthInterval = 2000)
{
    /// <summary>The first scale.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 1 to 2^24.</exception>
    public float Initial { get; init; } = Initial is >= 1 and <= 1 << 24
        ? Initial : throw new ArgumentOutOfRangeException(nameof(Initial), Initial, "The loss scale is from 1 to 2^24.");

    /// <summary>After how many updates the scale doubles.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int GrowthInterval { get; init; } = GrowthInterval >= 1
        ? GrowthInterval : throw new ArgumentOutOfRangeException(nameof(GrowthInterval), GrowthInterval, "The loss scale doubles after 1 or more updates.");
}

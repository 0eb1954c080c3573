namespace ILGPU.Runtime;

/// <summary>Launch bounds that a kernel is compiled for.</summary>
public readonly struct KernelSpecialization : IEquatable<KernelSpecialization>
{
    /// <summary>No bounds.</summary>
    public static readonly KernelSpecialization Empty;

    /// <summary>Makes bounds.</summary>
    /// <param name="maxNumThreadsPerGroup">The most items of a group; null leaves it open.</param>
    /// <param name="minNumGroupsPerMultiprocessor">The fewest groups that share a multiprocessor; null leaves it open.</param>
    public KernelSpecialization(int? maxNumThreadsPerGroup, int? minNumGroupsPerMultiprocessor)
    {
        MaxNumThreadsPerGroup = maxNumThreadsPerGroup;
        MinNumGroupsPerMultiprocessor = minNumGroupsPerMultiprocessor;
    }

    /// <summary>The most items of a group; null leaves it open.</summary>
    public int? MaxNumThreadsPerGroup { get; }

    /// <summary>The fewest groups that share a multiprocessor; null leaves it open.</summary>
    public int? MinNumGroupsPerMultiprocessor { get; }

    /// <inheritdoc/>
    public bool Equals(KernelSpecialization other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is KernelSpecialization other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MaxNumThreadsPerGroup, MinNumGroupsPerMultiprocessor);

    /// <summary>Whether the accelerator can run groups of this size.</summary>
    public bool IsCompatibleWith(Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        return (MaxNumThreadsPerGroup ?? 0) <= accelerator.MaxNumThreadsPerGroup;
    }

    /// <summary>Whether the bounds are equal.</summary>
    public static bool operator ==(KernelSpecialization first, KernelSpecialization second) =>
        first.MaxNumThreadsPerGroup == second.MaxNumThreadsPerGroup
        && first.MinNumGroupsPerMultiprocessor == second.MinNumGroupsPerMultiprocessor;

    /// <summary>Whether any bound differs.</summary>
    public static bool operator !=(KernelSpecialization first, KernelSpecialization second) => !(first == second);
}

/// <summary>What is known of a loaded kernel.</summary>
public sealed class KernelInfo
{
    /// <summary>Makes information.</summary>
    public KernelInfo(int? minGroupSize, int? minGridSize)
    {
        MinGroupSize = minGroupSize;
        MinGridSize = minGridSize;
    }

    /// <summary>Items of a group that use the device well; null when not known.</summary>
    public int? MinGroupSize { get; }

    /// <summary>Groups that use the device well; null when not known.</summary>
    public int? MinGridSize { get; }
}

namespace ConvGpu.Tests.Fuzz;

/// <summary>A format whose reader is given damaged files: a row of <see cref="FormatFuzz"/>.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Samples">Sound files.</param>
/// <param name="Read">Reads a file as users do.</param>
internal sealed record FuzzFormat(string Name, IReadOnlyList<byte[]> Samples, Action<byte[]> Read)
{
    /// <summary>Makes checksums right again, so that damage gets further than to them; null where there are none.</summary>
    public Func<byte[], byte[]>? Repair { get; init; }

    /// <summary>Damages what a file means rather than its bytes; null where bytes alone are damaged. Half of the cases are made so.</summary>
    public Func<Random, byte[], byte[]>? Rewrite { get; init; }

    /// <summary>The bytes that a file says it becomes when it is decoded; 0 where it becomes no more than it has.</summary>
    public Func<byte[], long> Declared { get; init; } = _ => 0;

    /// <summary>Why the format cannot be read here; null where it can.</summary>
    public string? Missing { get; init; }
}

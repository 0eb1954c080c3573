namespace ConvGpu.Kernels;

/// <summary>Each item of y holds the items of all inputs behind each other. Operands: x0, x1, ..., y.</summary>
public sealed record ConcatForward : Op
{
    private const string Kind = "concat";

    /// <summary>Takes the sizes.</summary>
    /// <param name="counts">Elements of a batch item of each input; two inputs or more.</param>
    public ConcatForward(IReadOnlyList<int> counts)
    {
        if (counts.Count < 2) throw new ArgumentException($"{Kind}: joins two inputs or more, not {counts.Count}.", nameof(counts));
        Counts = [.. counts.Select((c, i) => OpCheck.Positive(c, Kind, $"the count of input {i}"))];
        if (counts.Sum(c => (long)c) > int.MaxValue)
            throw new ArgumentException($"{Kind}: an item of the output has {counts.Sum(c => (long)c):N0} elements, more than {int.MaxValue:N0}.", nameof(counts));
    }

    /// <summary>Elements of a batch item of each input.</summary>
    public IReadOnlyList<int> Counts { get; }

    /// <summary>Elements of a batch item of the output.</summary>
    public int Length => Counts.Sum();

    /// <inheritdoc/>
    public override string Name => "concat.forward";

    /// <inheritdoc/>
    public override int OperandCount => Counts.Count + 1;

    /// <inheritdoc/>
    public override long Bytes(int n) => 2L * n * Length * sizeof(float);

    /// <summary>Whether the other joins the same sizes.</summary>
    public bool Equals(ConcatForward? other) => other is not null && Counts.SequenceEqual(other.Counts);

    /// <inheritdoc/>
    public override int GetHashCode() => Counts.Aggregate(Counts.Count, HashCode.Combine);
}

/// <summary>The gradient of one input of a concatenation: its part of each item of dy. Operands: dy, dx.</summary>
/// <param name="Count">Elements of a batch item of dx.</param>
/// <param name="Offset">Where the part starts in an item of dy.</param>
/// <param name="Length">Elements of a batch item of dy.</param>
public sealed record ConcatBackward(int Count, int Offset, int Length) : Op
{
    /// <summary>Elements of a batch item of dx.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, "concat");

    /// <summary>Where the part starts in an item of dy.</summary>
    public int Offset { get; init; } = Offset >= 0 && (long)Offset + Count <= Length
        ? Offset
        : throw new ArgumentOutOfRangeException(nameof(Offset), Offset, $"concat: elements {Offset} to {(long)Offset + Count} are no part of the {Length} of an item.");

    /// <inheritdoc/>
    public override string Name => "concat.backward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Bytes(int n) => 2L * n * Count * sizeof(float);
}

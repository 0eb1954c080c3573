namespace ConvGpu.Kernels;

/// <summary>y = x in 16 bits, and x becomes the value that y holds. Operands: x (changed), y (n x Count elements of 16 bits).</summary>
/// <param name="Count">Elements of a batch item.</param>
/// <param name="Type">The 16 bits.</param>
public sealed record Narrow(int Count, StorageType Type) : Op
{
    /// <summary>Elements of a batch item.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, "narrow");

    /// <inheritdoc/>
    public override string Name => "narrow";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * Count * (2 * sizeof(float) + sizeof(ushort));
}

/// <summary>y = x, exactly. Operands: x (n x Count elements of 16 bits), y.</summary>
/// <param name="Count">Elements of a batch item.</param>
/// <param name="Type">The 16 bits.</param>
public sealed record Widen(int Count, StorageType Type) : Op
{
    /// <summary>Elements of a batch item.</summary>
    public int Count { get; init; } = OpCheck.Positive(Count, "widen");

    /// <inheritdoc/>
    public override string Name => "widen";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * Count * (sizeof(float) + sizeof(ushort));
}

/// <summary>y = the float that 16 bits hold of x. Operands: x, y; y may be x.</summary>
/// <param name="Length">Elements of a batch item, or of the whole tensor.</param>
/// <param name="Type">The 16 bits.</param>
/// <param name="PerItem">Whether the batch plays a part.</param>
public sealed record Round(long Length, StorageType Type, bool PerItem = true) : Op
{
    /// <summary>Elements of a batch item, or of the whole tensor.</summary>
    public long Length { get; init; } = OpCheck.Positive(Length, "round");

    /// <inheritdoc/>
    public override string Name => "round";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Bytes(int n) => Elements(n) * 2 * sizeof(float);

    internal long Elements(int n) => PerItem ? n * Length : Length;
}

namespace ConvGpu.Kernels;

/// <summary>The sizes of a table of vectors and of the sequences that look into it.</summary>
/// <param name="Vocabulary">Rows of the table: indices are from 0 to Vocabulary - 1.</param>
/// <param name="Dimensions">Elements of a row.</param>
/// <param name="Length">Indices of a batch item.</param>
public readonly record struct EmbeddingSizes(int Vocabulary, int Dimensions, int Length)
{
    /// <summary>Elements of a batch item of the output.</summary>
    public int Count => Dimensions * Length;

    internal EmbeddingSizes Checked()
    {
        const string op = "embedding";
        OpCheck.Positive(Vocabulary, op);
        OpCheck.Positive(Dimensions, op);
        OpCheck.Positive(Length, op);
        OpCheck.Countable("the table", Vocabulary, Dimensions, 1, op);
        OpCheck.Countable("an item of the output", Dimensions, Length, 1, op);
        return this;
    }
}

/// <summary>
/// Rows of a table, channels first: y (n, Dimensions, Length) holds at [i, d, l] w[indices[i, l], d]. An index outside of the table gives 0.
/// Operands: indices (int32, n, Length), w (Vocabulary, Dimensions), y.
/// </summary>
/// <param name="Sizes">Table and sequences.</param>
public sealed record EmbeddingForward(EmbeddingSizes Sizes) : Op
{
    /// <summary>Table and sequences.</summary>
    public EmbeddingSizes Sizes { get; init; } = Sizes.Checked();

    /// <inheritdoc/>
    public override string Name => "embedding.forward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Bytes(int n) => n * (2L * Sizes.Count + Sizes.Length) * sizeof(float);
}

/// <summary>
/// The gradient of the table: dw[v, d] is the sum of dy[i, d, l] over the places that hold index v, in order of i and l.
/// Operands: dy (n, Dimensions, Length), indices (int32, n, Length), dw.
/// </summary>
/// <param name="Sizes">Table and sequences.</param>
public sealed record EmbeddingBackward(EmbeddingSizes Sizes) : Op
{
    /// <summary>Table and sequences.</summary>
    public EmbeddingSizes Sizes { get; init; } = Sizes.Checked();

    /// <inheritdoc/>
    public override string Name => "embedding.backward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => (long)n * Sizes.Count;

    /// <inheritdoc/>
    public override long Bytes(int n) => (n * ((long)Sizes.Count + Sizes.Length) + (long)Sizes.Vocabulary * Sizes.Dimensions) * sizeof(float);
}

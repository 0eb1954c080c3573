namespace ConvGpu.Kernels;

/// <summary>
/// y[i, c] = c == labels[i] ? 1 : 0; a label that is no class gives a row of zeros, as in TensorFlow. Operands: labels (int32, n), y (n, Classes).
/// </summary>
/// <param name="Classes">Elements of a row.</param>
public sealed record OneHot(int Classes) : Op
{
    /// <summary>Elements of a row.</summary>
    public int Classes { get; init; } = OpCheck.Positive(Classes, "one-hot");

    /// <inheritdoc/>
    public override string Name => "one-hot";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * (Classes + 1L) * sizeof(float);
}

namespace ConvGpu.Kernels;

/// <summary>
/// y[i, c, l] = c == labels[i, l] ? 1 : 0; a label that is no class gives zeros, as in TensorFlow. Channels come first, as 1-D convolutions
/// take them; PyTorch's one_hot puts them last. Operands: labels (int32, n, Length), y (n, Classes, Length).
/// </summary>
/// <param name="Classes">How many classes there are.</param>
/// <param name="Length">Labels of a batch item.</param>
public sealed record OneHotForward(int Classes, int Length = 1) : Op
{
    private const string OpName = "one-hot.forward";

    /// <summary>How many classes there are.</summary>
    public int Classes { get; init; } = OpCheck.Positive(Classes, OpName);

    /// <summary>Labels of a batch item.</summary>
    public int Length { get; init; } = OpCheck.Positive(Length, OpName);

    /// <inheritdoc/>
    public override string Name => OpName;

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * Length * (Classes + 1L) * sizeof(float);
}

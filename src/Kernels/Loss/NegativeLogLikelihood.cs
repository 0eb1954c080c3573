namespace ConvGpu.Kernels;

/// <summary>
/// loss = -logs[label], per batch item: PyTorch's nll_loss of the output of a log-softmax. NaN for a label that is no class.
/// Operands: logs (n, Classes), labels (int32, n), losses (n).
/// </summary>
/// <param name="Classes">Logarithms of probabilities of a batch item.</param>
public sealed record NegativeLogLikelihoodForward(int Classes) : Op
{
    /// <summary>Logarithms of probabilities of a batch item.</summary>
    public int Classes { get; init; } = OpCheck.Positive(Classes, "negative-log-likelihood");

    /// <inheritdoc/>
    public override string Name => "negative-log-likelihood.forward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => n;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * 3 * sizeof(float);
}

/// <summary>dlogs = -onehot(label) / n; zeros for a label that is no class. Operands: labels (int32, n), dlogs (n, Classes).</summary>
/// <param name="Classes">Logarithms of probabilities of a batch item.</param>
public sealed record NegativeLogLikelihoodBackward(int Classes) : Op
{
    /// <summary>Logarithms of probabilities of a batch item.</summary>
    public int Classes { get; init; } = OpCheck.Positive(Classes, "negative-log-likelihood");

    /// <inheritdoc/>
    public override string Name => "negative-log-likelihood.backward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * (Classes + 1L) * sizeof(float);
}

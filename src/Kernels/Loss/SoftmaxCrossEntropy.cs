namespace ConvGpu.Kernels;

/// <summary>
/// loss = log(sum(exp(logits))) - logits[label], per batch item, and the softmax. Stable for logits of 1e4.
/// Operands: logits (n, Classes), labels (int32, n), losses (n), probabilities (n, Classes).
/// </summary>
/// <param name="Classes">Logits of a batch item.</param>
public sealed record SoftmaxCrossEntropyForward(int Classes) : Op
{
    /// <summary>Logits of a batch item.</summary>
    public int Classes { get; init; } = OpCheck.Positive(Classes, "softmax-cross-entropy");

    /// <inheritdoc/>
    public override string Name => "softmax-cross-entropy.forward";

    /// <inheritdoc/>
    public override int OperandCount => 4;

    /// <inheritdoc/>
    public override long Flops(int n) => 5L * n * Classes;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * (2L * Classes + 2) * sizeof(float);
}

/// <summary>dlogits = (probabilities - onehot(label)) / n. Operands: probabilities, labels (int32, n), dlogits.</summary>
/// <param name="Classes">Logits of a batch item.</param>
public sealed record SoftmaxCrossEntropyBackward(int Classes) : Op
{
    /// <summary>Logits of a batch item.</summary>
    public int Classes { get; init; } = OpCheck.Positive(Classes, "softmax-cross-entropy");

    /// <inheritdoc/>
    public override string Name => "softmax-cross-entropy.backward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => 2L * n * Classes;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * (2L * Classes + 1) * sizeof(float);
}

namespace ConvGpu;

/// <summary>y = x - log Σ e^x along an axis: the logarithm of <see cref="Softmax"/>, precise where that is 0.</summary>
/// <param name="dim">1 for the channels of (N, C) or (N, C, H, W), 2 for rows, 3 for columns, -1 for the last axis of either.</param>
/// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
public sealed class LogSoftmax(int dim = 1) : SoftmaxLayer(dim, log: true)
{
    /// <inheritdoc/>
    public override string Kind => "log-softmax";
}

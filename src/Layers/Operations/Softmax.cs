namespace ConvGpu;

/// <summary>
/// y = e^x / Σ e^x along an axis, so that y sums to 1 there; stable for x of 1e4. A model trained with
/// <see cref="SoftmaxCrossEntropy"/> ends without one, since that loss takes logits.
/// </summary>
/// <param name="dim">1 for the channels of (N, C) or (N, C, H, W), 2 for rows, 3 for columns, -1 for the last axis of either.</param>
/// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
public sealed class Softmax(int dim = 1) : SoftmaxLayer(dim, log: false)
{
    /// <inheritdoc/>
    public override string Kind => "softmax";
}

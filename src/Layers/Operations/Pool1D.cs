namespace ConvGpu;

/// <summary>What max and average pooling of sequences share: a window that slides along each channel of (N, C, L), one row of L columns.</summary>
public abstract class Pool1D : Pool2D
{
    private protected Pool1D(int kernel, int stride, Padding1D padding, bool ceilMode)
        : base((1, kernel), stride == 0 ? default : (1, stride), padding.Row, ceilMode)
    {
    }

    /// <inheritdoc/>
    public sealed override Shape InferShape(IReadOnlyList<Shape> inputs) => base.InferShape([Sizes.OneRow(inputs[0])]);
}

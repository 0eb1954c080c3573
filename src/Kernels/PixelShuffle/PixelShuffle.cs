namespace ConvGpu.Kernels;

/// <summary>The sizes of a pixel shuffle: an image of (Channels, Height Factor, Width Factor) and the same as (Channels Factor², Height, Width).</summary>
/// <param name="Channels">Channels of the large image.</param>
/// <param name="Height">Rows of the small one.</param>
/// <param name="Width">Columns of the small one.</param>
/// <param name="Factor">Rows and columns of the large one for each of the small one.</param>
public readonly record struct ShuffleSizes(int Channels, int Height, int Width, int Factor)
{
    /// <summary>Elements of a batch item.</summary>
    public int Count => Channels * Height * Width * Factor * Factor;

    internal ShuffleSizes Checked()
    {
        const string op = "pixel-shuffle";
        OpCheck.Positive(Channels, op);
        OpCheck.Positive(Height, op);
        OpCheck.Positive(Width, op);
        OpCheck.Positive(Factor, op);
        OpCheck.Countable("an item", Channels, (long)Height * Factor, (long)Width * Factor, op);
        return this;
    }
}

/// <summary>
/// y[c, h r + i, w r + j] = x[c r² + i r + j, h, w] with r the factor, PyTorch's pixel_shuffle (Shi et al., 2016); the gradient of
/// <see cref="PixelShuffleBackward"/>. Operands: x, y.
/// </summary>
/// <param name="Sizes">The sizes.</param>
public sealed record PixelShuffleForward(ShuffleSizes Sizes) : Op
{
    /// <summary>The sizes.</summary>
    public ShuffleSizes Sizes { get; init; } = Sizes.Checked();

    /// <inheritdoc/>
    public override string Name => "pixel-shuffle.forward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Bytes(int n) => 2L * n * Sizes.Count * sizeof(float);
}

/// <summary>
/// The other way round, x[c r² + i r + j, h, w] = y[c, h r + i, w r + j]: the gradient of <see cref="PixelShuffleForward"/> and PyTorch's
/// pixel_unshuffle. Operands: y, x.
/// </summary>
/// <param name="Sizes">The sizes.</param>
public sealed record PixelShuffleBackward(ShuffleSizes Sizes) : Op
{
    /// <summary>The sizes.</summary>
    public ShuffleSizes Sizes { get; init; } = Sizes.Checked();

    /// <inheritdoc/>
    public override string Name => "pixel-shuffle.backward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Bytes(int n) => 2L * n * Sizes.Count * sizeof(float);
}

namespace ConvGpu.Kernels;

/// <summary>What a resampled pixel takes from the image.</summary>
public enum ResampleMode
{
    /// <summary>The pixel floor(o In / Out) of each axis.</summary>
    Nearest,

    /// <summary>The two pixels around (o + 1/2) In / Out - 1/2 of each axis, or the one at the edge: PyTorch's align_corners false.</summary>
    Bilinear,

    /// <summary>The two pixels around o (In - 1) / (Out - 1) of each axis: PyTorch's align_corners true.</summary>
    BilinearCorners,
}

/// <summary>
/// The sizes of a resampling. Positions are computed from whole numbers, so that every device finds the same pixels; PyTorch computes them in
/// float32, which may take the pixel beside where a position is within a rounding of it.
/// </summary>
/// <param name="Channels">Channels of both images.</param>
/// <param name="InHeight">Rows of the input.</param>
/// <param name="InWidth">Columns of the input.</param>
/// <param name="OutHeight">Rows of the output.</param>
/// <param name="OutWidth">Columns of the output.</param>
/// <param name="Mode">What an output is made of.</param>
public readonly record struct ResampleSizes(int Channels, int InHeight, int InWidth, int OutHeight, int OutWidth, ResampleMode Mode)
{
    /// <summary>Elements of a batch item of the input.</summary>
    public int InCount => Channels * InHeight * InWidth;

    /// <summary>Elements of a batch item of the output.</summary>
    public int OutCount => Channels * OutHeight * OutWidth;

    /// <summary>Whether 32 bits hold the products of positions and sizes.</summary>
    internal static bool IsCountable(int input, int output) => (2L * input + 1) * (2L * output + 1) <= int.MaxValue;

    internal ResampleSizes Checked()
    {
        const string op = "resample";
        OpCheck.Positive(Channels, op);
        OpCheck.Positive(InHeight, op);
        OpCheck.Positive(InWidth, op);
        OpCheck.Positive(OutHeight, op);
        OpCheck.Positive(OutWidth, op);
        OpCheck.Countable("the input", Channels, InHeight, InWidth, op);
        OpCheck.Countable("the output", Channels, OutHeight, OutWidth, op);
        if (!IsCountable(InHeight, OutHeight) || !IsCountable(InWidth, OutWidth))
            throw new ArgumentException(
                $"{op}: {InHeight}x{InWidth} to {OutHeight}x{OutWidth} has a product of input and output sizes beyond {int.MaxValue / 4:N0}. Use a smaller output.");
        return this;
    }
}

/// <summary>An image of another size, PyTorch's interpolate. Operands: x, y.</summary>
/// <param name="Sizes">The sizes.</param>
public sealed record Resample2DForward(ResampleSizes Sizes) : Op
{
    /// <summary>The sizes.</summary>
    public ResampleSizes Sizes { get; init; } = Sizes.Checked();

    /// <inheritdoc/>
    public override string Name => "resample2d.forward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => Sizes.Mode == ResampleMode.Nearest ? 0 : 9L * n * Sizes.OutCount;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * (Sizes.InCount + Sizes.OutCount) * sizeof(float);
}

/// <summary>Each dy goes, by its weights, to the pixels it was made of; a pixel adds them row by row. Operands: dy, dx.</summary>
/// <param name="Sizes">The sizes of the forward pass.</param>
public sealed record Resample2DBackward(ResampleSizes Sizes) : Op
{
    /// <summary>The sizes.</summary>
    public ResampleSizes Sizes { get; init; } = Sizes.Checked();

    /// <inheritdoc/>
    public override string Name => "resample2d.backward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => (Sizes.Mode == ResampleMode.Nearest ? 1L : 12L) * n * Sizes.OutCount;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * (Sizes.InCount + Sizes.OutCount) * sizeof(float);
}

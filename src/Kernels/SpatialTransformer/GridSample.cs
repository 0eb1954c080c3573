namespace ConvGpu.Kernels;

/// <summary>The sizes of an image and of what is sampled from it.</summary>
/// <param name="Channels">Channels of both.</param>
/// <param name="InHeight">Rows of the image.</param>
/// <param name="InWidth">Columns of the image.</param>
/// <param name="OutHeight">Rows of the output.</param>
/// <param name="OutWidth">Columns of the output.</param>
public readonly record struct SampleSizes(int Channels, int InHeight, int InWidth, int OutHeight, int OutWidth)
{
    /// <summary>Elements of a batch item of the image.</summary>
    public int InCount => Channels * InHeight * InWidth;

    /// <summary>Elements of a batch item of the output.</summary>
    public int OutCount => Channels * OutPlane;

    /// <summary>Pixels of the output.</summary>
    public int OutPlane => OutHeight * OutWidth;

    internal SampleSizes Checked()
    {
        const string op = "grid-sample";
        OpCheck.Positive(Channels, op);
        OpCheck.Positive(InHeight, op);
        OpCheck.Positive(InWidth, op);
        OpCheck.Positive(OutHeight, op);
        OpCheck.Positive(OutWidth, op);
        OpCheck.Countable("the image", Channels, InHeight, InWidth, op);
        OpCheck.Countable("the output", Channels, OutHeight, OutWidth, op);
        OpCheck.Countable("the grid", 2, OutHeight, OutWidth, op);
        return this;
    }

    internal long Bytes(int n, int images, int grids, int outputs) =>
        n * ((long)images * InCount + 2L * grids * OutPlane + (long)outputs * OutCount) * sizeof(float);
}

/// <summary>
/// Bilinear samples of an image, as PyTorch's grid_sample with zero padding and align_corners false: the grid's x and y from -1 to 1 span
/// the image from edge to edge, so that the position is ((x + 1) InWidth - 1) / 2 in columns and likewise in rows; what lies outside of the
/// image is 0. A coordinate that is no number samples nothing. Operands: x, grid (n, OutHeight, OutWidth, 2), y.
/// </summary>
/// <param name="Sizes">Image and output.</param>
public sealed record GridSampleForward(SampleSizes Sizes) : Op
{
    /// <summary>Image and output.</summary>
    public SampleSizes Sizes { get; init; } = Sizes.Checked();

    /// <inheritdoc/>
    public override string Name => "grid-sample.forward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => 8L * n * Sizes.OutCount;

    /// <inheritdoc/>
    public override long Bytes(int n) => Sizes.Bytes(n, 1, 1, 1);
}

/// <summary>
/// The gradient of the image: each dy, times the weights of its sample, goes to the four pixels around it. The samples of a channel are
/// added in order. Operands: dy, grid, dx.
/// </summary>
/// <param name="Sizes">Image and output.</param>
public sealed record GridSampleBackwardData(SampleSizes Sizes) : Op
{
    /// <summary>Image and output.</summary>
    public SampleSizes Sizes { get; init; } = Sizes.Checked();

    /// <inheritdoc/>
    public override string Name => "grid-sample.backward-data";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => 8L * n * Sizes.OutCount;

    /// <inheritdoc/>
    public override long Bytes(int n) => Sizes.Bytes(n, 1, 1, 1);
}

/// <summary>The gradient of the grid, summed over the channels in order. Operands: x, grid, dy, dgrid.</summary>
/// <param name="Sizes">Image and output.</param>
public sealed record GridSampleBackwardGrid(SampleSizes Sizes) : Op
{
    /// <summary>Image and output.</summary>
    public SampleSizes Sizes { get; init; } = Sizes.Checked();

    /// <inheritdoc/>
    public override string Name => "grid-sample.backward-grid";

    /// <inheritdoc/>
    public override int OperandCount => 4;

    /// <inheritdoc/>
    public override long Flops(int n) => 14L * n * Sizes.OutCount;

    /// <inheritdoc/>
    public override long Bytes(int n) => Sizes.Bytes(n, 1, 2, 1);
}

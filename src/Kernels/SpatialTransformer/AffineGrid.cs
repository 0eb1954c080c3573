namespace ConvGpu.Kernels;

/// <summary>
/// Where each pixel of an output samples an input, from affine transforms, as PyTorch's affine_grid with align_corners false: at row i and
/// column j, with x = (2 j + 1) / Width - 1 and y = (2 i + 1) / Height - 1, grid = (t0 x + t1 y + t2, t3 x + t4 y + t5).
/// Operands: t (n, 6), grid (n, Height, Width, 2), x before y.
/// </summary>
/// <param name="Height">Rows of the output.</param>
/// <param name="Width">Columns of the output.</param>
public sealed record AffineGridForward(int Height, int Width) : Op
{
    /// <summary>Rows of the output.</summary>
    public int Height { get; init; } = OpCheck.Positive(Height, "affine-grid");

    /// <summary>Columns of the output.</summary>
    public int Width { get; init; } = OpCheck.Positive(Width, "affine-grid");

    /// <inheritdoc/>
    public override string Name => "affine-grid.forward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => 8L * n * Height * Width;

    /// <inheritdoc/>
    public override long Bytes(int n) => n * (2L * Height * Width + 6) * sizeof(float);
}

/// <summary>The gradient of the transforms, summed over the pixels. Operands: dgrid, dt.</summary>
/// <param name="Height">Rows of the output.</param>
/// <param name="Width">Columns of the output.</param>
public sealed record AffineGridBackward(int Height, int Width) : Op
{
    /// <summary>Rows of the output.</summary>
    public int Height { get; init; } = OpCheck.Positive(Height, "affine-grid");

    /// <summary>Columns of the output.</summary>
    public int Width { get; init; } = OpCheck.Positive(Width, "affine-grid");

    /// <inheritdoc/>
    public override string Name => "affine-grid.backward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => 10L * n * Height * Width;

    /// <inheritdoc/>
    public override long Bytes(int n) => n * (2L * Height * Width + 6) * sizeof(float);
}

namespace ConvGpu.Kernels;

/// <summary>y: the rows and columns of x that are kept. Operands: x, y.</summary>
/// <param name="Geometry">The sizes.</param>
public sealed record Subsample2DForward(Subsample2DGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "subsample2d.forward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Bytes(int n) => 2L * sizeof(float) * n * Geometry.OutCount;
}

/// <summary>dx: dy where rows and columns were kept, else 0. Operands: dy, dx.</summary>
/// <param name="Geometry">The sizes of the forward pass.</param>
public sealed record Subsample2DBackward(Subsample2DGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "subsample2d.backward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Bytes(int n) => sizeof(float) * (long)n * (Geometry.InCount + Geometry.OutCount);
}

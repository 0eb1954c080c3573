namespace ConvGpu.Kernels;

/// <summary>
/// The maximum of each window and where it stands. Operands: x, y, index. The index is an int32 per output, h*InWidth + w in the plane,
/// of the first maximum in row-major order; a NaN wins over every number; padding never does.
/// </summary>
/// <param name="Geometry">The sizes.</param>
public sealed record MaxPool2DForward(PoolGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "max-pool2d.forward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * sizeof(float) * (Geometry.InCount + 2L * Geometry.OutCount);
}

/// <summary>Each input gets the sum of the gradients of the windows it won. Operands: dy, index, dx.</summary>
/// <param name="Geometry">The sizes of the forward pass.</param>
public sealed record MaxPool2DBackward(PoolGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "max-pool2d.backward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * sizeof(float) * (Geometry.InCount + 2L * Geometry.OutCount);
}

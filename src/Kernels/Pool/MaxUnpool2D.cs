namespace ConvGpu.Kernels;

/// <summary>
/// Puts values back where a max pooling took them from, zeros elsewhere: y[index[o]] = x[o]. Where windows overlap and several name one
/// element, the last in row-major order stays. Operands: x and index (n, Channels, OutHeight, OutWidth), y (n, Channels, InHeight, InWidth).
/// </summary>
/// <param name="Geometry">The sizes of the pooling that is undone.</param>
public sealed record MaxUnpool2DForward(PoolGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "max-unpool2d.forward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * sizeof(float) * (Geometry.InCount + 2L * Geometry.OutCount);
}

/// <summary>Each value gets the gradient of where it went, 0 where another stayed. Operands: dy, index, dx.</summary>
/// <param name="Geometry">The sizes of the forward pass.</param>
public sealed record MaxUnpool2DBackward(PoolGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "max-unpool2d.backward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * sizeof(float) * (Geometry.InCount + 2L * Geometry.OutCount);
}

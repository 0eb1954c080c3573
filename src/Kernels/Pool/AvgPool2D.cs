namespace ConvGpu.Kernels;

/// <summary>The average of each window. Operands: x, y.</summary>
/// <param name="Geometry">The sizes.</param>
/// <param name="CountPadding">
/// Whether the divisor counts the padding (never what lies behind it, where ceil mode reaches past it) or only elements of the image.
/// </param>
public sealed record AvgPool2DForward(PoolGeometry Geometry, bool CountPadding = true) : Op
{
    /// <inheritdoc/>
    public override string Name => "avg-pool2d.forward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => (long)n * Geometry.OutCount * Geometry.Window.KernelHeight * Geometry.Window.KernelWidth;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * sizeof(float) * (Geometry.InCount + Geometry.OutCount);
}

/// <summary>Each gradient is spread evenly over its window. Operands: dy, dx.</summary>
/// <param name="Geometry">The sizes of the forward pass.</param>
/// <param name="CountPadding">The divisor, as in the forward pass.</param>
public sealed record AvgPool2DBackward(PoolGeometry Geometry, bool CountPadding = true) : Op
{
    /// <inheritdoc/>
    public override string Name => "avg-pool2d.backward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => (long)n * Geometry.OutCount * Geometry.Window.KernelHeight * Geometry.Window.KernelWidth;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * sizeof(float) * (Geometry.InCount + Geometry.OutCount);
}

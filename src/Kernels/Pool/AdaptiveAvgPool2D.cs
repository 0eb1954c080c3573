namespace ConvGpu.Kernels;

/// <summary>The average of each window. Operands: x, y.</summary>
/// <param name="Geometry">The sizes.</param>
public sealed record AdaptiveAvgPool2DForward(AdaptivePoolGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "adaptive-avg-pool2d.forward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => (long)n * Math.Max(Geometry.InCount, Geometry.OutCount);

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * sizeof(float) * (Geometry.InCount + Geometry.OutCount);
}

/// <summary>Each gradient is spread evenly over its window. Operands: dy, dx.</summary>
/// <param name="Geometry">The sizes of the forward pass.</param>
public sealed record AdaptiveAvgPool2DBackward(AdaptivePoolGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "adaptive-avg-pool2d.backward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => (long)n * Math.Max(Geometry.InCount, Geometry.OutCount);

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * sizeof(float) * (Geometry.InCount + Geometry.OutCount);
}

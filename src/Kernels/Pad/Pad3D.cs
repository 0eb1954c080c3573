namespace ConvGpu.Kernels;

/// <summary>y: x with padding around it that repeats elements of it. Operands: x, y.</summary>
/// <param name="Geometry">The sizes.</param>
public sealed record Pad3DForward(Pad3DGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "pad3d.forward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Bytes(int n) => sizeof(float) * (long)n * (Geometry.InCount + Geometry.OutCount);
}

/// <summary>dx: for each element the sum of dy where it is held, in row-major order. Operands: dy, dx.</summary>
/// <param name="Geometry">The sizes of the forward pass.</param>
public sealed record Pad3DBackward(Pad3DGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "pad3d.backward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => (long)n * Geometry.OutCount;

    /// <inheritdoc/>
    public override long Bytes(int n) => sizeof(float) * (long)n * (Geometry.InCount + Geometry.OutCount);
}

namespace ConvGpu.Kernels;

/// <summary>The maximum of each window and where it stands, as in <see cref="MaxPool2DForward"/>. Operands: x, y, index.</summary>
/// <param name="Geometry">The sizes.</param>
public sealed record AdaptiveMaxPool2DForward(AdaptivePoolGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "adaptive-max-pool2d.forward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * sizeof(float) * (Geometry.InCount + 2L * Geometry.OutCount);
}

/// <summary>Each input gets the sum of the gradients of the windows it won. Operands: dy, index, dx.</summary>
/// <param name="Geometry">The sizes of the forward pass.</param>
public sealed record AdaptiveMaxPool2DBackward(AdaptivePoolGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "adaptive-max-pool2d.backward";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Bytes(int n) => (long)n * sizeof(float) * (Geometry.InCount + 2L * Geometry.OutCount);
}

namespace ConvGpu.Kernels;

/// <summary>y = convolution(x, w) + b over volumes. Operands: x, w, b where <paramref name="Bias"/>, y.</summary>
/// <param name="Geometry">The sizes.</param>
/// <param name="Bias">Whether a bias per output channel is added.</param>
public sealed record Conv3DForward(Conv3DGeometry Geometry, bool Bias) : Op
{
    /// <inheritdoc/>
    public override string Name => "conv3d.forward";

    /// <inheritdoc/>
    public override int OperandCount => Bias ? 4 : 3;

    /// <inheritdoc/>
    public override long Flops(int n) => Geometry.Flops(n);

    /// <inheritdoc/>
    public override long Bytes(int n) => Geometry.Bytes(n, Bias);
}

/// <summary>The gradient of the input: dx from dy and w. Operands: dy, w, dx.</summary>
/// <param name="Geometry">The sizes of the forward pass.</param>
public sealed record Conv3DBackwardData(Conv3DGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "conv3d.backward-data";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => Geometry.Flops(n);

    /// <inheritdoc/>
    public override long Bytes(int n) => Geometry.Bytes(n, false);
}

/// <summary>The gradients of weights and bias, summed over the batch. Operands: x, dy, dw, db where <paramref name="Bias"/>.</summary>
/// <param name="Geometry">The sizes of the forward pass.</param>
/// <param name="Bias">Whether the gradient of a bias is computed too.</param>
public sealed record Conv3DBackwardWeights(Conv3DGeometry Geometry, bool Bias) : Op
{
    /// <inheritdoc/>
    public override string Name => "conv3d.backward-weights";

    /// <inheritdoc/>
    public override int OperandCount => Bias ? 4 : 3;

    /// <inheritdoc/>
    public override long Flops(int n) => Geometry.Flops(n) + (Bias ? (long)n * Geometry.OutCount : 0);

    /// <inheritdoc/>
    public override long Bytes(int n) => Geometry.Bytes(n, Bias);
}

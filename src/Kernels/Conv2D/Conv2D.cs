namespace ConvGpu.Kernels;

/// <summary>y = activation(convolution(x, w) + b). Operands: x, w, b where <paramref name="Bias"/>, y.</summary>
/// <param name="Geometry">The sizes.</param>
/// <param name="Bias">Whether a bias per output channel is added.</param>
/// <param name="Activation">What is applied to the sum.</param>
public sealed record Conv2DForward(Conv2DGeometry Geometry, bool Bias, Activation Activation = Activation.None) : Op
{
    /// <inheritdoc/>
    public override string Name => "conv2d.forward";

    /// <inheritdoc/>
    public override int OperandCount => Bias ? 4 : 3;

    /// <inheritdoc/>
    public override long Flops(int n) => Geometry.Flops(n);

    /// <inheritdoc/>
    public override long Bytes(int n) =>
        sizeof(float) * ((long)n * (Geometry.InCount + Geometry.OutCount) + Geometry.WeightCount + (Bias ? Geometry.OutChannels : 0));
}

/// <summary>The gradient of the input: dx from dy and w. Operands: dy, w, dx.</summary>
/// <param name="Geometry">The sizes of the forward pass.</param>
public sealed record Conv2DBackwardData(Conv2DGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "conv2d.backward-data";

    /// <inheritdoc/>
    public override int OperandCount => 3;

    /// <inheritdoc/>
    public override long Flops(int n) => Geometry.Flops(n);

    /// <inheritdoc/>
    public override long Bytes(int n) => sizeof(float) * ((long)n * (Geometry.InCount + Geometry.OutCount) + Geometry.WeightCount);
}

/// <summary>The gradients of weights and bias, summed over the batch. Operands: x, dy, dw, db where <paramref name="Bias"/>.</summary>
/// <param name="Geometry">The sizes of the forward pass.</param>
/// <param name="Bias">Whether the gradient of a bias is computed too.</param>
public sealed record Conv2DBackwardWeights(Conv2DGeometry Geometry, bool Bias) : Op
{
    /// <inheritdoc/>
    public override string Name => "conv2d.backward-weights";

    /// <inheritdoc/>
    public override int OperandCount => Bias ? 4 : 3;

    /// <inheritdoc/>
    public override long Flops(int n) => Geometry.Flops(n) + (Bias ? (long)n * Geometry.OutCount : 0);

    /// <inheritdoc/>
    public override long Bytes(int n) =>
        sizeof(float) * ((long)n * (Geometry.InCount + Geometry.OutCount) + Geometry.WeightCount + (Bias ? Geometry.OutChannels : 0));
}

namespace ConvGpu.Kernels;

/// <summary>The mean of n losses, summed in a fixed order. Operands: losses (n), loss (1).</summary>
public sealed record BatchMean : Op
{
    /// <inheritdoc/>
    public override string Name => "batch-mean";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <inheritdoc/>
    public override long Flops(int n) => n;

    /// <inheritdoc/>
    public override long Bytes(int n) => (n + 1L) * sizeof(float);
}

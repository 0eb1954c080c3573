namespace ConvGpu.Kernels;

/// <summary>y = Value over the whole tensor, whatever the batch. Operand: y.</summary>
/// <param name="Length">Elements of the tensor.</param>
/// <param name="Value">What to store.</param>
public sealed record Fill(long Length, float Value) : Op
{
    /// <summary>Elements of the tensor.</summary>
    public long Length { get; init; } = OpCheck.Positive(Length, "fill");

    /// <inheritdoc/>
    public override string Name => "fill";

    /// <inheritdoc/>
    public override int OperandCount => 1;

    /// <inheritdoc/>
    public override long Bytes(int n) => Length * sizeof(float);
}

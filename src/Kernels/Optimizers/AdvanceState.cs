namespace ConvGpu.Kernels;

/// <summary>Adds 1 to the step counter of the device state. Operand: state.</summary>
public sealed record AdvanceState : Op
{
    /// <inheritdoc/>
    public override string Name => "advance-state";

    /// <inheritdoc/>
    public override int OperandCount => 1;

    /// <inheritdoc/>
    public override long Bytes(int n) => 2 * sizeof(int);
}

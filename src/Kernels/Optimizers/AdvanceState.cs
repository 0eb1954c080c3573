namespace ConvGpu.Kernels;

/// <summary>Adds 1 to the step counter of the device state, to its updates, or to both; an update sets its items to 0, and is not counted where they say that it was
/// left out. Operand: state.</summary>
/// <param name="Step">Whether a step ends.</param>
/// <param name="Update">Whether an update of the parameters ends.</param>
public sealed record AdvanceState(bool Step = true, bool Update = true) : Op
{
    /// <inheritdoc/>
    public override string Name => "advance-state";

    /// <inheritdoc/>
    public override int OperandCount => 1;

    /// <inheritdoc/>
    public override long Bytes(int n) => 4 * sizeof(int);
}

/// <summary>Notes n as the step's items in the device state and adds it to the items since the last update. Operand: state.</summary>
public sealed record CountItems : Op
{
    /// <inheritdoc/>
    public override string Name => "count-items";

    /// <inheritdoc/>
    public override int OperandCount => 1;

    /// <inheritdoc/>
    public override long Bytes(int n) => 3 * sizeof(int);
}

namespace ConvGpu.Kernels;

/// <summary>
/// One forward or backward computation with all its static sizes except the batch. Ops are values: equal records compute the same.
/// docs/ops.md lists them with their operands.
/// </summary>
public abstract record Op
{
    /// <summary>The op and its pass as shown to users, such as <c>conv2d.backward-data</c>.</summary>
    public abstract string Name { get; }

    /// <summary>How many operands OpTable.Bind expects.</summary>
    public abstract int OperandCount { get; }

    /// <summary>
    /// The op that writes the same values once more and leaves what outlives a step as it is. An op that changes such a tensor, as the
    /// running statistics of batch normalisation, has another one; where it has none, what it computes is never dropped and computed again.
    /// </summary>
    public virtual Op Again() => this;

    /// <summary>Floating-point operations for a batch of <paramref name="n"/>; a multiply-add counts as two.</summary>
    public virtual long Flops(int n) => 0;

    /// <summary>Bytes that must move for a batch of <paramref name="n"/> when every operand is touched once.</summary>
    public abstract long Bytes(int n);
}

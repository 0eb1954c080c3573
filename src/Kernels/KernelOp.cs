namespace ConvGpu.Kernels;

/// <summary>
/// An op of one's own, computed by one's own kernels on every device, <c>cpu</c> included: what layers, losses and optimisers outside of the
/// library emit where the ops of docs/ops.md do not suffice. Derive a record with the sizes, so that equal records are equal ops.
/// </summary>
public abstract record KernelOp : Op
{
    /// <summary>
    /// Enqueues the kernels for the first <paramref name="n"/> batch items, with <see cref="ComputeDevice"/>'s Launch. Called in every step: it
    /// allocates nothing, and does not read what is computed.
    /// </summary>
    /// <param name="device">Where.</param>
    /// <param name="operands">Memory, in the order in which the op was emitted with.</param>
    /// <param name="n">Batch items.</param>
    public abstract void Enqueue(ComputeDevice device, ReadOnlySpan<Operand> operands, int n);
}

/// <summary>Binds any <see cref="KernelOp"/>.</summary>
internal sealed class KernelOpImplementation : OpImplementation
{
    public static KernelOpImplementation Instance { get; } = new();

    public override BoundOp Bind(Op op, ComputeDevice device, ReadOnlySpan<Operand> operands, Operand workspace, int maxBatch) =>
        new Bound((KernelOp)op, device, operands.ToArray(), maxBatch);

    private sealed class Bound(KernelOp op, ComputeDevice device, Operand[] operands, int maxBatch) : BoundOp
    {
        // Managed ops run at once, whether or not kernels of the host are done.
        private readonly bool _waits = OpTable.ImplementationOn(device) == Implementation.Managed;

        public override void Run(int n)
        {
            if ((uint)(n - 1) >= (uint)maxBatch)
                throw new ArgumentOutOfRangeException(nameof(n), n, $"{op.Name}: the batch is {n}; it was bound for 1 to {maxBatch}.");
            op.Enqueue(device, operands, n);
            if (_waits) device.Synchronize();
        }
    }
}

using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>What a managed op binds to: the host addresses of its operands and its scratch memory.</summary>
internal readonly unsafe ref struct HostBinding(ReadOnlySpan<Operand> operands, Operand workspace, Workspace plan, int maxBatch)
{
    private readonly ReadOnlySpan<Operand> _operands = operands;

    public int MaxBatch { get; } = maxBatch;

    /// <summary>The last operand: the output of most ops, the state of some.</summary>
    public int Last => _operands.Length - 1;

    /// <summary>Scratch memory; null where the op needs none.</summary>
    public byte* Memory { get; } = plan.Bytes == 0 ? null : (byte*)workspace.HostAddress;

    /// <summary>How many threads the scratch memory is for.</summary>
    public int Workers { get; } = plan.Workers(plan.Bytes == 0 ? 0 : workspace.Bytes.Length);

    public float* Float(int operand) => (float*)_operands[operand].HostAddress;

    public int* Int(int operand) => (int*)_operands[operand].HostAddress;
}

/// <summary>Binds one op to managed code; the delegate that comes back runs a batch of n and allocates nothing.</summary>
internal abstract class ManagedImplementation<TOp> : OpImplementation where TOp : Op
{
    public sealed override long WorkspaceBytes(Op op, ComputeDevice device, int maxBatch) => Workspace((TOp)op, maxBatch).Bytes;

    public sealed override BoundOp Bind(Op op, ComputeDevice device, ReadOnlySpan<Operand> operands, Operand workspace, int maxBatch) =>
        new Bound(Bind((TOp)op, new HostBinding(operands, workspace, Workspace((TOp)op, maxBatch), maxBatch)), op, maxBatch);

    protected virtual Workspace Workspace(TOp op, int maxBatch) => default;

    protected abstract Action<int> Bind(TOp op, in HostBinding binding);

    private sealed class Bound(Action<int> run, Op op, int maxBatch) : BoundOp
    {
        public override void Run(int n)
        {
            if ((uint)(n - 1) >= (uint)maxBatch)
                throw new ArgumentOutOfRangeException(nameof(n), n, $"{op.Name}: the batch is {n}; it was bound for 1 to {maxBatch}.");
            run(n);
        }
    }
}

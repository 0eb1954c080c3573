using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>What a launcher binds to.</summary>
internal readonly ref struct Binding(ComputeDevice device, ReadOnlySpan<Operand> operands, Operand workspace, int maxBatch)
{
    private readonly ReadOnlySpan<Operand> _operands = operands;

    public ComputeDevice Device { get; } = device;

    public Accelerator Accelerator => Device.Accelerator;

    public AcceleratorStream Stream => Device.Stream;

    public ArrayView<float> Workspace { get; } = workspace.AsFloat();

    public int MaxBatch { get; } = maxBatch;

    public ArrayView<float> Float(int operand) => _operands[operand].AsFloat();

    public ArrayView<int> Int(int operand) => _operands[operand].AsInt();

    public ArrayView<byte> Bytes(int operand) => _operands[operand].Bytes;

    public ArrayView<ushort> UInt16(int operand) => _operands[operand].AsUInt16();

    /// <summary>The last operand: the output of most ops, the state of some.</summary>
    public int Last => _operands.Length - 1;
}

/// <summary>Loads the kernels of one op; the delegate that comes back enqueues them for a batch of n and allocates nothing.</summary>
internal abstract class Launcher<TOp> : OpImplementation where TOp : Op
{
    public sealed override long WorkspaceBytes(Op op, ComputeDevice device, int maxBatch) => WorkspaceBytes((TOp)op, device, maxBatch);

    public sealed override BoundOp Bind(
        Op op, ComputeDevice device, ReadOnlySpan<Operand> operands, Operand workspace, int maxBatch) =>
        new BoundKernels(Bind((TOp)op, new Binding(device, operands, workspace, maxBatch)), op, maxBatch);

    protected virtual long WorkspaceBytes(TOp op, ComputeDevice device, int maxBatch) => 0;

    protected abstract Action<int> Bind(TOp op, in Binding binding);

    private sealed class BoundKernels(Action<int> run, Op op, int maxBatch) : BoundOp
    {
        public override void Run(int n)
        {
            if ((uint)(n - 1) >= (uint)maxBatch)
                throw new ArgumentOutOfRangeException(nameof(n), n, $"{op.Name}: the batch is {n}; it was bound for 1 to {maxBatch}.");
            run(n);
        }
    }
}

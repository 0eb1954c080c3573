namespace ConvGpu.Kernels;

/// <summary>What computes the built-in ops on a device.</summary>
public enum Implementation
{
    /// <summary>SIMD C# on the host's cores: device <c>cpu</c>.</summary>
    Managed,

    /// <summary>ILGPU kernels: every other device.</summary>
    Kernels,
}

/// <summary>How one op is computed by one <see cref="Implementation"/>: a row of <c>OpTable</c>.</summary>
public abstract class OpImplementation
{
    /// <summary>Scratch bytes the op needs while it runs with batches of up to <paramref name="maxBatch"/> items.</summary>
    public virtual long WorkspaceBytes(Op op, ComputeDevice device, int maxBatch) => 0;

    /// <summary>How it computes where there is a choice, such as <c>winograd</c>; else empty.</summary>
    public virtual string Algorithm(Op op, ComputeDevice device) => "";

    /// <summary>Binds the op to its operands, in the order of docs/ops.md.</summary>
    public abstract BoundOp Bind(Op op, ComputeDevice device, ReadOnlySpan<Operand> operands, Operand workspace, int maxBatch);
}

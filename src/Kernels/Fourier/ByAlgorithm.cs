namespace ConvGpu.Kernels;

/// <summary>An op that is computed one way or another, as its convolution's <see cref="Conv2DGeometry.Algorithm"/> says.</summary>
internal sealed class ByAlgorithm<TOp>(Func<TOp, Conv2DGeometry> geometry, OpImplementation direct, OpImplementation fft) : OpImplementation
    where TOp : Op
{
    public override long WorkspaceBytes(Op op, ComputeDevice device, int maxBatch) => For(op).WorkspaceBytes(op, device, maxBatch);

    public override BoundOp Bind(Op op, ComputeDevice device, ReadOnlySpan<Operand> operands, Operand workspace, int maxBatch) =>
        For(op).Bind(op, device, operands, workspace, maxBatch);

    private OpImplementation For(Op op) => geometry((TOp)op).Algorithm == ConvAlgorithm.Fft ? fft : direct;
}

namespace ConvGpu.Kernels;

/// <summary>An op that is computed one way or another, as its convolution's <see cref="Conv2DGeometry.Algorithm"/> says.</summary>
/// <param name="geometry">The convolution of an op.</param>
/// <param name="direct">By sums over windows.</param>
/// <param name="fft">By Fourier transforms.</param>
/// <param name="winograd">By minimal filtering.</param>
internal sealed class ByAlgorithm<TOp>(
    Func<TOp, Conv2DGeometry> geometry, OpImplementation direct, OpImplementation fft, OpImplementation winograd) : OpImplementation
    where TOp : Op
{
    public override long WorkspaceBytes(Op op, ComputeDevice device, int maxBatch) => For(op, device).WorkspaceBytes(op, device, maxBatch);

    public override BoundOp Bind(Op op, ComputeDevice device, ReadOnlySpan<Operand> operands, Operand workspace, int maxBatch) =>
        For(op, device).Bind(op, device, operands, workspace, maxBatch);

    public override string Algorithm(Op op, ComputeDevice device)
    {
        var implementation = For(op, device);
        return implementation == fft ? "fft" : implementation == winograd ? "winograd" : "direct";
    }

    private OpImplementation For(Op op, ComputeDevice device)
    {
        var convolution = geometry((TOp)op);
        var managed = OpTable.ImplementationOn(device) == Implementation.Managed;
        return convolution.Algorithm switch
        {
            ConvAlgorithm.Fft => fft,
            ConvAlgorithm.Winograd => winograd,
            ConvAlgorithm.Automatic when (managed ? WinogradPlan.IsChosen(convolution) : WinogradPlan.IsChosenForKernels(convolution)) => winograd,
            ConvAlgorithm.Automatic when managed && FourierPlan.Pays(convolution) => fft,
            _ => direct,
        };
    }
}

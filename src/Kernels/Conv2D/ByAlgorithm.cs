namespace ConvGpu.Kernels;

/// <summary>An op that is computed one way or another, as its convolution's <see cref="Conv2DGeometry.Algorithm"/> says.</summary>
/// <param name="geometry">The convolution of an op.</param>
/// <param name="direct">By sums over windows.</param>
/// <param name="fft">By Fourier transforms.</param>
/// <param name="winograd">By minimal filtering, or null where that is not to be had.</param>
internal sealed class ByAlgorithm<TOp>(
    Func<TOp, Conv2DGeometry> geometry, OpImplementation direct, OpImplementation fft, OpImplementation? winograd = null) : OpImplementation
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
        return convolution.Algorithm switch
        {
            ConvAlgorithm.Fft => fft,
            ConvAlgorithm.Winograd => winograd ?? throw new NotSupportedException(
                $"{op.Name} by ConvAlgorithm.Winograd is not there for device {device.Id}. Use ConvAlgorithm.Automatic."),
            ConvAlgorithm.Automatic when winograd is not null && WinogradPlan.IsChosen(convolution) => winograd,
            ConvAlgorithm.Automatic when OpTable.ImplementationOn(device) == Implementation.Managed && FourierPlan.Pays(convolution) => fft,
            _ => direct,
        };
    }
}

namespace ConvGpu.Kernels;

internal sealed class ActivationForwardLauncher : Launcher<ActivationForward>
{
    protected override Action<int> Bind(ActivationForward op, in Binding binding) => ActivationTable.Row(op.Function.Kind).Bind(op, binding);
}

internal sealed class ActivationBackwardLauncher : Launcher<ActivationBackward>
{
    protected override Action<int> Bind(ActivationBackward op, in Binding binding) => ActivationTable.Row(op.Function.Kind).Bind(op, binding);
}

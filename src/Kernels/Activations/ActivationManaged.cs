using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed class ActivationForwardManaged : ManagedImplementation<ActivationForward>
{
    protected override Action<int> Bind(ActivationForward op, in HostBinding binding) => ActivationTable.Row(op.Function.Kind).Bind(op, binding);
}

internal sealed class ActivationBackwardManaged : ManagedImplementation<ActivationBackward>
{
    protected override Action<int> Bind(ActivationBackward op, in HostBinding binding) => ActivationTable.Row(op.Function.Kind).Bind(op, binding);
}

using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class OneHotManaged : ManagedImplementation<OneHotForward>
{
    protected override Action<int> Bind(OneHotForward op, in HostBinding binding) =>
        new OneHotJob(op.Classes, op.Length, binding.Int(0), binding.Float(1)).Run;
}

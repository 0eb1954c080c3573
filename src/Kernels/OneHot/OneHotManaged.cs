using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class OneHotManaged : ManagedImplementation<OneHot>
{
    protected override Action<int> Bind(OneHot op, in HostBinding binding)
    {
        var job = new OneHotJob(op.Classes);
        var labels = binding.Int(0);
        var y = binding.Float(1);
        return n => job.Run(n, labels, y);
    }
}

using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class FillManaged : ManagedImplementation<Fill>
{
    protected override Action<int> Bind(Fill op, in HostBinding binding)
    {
        var job = new FillJob(op.Value);
        var y = binding.Float(0);
        return _ => job.Run(op.Length, y);
    }
}

internal sealed unsafe class AddManaged : ManagedImplementation<Add>
{
    protected override Action<int> Bind(Add op, in HostBinding binding)
    {
        var job = new AddJob();
        float* a = binding.Float(0), b = binding.Float(1), y = binding.Float(2);
        return n => job.Run((long)n * op.Count, a, b, y);
    }
}

internal sealed unsafe class ScaleManaged : ManagedImplementation<Scale>
{
    protected override Action<int> Bind(Scale op, in HostBinding binding)
    {
        var job = new ScaleJob(op.Factor);
        float* x = binding.Float(0), y = binding.Float(1);
        return n => job.Run((long)n * op.Count, x, y);
    }
}

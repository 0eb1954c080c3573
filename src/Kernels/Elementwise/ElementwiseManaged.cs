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

internal sealed class AddManaged : ManagedImplementation<Add>
{
    protected override Action<int> Bind(Add op, in HostBinding binding) => PairManaged.Bind(new AddJob(), binding, op.Count);
}

internal sealed class MultiplyManaged : ManagedImplementation<Multiply>
{
    protected override Action<int> Bind(Multiply op, in HostBinding binding) => PairManaged.Bind(new MultiplyJob(), binding, op.Count);
}

internal static unsafe class PairManaged
{
    public static Action<int> Bind<TFunction>(PairJob<TFunction> job, in HostBinding binding, int count) where TFunction : struct, IPairFunction
    {
        float* a = binding.Float(0), b = binding.Float(1), y = binding.Float(2);
        return n => job.Run((long)n * count, a, b, y);
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

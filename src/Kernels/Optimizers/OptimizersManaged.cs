using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class SgdUpdateManaged : ManagedImplementation<SgdUpdate>
{
    protected override Action<int> Bind(SgdUpdate op, in HostBinding binding)
    {
        var job = new SgdJob(op.Momentum, op.WeightDecay, op.Nesterov);
        float* w = binding.Float(0), g = binding.Float(1), v = op.Momentum == 0 ? null : binding.Float(2);
        var state = binding.Int(binding.Last);
        return _ => job.Run(op.Length, w, g, v, state);
    }
}

internal sealed unsafe class AdamUpdateManaged : ManagedImplementation<AdamUpdate>
{
    protected override Action<int> Bind(AdamUpdate op, in HostBinding binding)
    {
        var job = new AdamJob(op);
        float* w = binding.Float(0), g = binding.Float(1), m = binding.Float(2), v = binding.Float(3);
        var state = binding.Int(binding.Last);
        return _ => job.Run(op.Length, w, g, m, v, state);
    }
}

internal sealed unsafe class AdvanceStateManaged : ManagedImplementation<AdvanceState>
{
    protected override Action<int> Bind(AdvanceState op, in HostBinding binding)
    {
        var state = binding.Int(0);
        return _ => state[DeviceState.Step]++;
    }
}

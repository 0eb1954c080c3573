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

internal sealed unsafe class AdvanceStateManaged : ManagedImplementation<AdvanceState>
{
    protected override Action<int> Bind(AdvanceState op, in HostBinding binding)
    {
        var state = binding.Int(0);
        return _ =>
        {
            if (op.Step) state[DeviceState.Step]++;
            if (!op.Update) return;
            state[DeviceState.Updates]++;
            state[DeviceState.Items] = 0;
        };
    }
}

internal sealed unsafe class CountItemsManaged : ManagedImplementation<CountItems>
{
    protected override Action<int> Bind(CountItems op, in HostBinding binding)
    {
        var state = binding.Int(0);
        return n =>
        {
            state[DeviceState.StepItems] = n;
            state[DeviceState.Items] += n;
        };
    }
}

using ConvGpu.Kernels.Managed;

namespace ConvGpu.Kernels;

internal sealed unsafe class AdvanceStateManaged : ManagedImplementation<AdvanceState>
{
    protected override Action<int> Bind(AdvanceState op, in HostBinding binding)
    {
        var state = binding.Int(0);
        return _ =>
        {
            if (op.Step) state[DeviceState.Step]++;
            if (!op.Update) return;
            if (state[DeviceState.Items] >= 0) state[DeviceState.Updates]++;
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

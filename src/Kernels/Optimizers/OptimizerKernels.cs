using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>Updates of the plan's state.</summary>
internal static class OptimizerKernels
{
    public static void Advance(Index1D index, ArrayView<int> state, int steps, int updates)
    {
        state[DeviceState.Step] += steps;
        if (updates == 0)
            return;
        if (state[DeviceState.Items] >= 0)
            state[DeviceState.Updates] += updates;
        // Counted from the update on.
        state[DeviceState.Items] = 0;
    }

    public static void CountItems(Index1D index, ArrayView<int> state, int items)
    {
        state[DeviceState.StepItems] = items;
        state[DeviceState.Items] += items;
    }
}

using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>Updates of parameters, an item an element, and of the plan's state.</summary>
internal static class OptimizerKernels
{
    public static void Sgd(Index1D index, ArrayView<float> weights, ArrayView<float> gradient, ArrayView<int> state, float weightDecay)
    {
        float rate = Interop.IntAsFloat((uint)state[DeviceState.LearningRate]);
        float weight = weights[index];
        weights[index] = weight - rate * (gradient[index] + weightDecay * weight);
    }

    public static void SgdMomentum(
        Index1D index, ArrayView<float> weights, ArrayView<float> gradient, ArrayView<float> velocity, ArrayView<int> state,
        float momentum, float weightDecay, int nesterov)
    {
        float rate = Interop.IntAsFloat((uint)state[DeviceState.LearningRate]);
        float weight = weights[index];
        float slope = gradient[index] + weightDecay * weight;
        float speed = momentum * velocity[index] + slope;
        velocity[index] = speed;
        weights[index] = weight - rate * (nesterov != 0 ? slope + momentum * speed : speed);
    }

    public static void Advance(Index1D index, ArrayView<int> state, int steps, int updates)
    {
        state[DeviceState.Step] += steps;
        state[DeviceState.Updates] += updates;
        // Counted from the update on.
        if (updates > 0) state[DeviceState.Items] = 0;
    }

    public static void CountItems(Index1D index, ArrayView<int> state, int items)
    {
        state[DeviceState.StepItems] = items;
        state[DeviceState.Items] += items;
    }
}

using ILGPU;
using ILGPU.Algorithms;

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

    public static void Adam(
        Index1D index, ArrayView<float> weights, ArrayView<float> gradient, ArrayView<float> mean, ArrayView<float> square, ArrayView<int> state,
        AdamConstants constants)
    {
        int step = state[DeviceState.Step];
        float rate = Interop.IntAsFloat((uint)state[DeviceState.LearningRate]) / constants.Correction1(step);
        float weight = weights[index];
        float slope = gradient[index] + constants.WeightDecay * weight;
        float m = constants.Beta1 * mean[index] + (1f - constants.Beta1) * slope;
        float v = constants.Beta2 * square[index] + (1f - constants.Beta2) * slope * slope;
        mean[index] = m;
        square[index] = v;
        weights[index] = weight - rate * m / (XMath.Sqrt(v) / XMath.Sqrt(constants.Correction2(step)) + constants.Epsilon);
    }

    public static void Advance(Index1D index, ArrayView<int> state) => state[DeviceState.Step] += 1;
}

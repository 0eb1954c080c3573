using ConvGpu.Kernels;
using ILGPU;

namespace ConvGpu.Samples;

/// <summary>
/// Lion (Chen et al., 2023): every weight steps by the rate in the direction of a blend of momentum and gradient, and the momentum follows
/// the gradient afterwards.
/// </summary>
public sealed class Lion(float learningRate = 1e-4f, float beta1 = 0.9f, float beta2 = 0.99f, float weightDecay = 0) : Optimizer(learningRate)
{
    public override void Update(UpdateContext context) => context.Emit(
        new LionUpdate(context.Length, beta1, beta2, weightDecay), context.Parameter, context.Gradient, context.Slot("momentum"), context.State);
}

/// <summary>w -= rate (sign(b1 m + (1 - b1) g) + wd w); m = b2 m + (1 - b2) g. Operands: w, g, m, state.</summary>
public sealed record LionUpdate(long Length, float Beta1, float Beta2, float WeightDecay) : KernelOp
{
    public override string Name => "lion";

    public override int OperandCount => 4;

    // The same for every batch: a parameter has no items.
    public override long Bytes(int n) => 5 * Length * sizeof(float);

    public override void Enqueue(ComputeDevice device, ReadOnlySpan<Operand> operands, int n) => device.Launch(
        Step, Length, operands[0].AsFloat(), operands[1].AsFloat(), operands[2].AsFloat(), operands[3].AsInt(), Beta1, Beta2, WeightDecay);

    // The rate is read on the device, so that a schedule may change it.
    private static void Step(
        Index1D i, ArrayView<float> w, ArrayView<float> g, ArrayView<float> m, ArrayView<int> state, float beta1, float beta2, float decay)
    {
        float rate = Interop.IntAsFloat((uint)state[DeviceState.LearningRate]), blend = beta1 * m[i] + (1 - beta1) * g[i];
        float sign = blend > 0 ? 1 : blend < 0 ? -1 : 0;
        w[i] -= rate * (sign + decay * w[i]);
        m[i] = beta2 * m[i] + (1 - beta2) * g[i];
    }
}

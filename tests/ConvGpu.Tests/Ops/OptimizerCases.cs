using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of the updates at the end of a step.</summary>
public static class OptimizerCases
{
    public static OpCase Sgd(RandomCases random)
    {
        var length = random.Between(1, 3000);
        var momentum = random.Chance(0.3) ? 0 : 0.9f;
        var decay = random.Chance(0.5) ? 0 : 0.01f;
        var nesterov = momentum != 0 && random.Chance(0.5);
        var rate = random.Floats(1)[0];
        float[] w = random.Floats(length), g = random.Floats(length), v = random.Floats(length);
        var state = new int[DeviceState.Length];
        state[DeviceState.LearningRate] = BitConverter.SingleToInt32Bits(rate);
        var (weights, velocity) = ElementwiseReference.Sgd(w, g, v, rate, momentum, decay, nesterov);
        List<OpOperand> operands = [OpOperand.InOut("w", w, weights), OpOperand.In("g", g)];
        if (momentum != 0)
            operands.Add(OpOperand.InOut("v", v, velocity));
        operands.Add(OpOperand.In("state", state));
        return new(new SgdUpdate(length, momentum, decay, nesterov), 1, operands);
    }

    public static OpCase Adam(RandomCases random)
    {
        var op = new AdamUpdate(
            random.Between(1, 3000), random.Chance(0.5) ? 0.9f : 0.6f, random.Chance(0.5) ? 0.999f : 0.95f, random.Chance(0.5) ? 1e-8f : 0.1f,
            random.Chance(0.5) ? 0 : 0.01f);
        var length = (int)op.Length;
        var (rate, step) = (random.Floats(1)[0], random.Chance(0.3) ? 0 : random.Between(1, 5000));
        float[] w = random.Floats(length), g = random.Floats(length), m = random.Floats(length), v = [.. random.Floats(length).Select(MathF.Abs)];
        var state = new int[DeviceState.Length];
        state[DeviceState.LearningRate] = BitConverter.SingleToInt32Bits(rate);
        state[DeviceState.Step] = step;
        var (weights, mean, square) = ElementwiseReference.Adam(w, g, m, v, rate, step + 1, op.Beta1, op.Beta2, op.Epsilon, op.WeightDecay);
        return new(op, 1, [OpOperand.InOut("w", w, weights), OpOperand.In("g", g), OpOperand.InOut("m", m, mean), OpOperand.InOut("v", v, square), OpOperand.In("state", state)]);
    }

    public static OpCase Advance(RandomCases random)
    {
        var before = random.Ints(DeviceState.Length, 1000);
        var after = (int[])before.Clone();
        after[DeviceState.Step]++;
        return new(new AdvanceState(), 1, [OpOperand.InOut("state", before, after)]);
    }
}

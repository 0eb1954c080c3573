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

    public static OpCase Advance(RandomCases random)
    {
        var op = new AdvanceState(random.Chance(0.5), random.Chance(0.5));
        var before = random.Ints(DeviceState.Length, 1000);
        if (random.Chance(0.3)) before[DeviceState.Items] = DeviceState.Skipped;
        var after = (int[])before.Clone();
        if (op.Step) after[DeviceState.Step]++;
        if (op.Update) (after[DeviceState.Updates], after[DeviceState.Items]) = (before[DeviceState.Updates] + (before[DeviceState.Items] < 0 ? 0 : 1), 0);
        return new(op, 1, [OpOperand.InOut("state", before, after)]);
    }

    public static OpCase CountItems(RandomCases random)
    {
        var (n, before) = (random.Batch(), random.Ints(DeviceState.Length, 1000));
        var after = (int[])before.Clone();
        (after[DeviceState.StepItems], after[DeviceState.Items]) = (n, before[DeviceState.Items] + n);
        return new(new CountItems(), n, [OpOperand.InOut("state", before, after)]);
    }
}

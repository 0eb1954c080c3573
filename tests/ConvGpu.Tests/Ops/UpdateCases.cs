using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of the optimisers' rules, each one step from random tensors.</summary>
public static class UpdateCases
{
    public static OpCase Adam(RandomCases random) => Step(random, new AdamUpdate(
        Length(random), random.Chance(0.5) ? 0.9f : 0.6f, random.Chance(0.5) ? 0.999f : 0.95f, random.Chance(0.5) ? 1e-8f : 0.1f, Decay(random), random.Chance(0.5)));

    public static OpCase AdaGrad(RandomCases random) => Step(random, new AdaGradUpdate(
        Length(random), random.Chance(0.5) ? 0 : 0.01f, Decay(random), random.Chance(0.5) ? 0 : 0.1f, random.Chance(0.5) ? 1e-10f : 0.1f));

    public static OpCase RmsProp(RandomCases random) => Step(random, new RmsPropUpdate(
        Length(random), random.Chance(0.5) ? 0.99f : 0.5f, random.Chance(0.5) ? 1e-8f : 0.1f, Decay(random), random.Chance(0.5) ? 0 : 0.8f, random.Chance(0.5)));

    public static OpCase AdaDelta(RandomCases random) => Step(random, new AdaDeltaUpdate(
        Length(random), random.Chance(0.5) ? 0.9f : 0.5f, random.Chance(0.5) ? 1e-6f : 0.1f, Decay(random)));

    public static OpCase Lars(RandomCases random)
    {
        var op = new LarsUpdate(Length(random), random.Chance(0.3) ? 0 : 0.9f, Decay(random));
        var trust = random.Floats(1)[0];
        return Step(random, op, UpdateReference.Lars(op, trust), trust);
    }

    internal static int Length(RandomCases random) => random.Between(1, random.Chance(0.1) ? 40_000 : 3000);

    internal static int[] State(float rate = 0, float factor = 0, int updates = 0, int items = 0, int stepItems = 0)
    {
        var state = new int[DeviceState.Length];
        state[DeviceState.LearningRate] = BitConverter.SingleToInt32Bits(rate);
        state[DeviceState.Factor] = BitConverter.SingleToInt32Bits(factor);
        (state[DeviceState.Updates], state[DeviceState.Items], state[DeviceState.StepItems]) = (updates, items, stepItems);
        return state;
    }

    private static float Decay(RandomCases random) => random.Chance(0.5) ? 0 : 0.01f;

    private static OpCase Step(RandomCases random, ParameterUpdate op, UpdateReference.Rule? rule = null, float factor = 0)
    {
        rule ??= UpdateReference.Of(op);
        var (length, rate, updates) = ((int)op.Length, random.Floats(1)[0], random.Chance(0.3) ? 0 : random.Between(1, 5000));
        var isSkipped = random.Chance(0.1);
        float[] w = random.Floats(length), g = random.Floats(length);
        // Squares are positive; a mean square is at least the square of the mean.
        float[][] kept = [.. op.Slots.Select((name, _) => (float[])[.. random.Floats(length).Select(v => name.Contains("square") ? 0.3f + Math.Abs(v) : v / 4)])];
        var after = new Tracked[length];
        var slots = Array.ConvertAll(kept, _ => new Tracked[length]);
        for (var i = 0; i < length; i++)
        {
            var own = Array.ConvertAll(kept, slot => (Tracked)slot[i]);
            after[i] = isSkipped ? w[i] : rule(w[i], g[i], own, rate, updates + 1);
            for (var s = 0; s < own.Length; s++) slots[s][i] = own[s];
        }
        return new(op, 1,
        [
            OpOperand.InOut("w", w, Tracked.Expect(after)), OpOperand.In("g", g),
            .. op.Slots.Select((name, s) => OpOperand.InOut(name, kept[s], Tracked.Expect(slots[s]))),
            OpOperand.In("state", State(rate, factor, updates, items: isSkipped ? DeviceState.Skipped : 0)),
        ]);
    }
}

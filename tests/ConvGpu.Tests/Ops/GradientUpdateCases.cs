using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of clipping, of adding up gradients over steps, of averages, and of norms.</summary>
public static class GradientUpdateCases
{
    public static OpCase ClipValue(RandomCases random)
    {
        var op = new ClipValue(UpdateCases.Length(random), random.Between(1, 9) / 10f);
        var (y, x) = (random.Floats((int)op.Length), random.Floats((int)op.Length));
        if (random.Chance(0.3)) x[0] = random.Chance(0.5) ? float.NaN : float.NegativeInfinity;
        return Case(op, y, x, (_, value) => double.IsNaN(value) ? double.NaN : Math.Clamp(value, -op.Limit, op.Limit), UpdateCases.State());
    }

    public static OpCase Scale(RandomCases random)
    {
        var (op, factor) = (new ScaleByFactor(UpdateCases.Length(random)), random.Floats(1)[0]);
        return Case(random, op, (_, x) => x * factor, UpdateCases.State(factor: factor));
    }

    public static OpCase AddItems(RandomCases random)
    {
        var (op, n, before) = (new AddItems(UpdateCases.Length(random)), random.Batch(), random.Chance(0.5) ? 0 : random.Between(1, 40));
        return Case(random, op, (y, x) => before == 0 ? x * n : y + x * n, UpdateCases.State(items: before + n, stepItems: n), unused: before == 0);
    }

    public static OpCase Mean(RandomCases random)
    {
        var (op, items) = (new MeanOfItems(UpdateCases.Length(random)), random.Between(1, 300));
        return Case(random, op, (_, x) => x * ((Tracked)1 / items), UpdateCases.State(items: items), unused: true);
    }

    public static OpCase Average(RandomCases random)
    {
        var (op, updates) = (new AverageUpdate(UpdateCases.Length(random), random.Between(0, 99) / 100f), random.Chance(0.3) ? 0 : random.Between(1, 99));
        return Case(
            random, op, (y, x) => updates == 0 ? x : (double)op.Decay * y + ((Tracked)1 - (double)op.Decay) * x, UpdateCases.State(updates: updates),
            unused: updates == 0);
    }

    public static OpCase Squares(RandomCases random)
    {
        var op = new SumOfSquares(UpdateCases.Length(random), random.Between(0, 3));
        var x = random.Floats((int)op.Length);
        var (before, after) = (random.Floats(5), new Expected(5));
        for (var i = 0; i < 5; i++) after.Set(i, before[i], 0, 0);
        var sum = x.Sum(v => (double)v * v);
        // Added in any order: as many roundings as terms.
        after.Set(op.Position, sum, sum, x.Length + 1);
        return new(op, 1, [OpOperand.In("x", x), OpOperand.InOut("sums", before, after)]);
    }

    public static OpCase ClipFactor(RandomCases random)
    {
        var op = new ClipFactor(random.Between(1, 60), random.Between(1, 80) / 10f);
        var sums = Array.ConvertAll(random.Floats(op.Count), Math.Abs);
        if (random.Chance(0.1)) Array.Clear(sums);
        var norm = Math.Sqrt(sums.Sum(v => (double)v));
        return Factor(op, sums, Math.Min(1, op.Limit / (norm + 1e-6)), op.Count + 8);
    }

    public static OpCase Trust(RandomCases random)
    {
        var op = new TrustRatio(random.Between(1, 9) / 1000f, random.Chance(0.5) ? 0 : 0.01f);
        float[] sums = [random.Chance(0.2) ? 0 : random.Between(1, 99), random.Chance(0.2) ? 0 : random.Between(1, 99)];
        return Factor(op, sums, UpdateReference.Trust(op, [Math.Sqrt(sums[0])], [Math.Sqrt(sums[1])]).Value, 16);
    }

    /// <summary>The state is read as floats, of which only the factor changes.</summary>
    private static OpCase Factor(Op op, float[] sums, double factor, int roundings)
    {
        var (before, after) = (new float[DeviceState.Length], new Expected(DeviceState.Length));
        before[DeviceState.Step] = 3;
        after.Set(DeviceState.Step, 3, 0, 0);
        after.Set(DeviceState.Factor, factor, Math.Abs(factor), roundings);
        return new(op, 1, [OpOperand.In("sums", sums), OpOperand.InOut("state", before, after)]);
    }

    /// <param name="unused">What was there before plays no part, even where it is no number.</param>
    private static OpCase Case(RandomCases random, ParameterUpdate op, Func<Tracked, Tracked, Tracked> rule, int[] state, bool unused = false)
    {
        var (y, x) = (random.Floats((int)op.Length), random.Floats((int)op.Length));
        if (unused) y[^1] = float.NaN;
        var stepItems = state[DeviceState.StepItems];
        var after = Tracked.Expect([.. y.Zip(x, (a, b) => rule(a, b))]);
        return new(op, Math.Max(stepItems, 1), [OpOperand.InOut("y", y, after), OpOperand.In("x", x), OpOperand.In("state", state)]);
    }

    private static OpCase Case(ParameterUpdate op, float[] y, float[] x, Func<double, double, double> exact, int[] state)
    {
        var after = new Expected(y.Length);
        for (var i = 0; i < y.Length; i++) after.Set(i, exact(y[i], x[i]), 0, 0);
        return new(op, 1, [OpOperand.InOut("y", y, after), OpOperand.In("x", x), OpOperand.In("state", state)]);
    }
}

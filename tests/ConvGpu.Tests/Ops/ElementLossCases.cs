using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of losses that compare each value by itself, and their naive formulas.</summary>
public static class ElementLossCases
{
    public static OpCase Forward(RandomCases random)
    {
        var (op, n) = (new ElementLossForward(random.Between(1, random.Chance(0.2) ? 300 : 12), Any(random)), random.Batch());
        var (x, target) = Values(random, op.Function, n * op.Count);
        var losses = new Tracked[n];
        for (var i = 0; i < x.Length; i++) losses[i / op.Count] += Value(op.Function, x[i], target[i]);
        return new(op, n,
        [
            OpOperand.In("prediction", x, op.Count), OpOperand.In("target", target, op.Count),
            // The order of the sum is free: as many roundings as terms, each of the sum of magnitudes, which losses of one sign are.
            OpOperand.Out("losses", Tracked.Expect([.. losses.Select(l => (l with { Error = l.Error + Tracked.Within(l.Value, op.Count).Error }) / op.Count)]), 1),
        ]);
    }

    public static OpCase Backward(RandomCases random)
    {
        var (op, n) = (new ElementLossBackward(random.Between(1, random.Chance(0.2) ? 300 : 12), Any(random)), random.Batch());
        var (x, target) = Values(random, op.Function, n * op.Count);
        return Backward(op, n, x, target);
    }

    /// <summary>Values at least 1/8 away from any corner of the loss, a Huber delta of 1/2.</summary>
    public static GradientCase Gradient(RandomCases random)
    {
        var function = Any(random);
        var (op, n) = (new ElementLossBackward(random.Between(1, 40), function.Kind == ElementLossKind.Huber ? ElementLoss.Huber(0.5f) : function), random.Batch());
        var (x, target) = (GradientCases.Exact(random, n * op.Count), Values(random, function, n * op.Count).Target);
        for (var i = 0; i < x.Length; i++)
        {
            if (op.Function.Kind != ElementLossKind.BinaryCrossEntropy && op.Function.Kind != ElementLossKind.Hinge) target[i] = MathF.Round(target[i] * 256) / 256;
            var apart = op.Function.Kind == ElementLossKind.Huber && Math.Abs(x[i]) < 0.5f ? x[i] * 0.75f : x[i] + MathF.CopySign(0.125f, x[i]);
            if (op.Function.Kind is ElementLossKind.Absolute or ElementLossKind.Huber) x[i] = target[i] + apart;
            // The corner is where t x is 1.
            if (op.Function.Kind == ElementLossKind.Hinge) x[i] = target[i] * (1 + apart);
        }
        // The third derivative of log(1 + e^x) is at most 1/(6 sqrt 3) < 0.1.
        var truncation = op.Function.Kind == ElementLossKind.BinaryCrossEntropy ? GradientCase.Step * (double)GradientCase.Step / 6 * 0.1 : 0;
        return new(
            Backward(op, n, x, target), () => x.Select((v, i) => Value(op.Function, v, target[i]).Value).Sum() / ((double)op.Count * n), [(2, x)],
            truncation / ((double)op.Count * n));
    }

    private static OpCase Backward(ElementLossBackward op, int n, float[] x, float[] target) => new(op, n,
    [
        OpOperand.In("prediction", x, op.Count), OpOperand.In("target", target, op.Count),
        OpOperand.Out("dprediction", Tracked.Expect([.. x.Select((v, i) => Slope(op.Function, v, target[i]) * Tracked.Within(1 / ((double)op.Count * n), 1))]), op.Count),
    ]);

    private static ElementLoss Any(RandomCases random) => random.Between(0, 4) switch
    {
        0 => ElementLoss.Absolute,
        1 => ElementLoss.Huber(random.Between(1, 8) / 8f),
        2 => ElementLoss.BinaryCrossEntropy,
        3 => ElementLoss.Squared,
        _ => ElementLoss.Hinge,
    };

    private static (float[] X, float[] Target) Values(RandomCases random, ElementLoss function, int count)
    {
        float scale = random.Chance(0.1) ? 1e3f : 2;
        float[] x = Array.ConvertAll(random.Floats(count), v => v * scale), target = random.Floats(count);
        if (random.Chance(0.2)) x[0] = target[0];
        if (function.Kind == ElementLossKind.BinaryCrossEntropy) target = Array.ConvertAll(target, Math.Abs);
        if (function.Kind == ElementLossKind.Hinge) target = Array.ConvertAll(target, t => t < 0 ? -1f : 1f);
        return (x, target);
    }

    private static Tracked Value(ElementLoss function, Tracked x, Tracked target)
    {
        var distance = x - target;
        var apart = distance with { Value = Math.Abs(distance.Value) };
        double delta = function.Delta;
        return function.Kind switch
        {
            ElementLossKind.Absolute => apart,
            ElementLossKind.Squared => distance * distance,
            ElementLossKind.Huber => apart.Value <= delta ? 0.5 * (apart * apart) : delta * (apart - 0.5 * (Tracked)delta),
            // log(1 + e^-|x|) is within 5 units of itself, and inherits the error of the exponential.
            ElementLossKind.BinaryCrossEntropy => Math.Max(x.Value, 0) - x * target + Softened(Math.Exp(-Math.Abs(x.Value))),
            _ => Tracked.NotNegative(1 - target * x),
        };
    }

    private static Tracked Softened(double exponential) => Tracked.Within(Math.Log(1 + exponential), 16);

    private static Tracked Slope(ElementLoss function, double x, double target) => function.Kind switch
    {
        ElementLossKind.Absolute => Math.Sign(x - target),
        ElementLossKind.Squared => 2 * ((Tracked)x - target),
        ElementLossKind.Huber => Math.Abs(x - target) <= function.Delta ? (Tracked)x - target : Math.Sign(x - target) * (double)function.Delta,
        ElementLossKind.BinaryCrossEntropy => Tracked.Within(1 / (1 + Math.Exp(-x)), 12) - target,
        _ => target * x < 1 ? -target : 0,
    };
}

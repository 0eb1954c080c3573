using ConvGpu.Kernels;

namespace ConvGpu.Tests.Reference;

/// <summary>
/// The rules of optimisers for one element, from the formulas of PyTorch's documentation and the papers. Each changes what is kept and gives
/// the new weight.
/// </summary>
public static class UpdateReference
{
    /// <summary>One step of a rule.</summary>
    /// <param name="w">The weight.</param>
    /// <param name="g">Its gradient.</param>
    /// <param name="kept">What is kept from step to step, in the order of the op's slots.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="t">Which step, from 1.</param>
    public delegate Tracked Rule(Tracked w, Tracked g, Tracked[] kept, double rate, int t);

    public static Rule Of(ParameterUpdate op) => op switch
    {
        AdamUpdate adam => Adam(adam),
        AdaGradUpdate adaGrad => AdaGrad(adaGrad),
        RmsPropUpdate rmsProp => RmsProp(rmsProp),
        AdaDeltaUpdate adaDelta => AdaDelta(adaDelta),
        LarsUpdate lars => Lars(lars, 1),
        _ => throw new ArgumentException($"{op.Name} has no reference."),
    };

    public static Rule Sgd(double momentum, double decay, bool nesterov) => (w, g, kept, rate, t) =>
    {
        g += decay * w;
        kept[0] = t == 1 ? g : momentum * kept[0] + g;
        return w - rate * (nesterov ? g + momentum * kept[0] : kept[0]);
    };

    /// <summary>v = m v + trust (g + decay w); w -= rate v.</summary>
    public static Rule Lars(LarsUpdate op, Tracked trust) => (w, g, kept, rate, _) =>
    {
        kept[0] = (double)op.Momentum * kept[0] + trust * (g + (double)op.WeightDecay * w);
        return w - rate * kept[0];
    };

    /// <summary>The trust ratio of LARS for a whole tensor.</summary>
    public static Tracked Trust(TrustRatio op, IEnumerable<double> w, IEnumerable<double> g)
    {
        var (weights, gradient) = (Norm(w), Norm(g));
        return weights == 0 || gradient == 0 ? 1 : Tracked.Within(op.Coefficient * weights / (gradient + op.WeightDecay * weights + op.Epsilon), 10);
    }

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(v => v * v));

    private static Rule Adam(AdamUpdate op) => (w, g, kept, rate, t) =>
    {
        double b1 = op.Beta1, b2 = op.Beta2;
        if (op.Decoupled) w *= (Tracked)1 - (Tracked)rate * (double)op.WeightDecay;
        else g += (double)op.WeightDecay * w;
        kept[0] = b1 * kept[0] + ((Tracked)1 - b1) * g;
        kept[1] = b2 * kept[1] + ((Tracked)1 - b2) * g * g;
        // 1 - b^t is within 12 units: two of t log b, ten of the exponential less 1.
        var (first, second) = (Tracked.Within(1 - Math.Pow(b1, t), 12), Tracked.Within(1 - Math.Pow(b2, t), 12));
        return w - rate / first * kept[0] / (Tracked.Sqrt(kept[1]) / Tracked.Sqrt(second) + (double)op.Epsilon);
    };

    private static Rule AdaGrad(AdaGradUpdate op) => (w, g, kept, rate, t) =>
    {
        g += (double)op.WeightDecay * w;
        if (t == 1) kept[0] += (double)op.Start;
        kept[0] += g * g;
        var falling = (Tracked)rate / ((Tracked)1 + (Tracked)(t - 1) * (double)op.RateDecay);
        return w - falling * g / (Tracked.Sqrt(kept[0]) + (double)op.Epsilon);
    };

    private static Rule RmsProp(RmsPropUpdate op) => (w, g, kept, rate, _) =>
    {
        double a = op.Alpha;
        g += (double)op.WeightDecay * w;
        kept[0] = a * kept[0] + ((Tracked)1 - a) * g * g;
        var variance = kept[0];
        if (op.Centered)
        {
            kept[1] = a * kept[1] + ((Tracked)1 - a) * g;
            variance = Tracked.NotNegative(variance - kept[1] * kept[1]);
        }
        var change = g / (Tracked.Sqrt(variance) + (double)op.Epsilon);
        if (op.Momentum == 0) return w - rate * change;
        kept[^1] = (double)op.Momentum * kept[^1] + change;
        return w - rate * kept[^1];
    };

    private static Rule AdaDelta(AdaDeltaUpdate op) => (w, g, kept, rate, _) =>
    {
        double rho = op.Rho, epsilon = op.Epsilon;
        g += (double)op.WeightDecay * w;
        kept[0] = rho * kept[0] + ((Tracked)1 - rho) * g * g;
        var change = Tracked.Sqrt(kept[1] + epsilon) / Tracked.Sqrt(kept[0] + epsilon) * g;
        kept[1] = rho * kept[1] + ((Tracked)1 - rho) * change * change;
        return w - rate * change;
    };
}

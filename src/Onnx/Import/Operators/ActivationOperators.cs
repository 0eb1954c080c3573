using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Functions of single elements, and softmax.</summary>
internal static class ActivationOperators
{
    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("Relu", new(c => One(c, new ReLU()))),
        ("LeakyRelu", new(c => One(c, c.Guard(() => new LeakyReLU(c.Attributes.Float("alpha", 0.01f)))))),
        ("PRelu", new(Slopes, ConstantFrom: 1)),
        ("Elu", new(c => One(c, c.Guard(() => new Elu(c.Attributes.Float("alpha", 1)))))),
        ("Selu", new(ScaledElu)),
        ("Celu", new(ContinuousElu)),
        ("Gelu", new(c => One(c, new Gelu(c.Attributes.Text("approximate", "none") == "tanh" ? GeluApproximation.Tanh : GeluApproximation.None)))),
        ("Mish", new(Mish)),
        ("Sigmoid", new(c => One(c, new Sigmoid()))),
        ("Tanh", new(c => One(c, new Tanh()))),
        ("Softplus", new(c => One(c, new Softplus()), OldestOpset: 1)),
        ("Softsign", new(c => One(c, new Softsign()), OldestOpset: 1)),
        ("HardSigmoid", new(HardSigmoids)),
        ("HardSwish", new(c => One(c, new HardSwish()))),
        ("Clip", new(Clips, ConstantFrom: 1)),
        ("Exp", Function(ActivationFunction.Exp, MathF.Exp)),
        ("Log", Function(ActivationFunction.Log, MathF.Log)),
        ("Sqrt", Function(ActivationFunction.Root(2), MathF.Sqrt)),
        ("Abs", Function(ActivationFunction.Abs, MathF.Abs, Math.Abs)),
        ("Neg", Function(ActivationFunction.Affine(-1, 0), v => -v, v => -v)),
        ("Reciprocal", Function(ActivationFunction.Reciprocal, v => 1 / v)),
        ("Erf", new(c => One(c, new MathFunction(ActivationFunction.Erf)))),
        ("Softmax", new(c => AlongAxis(c, log: false))),
        ("LogSoftmax", new(c => AlongAxis(c, log: true))),
    ];

    /// <summary>A function of the node's first input.</summary>
    public static ComputedValue Apply(Conversion c, ActivationFunction function, ComputedValue value, string? part) =>
        c.Add(new MathFunction(function), c.Item(value), part, value);

    private static void One(Conversion c, Layer layer) => c.Set(c.Add(layer, c.Item(c.Data(0)), null, c.Data(0)));

    private static OperatorRow Function(ActivationFunction function, Func<float, float> fold, Func<long, long>? whole = null) => new(
        c => c.Set(Apply(c, function, c.Data(0), null)),
        c => Folding.Map(c, fold, whole ?? (v => (long)fold(v))));

    // For one slope, or one a channel, there is a layer; other slopes are broadcast: max(x, 0) + slope min(x, 0).
    private static void Slopes(Conversion c)
    {
        var (input, slope) = (c.Data(0), c.Known(1));
        int[] item = c.Item(input), sizes = [.. slope.Dims.SkipWhile(d => d == 1)];
        // Up to opset 6 a list of slopes was one for each channel.
        var ofChannels = c.Lead == 1 && item.Length > 0
            && ((sizes.Length == item.Length && sizes[0] == item[0] && sizes.Skip(1).All(d => d == 1)) || (c.Opset < 7 && sizes.Length == 1 && sizes[0] == item[0]));
        if (slope.Tensor.Count == 1 || ofChannels)
        {
            var rest = ofChannels ? (int)(Conversion.Count(item) / item[0]) : 0;
            var seen = ofChannels ? c.As(input, new Shape(1, item[0], 1, rest)) : input;
            var result = c.Add(c.Guard(() => new PReLU(slope.Tensor.Count)), item, null, seen);
            c.Start(result, "weight", c.Floats(slope.Tensor));
            c.Set(result);
            return;
        }
        var positive = c.Add(new ReLU(), item, "positive", input);
        var negative = c.Add(new ReLU(), item, "negative", Apply(c, ActivationFunction.Affine(-1, 0), input, "minus"));
        var scaled = c.Add(new Product(), item, "scaled", negative, c.As(c.Spread(slope, item, input), negative.Shape));
        c.Set(c.Add(new Sum(), item, null, positive, c.As(Apply(c, ActivationFunction.Affine(-1, 0), scaled, "back"), positive.Shape)));
    }

    private static void ScaledElu(Conversion c)
    {
        var (alpha, gamma) = (c.Attributes.Float("alpha", 1.67326319f), c.Attributes.Float("gamma", 1.05070102f));
        if (Math.Abs(alpha - 1.67326319f) < 1e-5f && Math.Abs(gamma - 1.05070102f) < 1e-5f) One(c, new Selu());
        else Scaled(c, c.Add(c.Guard(() => new Elu(alpha)), c.Item(c.Data(0)), "elu", c.Data(0)), gamma);
    }

    private static void ContinuousElu(Conversion c)
    {
        var alpha = c.Attributes.Float("alpha", 1);
        if (!(alpha > 0 && float.IsFinite(alpha))) throw c.Error($"has an alpha of {alpha}");
        var narrow = Apply(c, ActivationFunction.Affine(1 / alpha, 0), c.Data(0), "narrowed");
        Scaled(c, c.Add(new Elu(), c.Item(narrow), "elu", narrow), alpha);
    }

    private static void Mish(Conversion c)
    {
        var item = c.Item(c.Data(0));
        var gate = c.Add(new Tanh(), item, "tanh", c.Add(new Softplus(), item, "softplus", c.Data(0)));
        c.Set(c.Add(new Product(), item, null, c.Data(0), gate));
    }

    private static void Scaled(Conversion c, ComputedValue value, float scale) =>
        c.Set(c.Guard(() => Apply(c, ActivationFunction.Affine(scale, 0), value, null)));

    private static void HardSigmoids(Conversion c)
    {
        var (alpha, beta) = (c.Attributes.Float("alpha", 0.2f), c.Attributes.Float("beta", 0.5f));
        if (beta == 0.5f && Math.Abs(alpha * 6 - 1) < 1e-6f)
        {
            One(c, new HardSigmoid());
            return;
        }
        var line = c.Guard(() => Apply(c, ActivationFunction.Affine(alpha, beta), c.Data(0), "line"));
        c.Set(c.Add(new Clip(0, 1), c.Item(line), null, line));
    }

    private static void Clips(Conversion c)
    {
        var (low, high) = c.Opset < 11
            ? (c.Attributes.Float("min", float.NegativeInfinity), c.Attributes.Float("max", float.PositiveInfinity))
            : (c.OptionalNumber(1, float.NegativeInfinity), c.OptionalNumber(2, float.PositiveInfinity));
        One(c, (low, high) switch
        {
            (0, 6) => new ReLU6(),
            (0, float.PositiveInfinity or float.MaxValue) => new ReLU(),
            _ => c.Guard(() => new Clip(low, high)),
        });
    }

    private static void AlongAxis(Conversion c, bool log)
    {
        var input = c.Data(0);
        var item = c.Item(input);
        // Up to opset 12 the axes from the one named on count as one.
        var axis = c.ItemAxis(c.Attributes.Integer("axis", c.Opset < 13 ? 1 : -1), Math.Max(input.Dims.Count, 1));
        if (c.Opset >= 13 && axis >= item.Length) throw c.Error("takes a single number, which has no axis");
        int outer = (int)Conversion.Count(item[..axis]), count = (int)Conversion.Count(item);
        var length = c.Opset < 13 ? count / outer : item[axis];
        Layer layer = log ? new LogSoftmax(2) : new Softmax(2);
        c.Set(c.Add(layer, item, null, c.As(input, new Shape(1, outer, length, count / outer / length))));
    }
}

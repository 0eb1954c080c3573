using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Comparisons, and choices by them. A bool that is computed is 1 or 0 in float32.</summary>
internal static class LogicOperators
{
    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("Greater", Comparison((a, b) => a > b, (a, b) => a > b, c => Step(c, Compared.Of(c).Difference(c, false), null))),
        ("Less", Comparison((a, b) => a < b, (a, b) => a < b, c => Step(c, Compared.Of(c).Difference(c, true), null))),
        ("GreaterOrEqual", Comparison((a, b) => a >= b, (a, b) => a >= b, c => Unless(c, pair => Step(c, pair.Difference(c, true), "less")))),
        ("LessOrEqual", Comparison((a, b) => a <= b, (a, b) => a <= b, c => Unless(c, pair => Step(c, pair.Difference(c, false), "greater")))),
        ("Equal", Comparison(
            (a, b) => a == b, (a, b) => a == b,
            c => Unless(c, pair => Step(c, Apply(c, ActivationFunction.Abs, pair.Difference(c, false), "distance"), "differs")))),
        ("And", Comparison((a, b) => a != 0 && b != 0, (a, b) => a != 0 && b != 0, c => Combined(c, new Product(), null))),
        ("Or", Comparison((a, b) => a != 0 || b != 0, (a, b) => a != 0 || b != 0, c => Step(c, Combined(c, new Sum(), "sum"), null))),
        ("Xor", Comparison(
            (a, b) => a != 0 != (b != 0), (a, b) => a != 0 != (b != 0),
            c => Apply(c, ActivationFunction.Abs, Compared.Of(c).Difference(c, false), null))),
        ("Not", new(c => c.Set(Not(c, c.Data(0), null)), c => Folding.Map(c, v => v == 0 ? 1 : 0, v => v == 0 ? 1 : 0), OldestOpset: 1)),
        ("Where", new(Where, FoldWhere)),
        ("Sign", new(Sign, c => Folding.Map(c, v => float.IsNaN(v) ? 0 : MathF.Sign(v), v => Math.Sign(v)))),
        ("ThresholdedRelu", new(c => Kept(c, c.Attributes.Float("alpha", 1)))),
        ("Shrink", new(Shrink)),
    ];

    /// <summary>x above 0: 1, else 0.</summary>
    public static ComputedValue Step(Conversion c, ComputedValue value, string? part) => Apply(c, ActivationFunction.Step, value, part);

    private static OperatorRow Comparison(Func<float, float, bool> floats, Func<long, long, bool> integers, Func<Conversion, ComputedValue> compute) => new(
        c => c.Set(compute(c)),
        c => Folding.Pair(c, (a, b) => floats(a, b) ? 1 : 0, (a, b) => integers(a, b) ? 1 : 0));

    private static ComputedValue Apply(Conversion c, ActivationFunction function, ComputedValue value, string? part) =>
        ActivationOperators.Apply(c, function, value, part);

    private static ComputedValue Not(Conversion c, ComputedValue value, string? part) => Apply(c, ActivationFunction.Affine(-1, 1), value, part);

    private static ComputedValue Combined(Conversion c, Layer layer, string? part)
    {
        var both = ElementwiseOperators.Operands(c);
        return c.Add(layer, c.Item(both[0]), part, both[0], both[1]);
    }

    /// <summary>1 where something does not hold of the inputs, but 0 where one of them is no number, of which nothing holds.</summary>
    private static ComputedValue Unless(Conversion c, Func<Compared, ComputedValue> holds)
    {
        var pair = Compared.Of(c);
        return Unless(c, null, holds(pair), pair.Inputs);
    }

    private static ComputedValue Unless(Conversion c, string? part, ComputedValue holds, params ReadOnlySpan<ComputedValue> inputs)
    {
        var item = c.Item(holds);
        var sizes = new ComputedValue[inputs.Length];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = c.As(Apply(c, ActivationFunction.Abs, inputs[i], $"size{i}"), holds.Shape);
        // Above 0 whatever the inputs are, but for NaN.
        var above = Apply(c, ActivationFunction.Affine(1, 1), sizes.Length == 1 ? sizes[0] : c.Add(new Sum(), item, "sizes", sizes), "above");
        var areNumbers = Step(c, above, "numbers");
        return c.Add(new Sum(), item, part, areNumbers, c.As(Apply(c, ActivationFunction.Affine(-1, 0), holds, "minus"), areNumbers.Shape));
    }

    /// <summary>What is not 0: 1, and NaN is not.</summary>
    public static ComputedValue Truth(Conversion c, ComputedValue value) =>
        Not(c, Unless(c, "zero", Step(c, Apply(c, ActivationFunction.Abs, value, "abs"), "differs"), value), null);

    // choice x first + (1 - choice) x second.
    private static void Where(Conversion c)
    {
        var values = ElementwiseOperators.Operands(c, Finite(c));
        var item = c.Item(values[0]);
        var first = c.Add(new Product(), item, "first", values[0], values[1]);
        var second = c.Add(new Product(), item, "second", c.As(Not(c, values[0], "other"), values[0].Shape), values[2]);
        c.Set(c.Add(new Sum(), item, null, first, second));
    }

    // Of constants that are infinite, as masks have, nothing is left where they are not chosen.
    private static Value?[] Finite(Conversion c)
    {
        Value?[] inputs = [.. c.Inputs];
        for (var i = 1; i < inputs.Length; i++)
        {
            if (inputs[i] is KnownValue { Tensor: { IsFloat: true } tensor } known && tensor.Floats.Any(float.IsInfinity))
            {
                var finite = c.Made(tensor.Count, at => Math.Clamp(tensor.Floats[at], -float.MaxValue, float.MaxValue));
                inputs[i] = known with { Tensor = new OnnxTensor(tensor.Name, tensor.Dims, finite) };
            }
        }
        return inputs;
    }

    private static OnnxTensor FoldWhere(Conversion c)
    {
        OnnxTensor condition = c.Constant(0), a = c.Constant(1), b = c.Constant(2);
        if (a.IsFloat != b.IsFloat) throw c.Error("takes tensors of different types");
        var dims = Folding.Common(c, condition, a, b);
        var count = Folding.RequireSmall(c, dims, a.IsFloat, places: 3);
        int[] chosen = Folding.Positions(condition.Dims, dims), first = Folding.Positions(a.Dims, dims), second = Folding.Positions(b.Dims, dims);
        bool IsChosen(int i) => condition.IsFloat ? condition.Floats[chosen[i]] != 0 : condition.Integers[chosen[i]] != 0;
        T[] Choose<T>(T[] x, T[] y)
        {
            var result = new T[count];
            for (var i = 0; i < count; i++) result[i] = IsChosen(i) ? x[first[i]] : y[second[i]];
            return result;
        }
        return a.IsFloat
            ? new(c.Node.Output[0], a.Type, dims, Choose(a.Floats, b.Floats), null)
            : new(c.Node.Output[0], a.Type, dims, null, Choose(a.Integers, b.Integers));
    }

    private static void Sign(Conversion c)
    {
        var (input, item) = (c.Data(0), c.Item(c.Data(0)));
        var below = Apply(c, ActivationFunction.Affine(-1, 0), Step(c, Apply(c, ActivationFunction.Affine(-1, 0), input, "minus"), "below"), "less");
        c.Set(c.Add(new Sum(), item, null, Step(c, input, "above"), below));
    }

    private static void Kept(Conversion c, float above)
    {
        var input = c.Data(0);
        c.Set(c.Guard(() => Beyond(c, input, 1, above, 0, null)));
    }

    private static void Shrink(Conversion c)
    {
        var (input, bias, limit) = (c.Data(0), c.Attributes.Float("bias", 0), c.Attributes.Float("lambd", 0.5f));
        if (limit < 0) throw c.Error($"has a lambd of {limit}, below 0, which is not supported");
        c.Set(c.Guard(() => c.Add(new Sum(), c.Item(input), null, Beyond(c, input, 1, limit, -bias, "above"), Beyond(c, input, -1, limit, bias, "below"))));
    }

    /// <summary>Above a limit, or below its opposite: the input and a shift; 0 elsewhere, where an infinity is kept off the product with 0.</summary>
    private static ComputedValue Beyond(Conversion c, ComputedValue input, int sign, float limit, float shift, string? part)
    {
        var front = part is null ? "" : part + ".";
        var item = c.Item(input);
        var isBeyond = Step(c, Apply(c, ActivationFunction.Affine(sign, -limit), input, front + "difference"), front + "beyond");
        var kept = c.Add(sign > 0 ? new Clip(limit, float.PositiveInfinity) : new Clip(float.NegativeInfinity, -limit), item, front + "kept", input);
        if (shift != 0) kept = Apply(c, ActivationFunction.Affine(1, shift), kept, front + "shifted");
        return c.Add(new Product(), item, part, kept, isBeyond);
    }
}

using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Comparisons, and choices by them. A bool that is computed is 1 or 0 in float32.</summary>
internal static class LogicOperators
{
    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("Greater", Comparison((a, b) => a > b, (a, b) => a > b, c => Above(c, false))),
        ("Less", Comparison((a, b) => a < b, (a, b) => a < b, c => Above(c, true))),
        ("GreaterOrEqual", Comparison((a, b) => a >= b, (a, b) => a >= b, c => Not(c, Above(c, true, "less"), null))),
        ("LessOrEqual", Comparison((a, b) => a <= b, (a, b) => a <= b, c => Not(c, Above(c, false, "greater"), null))),
        ("Equal", Comparison((a, b) => a == b, (a, b) => a == b, c => Not(c, Step(c, Apply(c, ActivationFunction.Abs, Difference(c, false), "distance"), "differs"), null))),
        ("And", Comparison((a, b) => a != 0 && b != 0, (a, b) => a != 0 && b != 0, c => Combined(c, new Product(), null))),
        ("Or", Comparison((a, b) => a != 0 || b != 0, (a, b) => a != 0 || b != 0, c => Step(c, Combined(c, new Sum(), "sum"), null))),
        ("Xor", Comparison((a, b) => a != 0 != (b != 0), (a, b) => a != 0 != (b != 0), c => Apply(c, ActivationFunction.Abs, Difference(c, false), null))),
        ("Not", new(c => c.Set(Not(c, c.Data(0), null)), c => Folding.Map(c, v => v == 0 ? 1 : 0, v => v == 0 ? 1 : 0), OldestOpset: 1)),
        ("Where", new(Where, FoldWhere)),
        ("Sign", new(Sign, c => Folding.Map(c, v => float.IsNaN(v) ? v : MathF.Sign(v), v => Math.Sign(v)))),
        ("ThresholdedRelu", new(c => Kept(c, c.Attributes.Float("alpha", 1)))),
        ("Shrink", new(Shrink)),
    ];

    /// <summary>x above 0: 1, else 0.</summary>
    public static ComputedValue Step(Conversion c, ComputedValue value, string? part) => Apply(c, ActivationFunction.Step, value, part);

    private static OperatorRow Comparison(Func<float, float, bool> floats, Func<long, long, bool> integers, Func<Conversion, ComputedValue> compute) => new(
        c => c.Set(compute(c)),
        c => Folding.Pair(c, (a, b) => floats(a, b) ? 1 : 0, (a, b) => integers(a, b) ? 1 : 0));

    private static ComputedValue Apply(Conversion c, ActivationFunction function, ComputedValue value, string? part) => ActivationOperators.Apply(c, function, value, part);

    private static ComputedValue Not(Conversion c, ComputedValue value, string? part) => Apply(c, ActivationFunction.Affine(-1, 1), value, part);

    private static ComputedValue Combined(Conversion c, Layer layer, string? part)
    {
        var both = ElementwiseOperators.Operands(c);
        return c.Add(layer, c.Item(both[0]), part, both[0], both[1]);
    }

    // The first input above the second, or the second above the first.
    private static ComputedValue Above(Conversion c, bool isTurned, string? part = null) => Step(c, Difference(c, isTurned), part);

    /// <summary>The first input less the second, or the second less the first. It is 0 where they are equal and nowhere else.</summary>
    private static ComputedValue Difference(Conversion c, bool isTurned)
    {
        if (ElementwiseOperators.Scalar(c) is var (value, scalar, isSecond))
        {
            var sign = isSecond == isTurned ? -1 : 1;
            return sign == 1 && scalar == 0 ? value : Apply(c, ActivationFunction.Affine(sign, -sign * scalar), value, "difference");
        }
        var both = ElementwiseOperators.Operands(c);
        if (isTurned) Array.Reverse(both);
        return c.Add(new Sum(), c.Item(both[0]), "difference", both[0], c.As(Apply(c, ActivationFunction.Affine(-1, 0), both[1], "minus"), both[0].Shape));
    }

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
                inputs[i] = known with { Tensor = new OnnxTensor(tensor.Name, tensor.Dims, c.Made(tensor.Count, at => Math.Clamp(tensor.Floats[at], -float.MaxValue, float.MaxValue))) };
        }
        return inputs;
    }

    private static OnnxTensor FoldWhere(Conversion c)
    {
        OnnxTensor condition = c.Constant(0), a = c.Constant(1), b = c.Constant(2);
        if (a.IsFloat != b.IsFloat) throw c.Error("takes tensors of different types");
        var dims = Folding.Common(c, condition, a, b);
        var count = Folding.RequireSmall(c, dims);
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
        var isAbove = Step(c, c.Guard(() => Apply(c, ActivationFunction.Affine(1, -above), input, "difference")), "above");
        c.Set(c.Add(new Product(), c.Item(input), null, input, isAbove));
    }

    private static void Shrink(Conversion c)
    {
        var (input, bias, limit) = (c.Data(0), c.Attributes.Float("bias", 0), c.Attributes.Float("lambd", 0.5f));
        ComputedValue Side(int sign, string part)
        {
            var isBeyond = Step(c, Apply(c, ActivationFunction.Affine(sign, -limit), input, part + ".difference"), part + ".beyond");
            return c.Add(new Product(), c.Item(input), part, isBeyond, Apply(c, ActivationFunction.Affine(1, -sign * bias), input, part + ".shrunk"));
        }
        c.Set(c.Guard(() => c.Add(new Sum(), c.Item(input), null, Side(1, "above"), Side(-1, "below"))));
    }
}

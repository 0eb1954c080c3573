using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Operators of two or more inputs, element by element, repeated to common sizes.</summary>
internal static class ElementwiseOperators
{
    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("Add", new(Add, c => Folding.Pair(c, (a, b) => a + b, (a, b) => a + b))),
        ("Sub", new(Subtract, c => Folding.Pair(c, (a, b) => a - b, (a, b) => a - b))),
        ("Mul", new(Multiply, c => Folding.Pair(c, (a, b) => a * b, (a, b) => a * b))),
        ("Div", new(Divide, c => Folding.Pair(c, (a, b) => a / b, (a, b) => b == 0 ? throw c.Error("divides by 0") : a / b))),
        ("Pow", new(Power, c => Folding.Pair(c, MathF.Pow, (a, b) => (long)Math.Pow(a, b)), ConstantFrom: 1)),
        ("Sum", new(c => c.Set(Added(c, Operands(c))))),
        ("Mean", new(Mean)),
        ("Max", new(c => Extreme(c, negate: false), c => c.InputCount == 2 ? Folding.Pair(c, MathF.Max, Math.Max) : null)),
        ("Min", new(c => Extreme(c, negate: true), c => c.InputCount == 2 ? Folding.Pair(c, MathF.Min, Math.Min) : null)),
    ];

    private static void Add(Conversion c)
    {
        if (Scalar(c) is var (value, scalar, _)) Affine(c, value, 1, scalar);
        else c.Set(Added(c, Operands(c)));
    }

    private static void Subtract(Conversion c)
    {
        if (Scalar(c) is var (value, scalar, isSecond))
        {
            if (isSecond) Affine(c, value, 1, -scalar);
            else Affine(c, value, -1, scalar);
            return;
        }
        var both = Operands(c);
        c.Set(Added(c, [both[0], c.As(ActivationOperators.Apply(c, ActivationFunction.Affine(-1, 0), both[1], "minus"), both[0].Shape)]));
    }

    private static void Multiply(Conversion c)
    {
        if (Scalar(c) is var (value, scalar, _))
        {
            Affine(c, value, scalar, 0);
            return;
        }
        var both = Operands(c);
        c.Set(c.Add(new Product(), c.Item(both[0]), null, both[0], both[1]));
    }

    private static void Divide(Conversion c)
    {
        if (Scalar(c) is var (value, scalar, isSecond))
        {
            if (isSecond) Affine(c, value, 1 / scalar, 0);
            else Affine(c, ActivationOperators.Apply(c, ActivationFunction.Reciprocal, value, "reciprocal"), scalar, 0);
            return;
        }
        var both = Operands(c);
        var inverse = c.As(ActivationOperators.Apply(c, ActivationFunction.Reciprocal, both[1], "reciprocal"), both[0].Shape);
        c.Set(c.Add(new Product(), c.Item(both[0]), null, both[0], inverse));
    }

    private static void Power(Conversion c)
    {
        var (input, exponents) = (c.Data(0), c.Floats(c.Constant(1)));
        if (exponents.Length == 0 || exponents.Any(e => e != exponents[0]) || c.Constant(1).Dims.Count > input.Dims.Count)
            throw c.Error("has exponents that differ, which is not supported");
        var exponent = exponents[0];
        c.Set(c.Guard(() => exponent switch
        {
            0.5f => ActivationOperators.Apply(c, ActivationFunction.Root(2), input, null),
            -1 => ActivationOperators.Apply(c, ActivationFunction.Reciprocal, input, null),
            -0.5f => ActivationOperators.Apply(c, ActivationFunction.Reciprocal, ActivationOperators.Apply(c, ActivationFunction.Root(2), input, "root"), null),
            > 0 and < 1 => ActivationOperators.Apply(c, ActivationFunction.Root(1 / exponent), input, null),
            < -1 => ActivationOperators.Apply(
                c, ActivationFunction.Reciprocal, ActivationOperators.Apply(c, ActivationFunction.Power(-exponent), input, "power"), null),
            _ => ActivationOperators.Apply(c, ActivationFunction.Power(exponent), input, null),
        }));
    }

    private static void Mean(Conversion c)
    {
        var count = c.InputCount;
        var sum = Added(c, Operands(c), "sum");
        c.Set(ActivationOperators.Apply(c, ActivationFunction.Affine(1f / count, 0), sum, null));
    }

    // The inputs lie behind each other as the rows of an image, whose maximum is pooled.
    private static void Extreme(Conversion c, bool negate)
    {
        var operands = Operands(c);
        var item = c.Item(operands[0]);
        var count = (int)Conversion.Count(item);
        ComputedValue Turned(ComputedValue v, string? part) => negate ? ActivationOperators.Apply(c, ActivationFunction.Affine(-1, 0), v, part) : v;
        if (operands.Length == 1)
        {
            c.Set(operands[0]);
            return;
        }
        ComputedValue[] flat = [.. operands.Select(o => c.As(Turned(o, "minus"), new Shape(1, count)))];
        var rows = c.Add(new Concat(), [operands.Length, count], "joined", flat);
        var most = c.Add(new MaxPool2D((operands.Length, 1)), item, negate ? "maximum" : null, c.As(rows, new Shape(1, 1, operands.Length, count)));
        c.Set(Turned(most, null));
    }

    private static ComputedValue Added(Conversion c, ComputedValue[] operands, string? part = null) =>
        operands.Length == 1 ? operands[0] : c.Add(new Sum(), c.Item(operands[0]), part, operands);

    private static void Affine(Conversion c, ComputedValue value, float scale, float shift) =>
        c.Set(c.Guard(() => ActivationOperators.Apply(c, ActivationFunction.Affine(scale, shift), value, null)));

    /// <summary>The computed input and the constant, where one of two inputs is a single number that makes the other no larger.</summary>
    public static (ComputedValue Value, float Scalar, bool IsSecond)? Scalar(Conversion c)
    {
        for (var i = 0; i < 2 && c.InputCount == 2; i++)
        {
            if (c.Input(i) is KnownValue { Tensor.Count: 1 } known && c.Input(1 - i) is ComputedValue value && known.Dims.Count <= value.Dims.Count
                && float.IsFinite(known.Tensor.ToFloats()[0]))
                return (value, known.Tensor.ToFloats()[0], i == 1);
        }
        return null;
    }

    /// <summary>All inputs, repeated to common sizes and of the same shape.</summary>
    public static ComputedValue[] Operands(Conversion c) => Operands(c, c.Inputs);

    /// <summary>All of some inputs, repeated to common sizes and of the same shape.</summary>
    public static ComputedValue[] Operands(Conversion c, IReadOnlyList<Value?> inputs)
    {
        var values = inputs.Select((v, i) => Aligned(c, v ?? c.Input(i), i)).ToList();
        var near = values.OfType<ComputedValue>().FirstOrDefault() ?? c.Data(0);
        var item = Common(c, values);
        var shape = near.Dims.Count == item.Length + c.Lead && c.Item(near).SequenceEqual(item) ? near.Shape : Shapes.Of(item);
        return [.. values.Select(v => c.As(v is KnownValue known ? c.Spread(known, item, near) : Repeated(c, (ComputedValue)v, item), shape))];
    }

    // Up to opset 6 the second input's axes stood from a given axis of the first on.
    private static Value Aligned(Conversion c, Value value, int input)
    {
        if (c.Opset >= 7 || input == 0 || !c.Attributes.Flag("broadcast") || value is not KnownValue known) return value;
        var rank = c.Input(0).Dims.Count;
        var axis = c.Axis(c.Attributes.Integer("axis", rank - known.Dims.Count), Math.Max(rank, 1));
        var behind = rank - axis - known.Dims.Count;
        if (behind <= 0) return value;
        int[] dims = [.. known.Dims, .. Enumerable.Repeat(1, behind)];
        return known with { Tensor = known.Tensor.Shaped(dims), Dims = dims };
    }

    /// <summary>What is computed, repeated to the sizes of an item.</summary>
    public static ComputedValue Repeated(Conversion c, ComputedValue value, int[] item)
    {
        var own = c.Item(value);
        if (c.Lead == 1 && own.Length != item.Length) throw c.Mixed($"adds axes in front of {OnnxTensor.Describe(value.Dims)}");
        if (own.AsSpan().SequenceEqual(item)) return value;
        return c.Rearrange(value, c.Guard(() => Rearranging.Broadcast(own, item)).Axes, item, "repeated");
    }

    private static int[] Common(Conversion c, List<Value> values)
    {
        var rank = values.Max(v => v.Dims.Count);
        var dims = Enumerable.Repeat(1, rank).ToArray();
        foreach (var value in values)
        {
            var front = rank - value.Dims.Count;
            for (var i = 0; i < value.Dims.Count; i++)
            {
                var size = value.Dims[i];
                if (size != 1 && dims[front + i] != 1 && dims[front + i] != size)
                    throw c.Error($"takes inputs of {string.Join(" and ", values.Take(8).Select(v => OnnxTensor.Describe(v.Dims)))}, which do not fit");
                if (size != 1) dims[front + i] = size;
            }
        }
        if (c.Lead == 1 && values.OfType<ComputedValue>().Any(v => v.Dims.Count != rank)) throw c.Mixed("adds axes in front of the batch");
        if (c.Lead == 1 && values.OfType<ComputedValue>().First().Dims[0] != dims[0]) throw c.Mixed("takes constants that differ from item to item");
        return dims[c.Lead..];
    }
}

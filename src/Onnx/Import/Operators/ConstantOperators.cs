using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Constants, sizes, and what models compute of them.</summary>
internal static class ConstantOperators
{
    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("Constant", new(null, Constant)),
        ("ConstantOfShape", new(null, Filled, ConstantFrom: 0)),
        ("Shape", new(null, SizesOf, FoldsShapes: true)),
        ("Size", new(null, c => Whole(c, [], [c.Input(0).Dims.Aggregate(1L, (count, d) => checked(count * d))]), FoldsShapes: true)),
        ("Range", new(null, Range, ConstantFrom: 0)),
        ("Cast", new(Cast, CastConstant)),
        ("Floor", new(c => Whole(c, ActivationFunction.Floor), c => Folding.Map(c, MathF.Floor, v => v))),
        ("Ceil", new(c => Whole(c, ActivationFunction.Ceil), c => Folding.Map(c, MathF.Ceiling, v => v))),
        ("Round", new(c => Whole(c, ActivationFunction.Round), c => Folding.Map(c, MathF.Round, v => v))),
        ("Mod", new(null, Rest, ConstantFrom: 0)),
        ("ReduceProd", new(null, Product)),
    ];

    private static OnnxTensor Constant(Conversion c)
    {
        var a = c.Attributes;
        var name = c.Node.Output[0];
        if (a.Tensor("value") is { } tensor) return tensor.Named(name);
        if (a.Has("value_float")) return new(name, [], [a.Float("value_float", 0)]);
        if (a.Has("value_int")) return new(name, [], [a.Integer("value_int", 0)]);
        if (a.Floats("value_floats") is { } floats) return new(name, [floats.Length], floats);
        if (a.Integers("value_ints") is { } integers) return new(name, [integers.Length], integers);
        throw c.Error("holds no tensor of numbers");
    }

    private static OnnxTensor Filled(Conversion c)
    {
        int[] dims = [.. c.Constant(0).Integers.Select(v => v is >= 0 and <= int.MaxValue ? (int)v : throw c.Error($"makes a size of {v}"))];
        var value = c.Attributes.Tensor("value");
        var count = Folding.RequireSmall(c, dims, value?.IsFloat ?? true);
        if (value is { Count: not 1 }) throw c.Error($"repeats {value}, which is not one number");
        var name = c.Node.Output[0];
        return value is null || value.IsFloat
            ? new(name, dims, [.. Enumerable.Repeat(value?.Floats[0] ?? 0, count)])
            : new(name, value.Type, dims, null, [.. Enumerable.Repeat(value.Integers[0], count)]);
    }

    private static OnnxTensor SizesOf(Conversion c)
    {
        var dims = c.Input(0).Dims;
        int Clamped(long at) => (int)Math.Clamp(at < 0 ? at + dims.Count : at, 0, dims.Count);
        int start = Clamped(c.Attributes.Integer("start", 0)), end = Clamped(c.Attributes.Integer("end", dims.Count));
        long[] part = [.. dims.Skip(start).Take(Math.Max(end - start, 0)).Select(d => (long)d)];
        return Whole(c, [part.Length], part);
    }

    private static OnnxTensor Range(Conversion c)
    {
        var (start, limit, delta) = (c.Constant(0), c.Constant(1), c.Constant(2));
        if (start.Count != 1 || limit.Count != 1 || delta.Count != 1 || delta.ToFloats()[0] == 0) throw c.Error("has no range of numbers");
        var count = start.IsFloat
            ? (int)Math.Clamp(Math.Ceiling(((double)limit.Floats[0] - start.Floats[0]) / delta.Floats[0]), 0, int.MaxValue)
            : (int)Int128.Clamp(Steps(start.Integers[0], limit.Integers[0], delta.Integers[0]), 0, int.MaxValue);
        count = Folding.RequireSmall(c, [count], start.IsFloat);
        return start.IsFloat
            ? new(c.Node.Output[0], [count], [.. Enumerable.Range(0, count).Select(i => start.Floats[0] + i * delta.Floats[0])])
            : Whole(c, [count], [.. Enumerable.Range(0, count).Select(i => start.Integers[0] + i * delta.Integers[0])]);
    }

    // Rounded up; what lies in the other direction is less than 1.
    private static Int128 Steps(Int128 start, Int128 limit, Int128 delta)
    {
        var (whole, rest) = Int128.DivRem(limit - start, delta);
        return rest != 0 && rest > 0 == delta > 0 ? whole + 1 : whole;
    }

    private static void Cast(Conversion c)
    {
        var (input, to) = (c.Data(0), Target(c));
        if (to == OnnxElementType.Bool)
        {
            c.Set(LogicOperators.Truth(c, input));
            return;
        }
        if (!to.IsFloat() && !IsWhole(input))
        {
            // Towards 0: the part above it down, the part below it up.
            var item = c.Item(input);
            var above = c.Add(new ReLU(), item, "above", input);
            var below = c.Add(new Clip(float.NegativeInfinity, 0), item, "below", input);
            var down = ActivationOperators.Apply(c, ActivationFunction.Floor, above, "down");
            var up = ActivationOperators.Apply(c, ActivationFunction.Ceil, below, "up");
            input = c.Add(new Sum(), item, null, down, up);
        }
        c.Set(input);
    }

    private static bool IsWhole(ComputedValue value) =>
        value.Node.Layer is MathFunction { Function.Kind: ActivationKind.Floor or ActivationKind.Ceil or ActivationKind.Round or ActivationKind.Step };

    private static void Whole(Conversion c, ActivationFunction function) => c.Set(ActivationOperators.Apply(c, function, c.Data(0), null));

    private static OnnxTensor CastConstant(Conversion c)
    {
        var (value, to) = (c.Constant(0), Target(c));
        c.Charge(value.Count, Folding.BytesOf(to.IsFloat()));
        if (to.IsFloat()) return new(value.Name, to, value.Dims, value.ToFloats(), null);
        return new(value.Name, to, value.Dims, null, value.IsFloat
            ? Array.ConvertAll(value.Floats, v => to == OnnxElementType.Bool ? v != 0 ? 1 : 0 : (long)v)
            : to == OnnxElementType.Bool ? Array.ConvertAll(value.Integers, v => v != 0 ? 1L : 0) : value.Integers);
    }

    private static OnnxElementType Target(Conversion c) =>
        (OnnxElementType)c.Attributes.Integer("to", 0) is var to && Enum.IsDefined(to) ? to : throw c.Error("casts to a type that is not supported");

    // The rest has the sign of the divisor, as in Python, unless fmod says as in C.
    private static OnnxTensor? Rest(Conversion c)
    {
        var asInC = c.Attributes.Flag("fmod");
        return Folding.Pair(
            c, (a, b) => asInC ? a % b : a - b * MathF.Floor(a / b),
            (a, b) => b == 0 ? throw c.Error("divides by 0") : asInC || a % b == 0 || a < 0 == b < 0 ? a % b : a % b + b);
    }

    // Of sizes: one list becomes one number.
    private static OnnxTensor Product(Conversion c)
    {
        var value = c.Constant(0);
        if (value.IsFloat || value.Dims.Count != 1) throw c.Error("multiplies what is no list of sizes, which is not supported");
        return Whole(c, c.Attributes.Integer("keepdims", 1) != 0 ? [1] : [], [value.Integers.Aggregate(1L, (product, v) => unchecked(product * v))]);
    }

    private static OnnxTensor Whole(Conversion c, int[] dims, long[] values) => new(c.Node.Output[0], dims, values);
}

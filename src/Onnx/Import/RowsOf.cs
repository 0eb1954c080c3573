using ConvGpu.Kernels;
using ConvGpu.Onnx.Import.Operators;

namespace ConvGpu.Onnx.Import;

/// <summary>What is computed, seen as rows along some of its axes that become a number each.</summary>
/// <param name="C">The node.</param>
/// <param name="Input">The rows: <paramref name="Count"/> channels of one row of an image.</param>
/// <param name="Count">How many rows there are.</param>
/// <param name="Length">The elements of a row.</param>
internal sealed record RowsOf(Conversion C, ComputedValue Input, int Count, int Length)
{
    /// <summary>Rows along axes of an item, which go behind the others.</summary>
    public static RowsOf Along(Conversion c, ComputedValue input, int[] axes)
    {
        var item = c.Item(input);
        int[] kept = [.. Enumerable.Range(0, item.Length).Except(axes)];
        var turned = c.Rearrange(input, Rearranging.Permuted(item, [.. kept, .. axes]), [.. kept.Select(a => item[a]), .. axes.Select(a => item[a])], "turned");
        int count = (int)Conversion.Count([.. kept.Select(a => item[a])]), length = (int)Conversion.Count([.. axes.Select(a => item[a])]);
        return new(c, c.As(c.Sized(turned, [count, length]), new Shape(1, count, 1, length)), count, length);
    }

    public ComputedValue Mean(ComputedValue rows, string? part) => C.Add(new GlobalAvgPool2D(), [Count], part, rows);

    public ComputedValue Maximum(ComputedValue rows, string? part) => C.Add(new GlobalMaxPool2D(), [Count], part, rows);

    public ComputedValue Sum(ComputedValue rows, string? part) =>
        Apply(ActivationFunction.Affine(Length, 0), Mean(rows, part is null ? "mean" : part + ".mean"), part);

    public ComputedValue Apply(ActivationFunction function, ComputedValue value, string? part) => ActivationOperators.Apply(C, function, value, part);

    /// <summary>A number a row, repeated along it.</summary>
    public ComputedValue Spread(ComputedValue numbers, string part)
    {
        var spread = C.Rearrange(C.Sized(numbers, [Count, 1]), Rearranging.Broadcast([Count, 1], [Count, Length]).Axes, [Count, Length], part);
        return C.As(spread, Input.Shape);
    }

    /// <summary>The rows less a number for each.</summary>
    public ComputedValue Less(ComputedValue rows, ComputedValue numbers, string part)
    {
        var minus = Spread(Apply(ActivationFunction.Affine(-1, 0), numbers, part + ".minus"), part + ".spread");
        return C.Add(new Sum(), [Count, Length], part, rows, minus);
    }

    /// <summary>Numbers that are the same in each row.</summary>
    public ComputedValue Constant(float[] numbers) =>
        C.As(C.Spread(new KnownValue(new OnnxTensor("", [Length], numbers), false), [Count, Length], Input), Input.Shape);
}

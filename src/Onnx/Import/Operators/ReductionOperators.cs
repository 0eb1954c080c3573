using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Sums, means and maxima along axes: the axes go behind the others, and rows are pooled.</summary>
internal static class ReductionOperators
{
    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("ReduceMean", Row((c, r) => r.Mean(r.Input, null))),
        ("ReduceSum", Row((c, r) => r.Sum(r.Input, null))),
        ("ReduceMax", Row((c, r) => r.Maximum(r.Input, null))),
        ("ReduceMin", Row((c, r) => r.Apply(ActivationFunction.Affine(-1, 0), r.Maximum(r.Apply(ActivationFunction.Affine(-1, 0), r.Input, "minus"), "maximum"), null))),
        ("ReduceL1", Row((c, r) => r.Sum(r.Apply(ActivationFunction.Abs, r.Input, "abs"), null))),
        ("ReduceL2", Row((c, r) => r.Apply(ActivationFunction.Root(2), r.Sum(r.Apply(ActivationFunction.Power(2), r.Input, "square"), "sum"), null))),
        ("ReduceSumSquare", Row((c, r) => r.Sum(r.Apply(ActivationFunction.Power(2), r.Input, "square"), null))),
        ("ReduceLogSum", Row((c, r) => r.Apply(ActivationFunction.Log, r.Sum(r.Input, "sum"), null))),
        ("ReduceLogSumExp", Row(LogSumExp)),
    ];

    private static OperatorRow Row(Func<Conversion, Reduction, ComputedValue> reduce) => new(
        c =>
        {
            var input = c.Data(0);
            // Attributes first, then an input: of ReduceSum from opset 13, of the others from 18 on.
            var told = c.Has(1) ? c.Constant(1).Integers : c.Attributes.Integers("axes");
            if (told is null or { Length: 0 } && c.Attributes.Flag("noop_with_empty_axes"))
            {
                c.Set(input);
                return;
            }
            var rank = input.Dims.Count;
            var axes = told is null or { Length: 0 } ? [.. Enumerable.Range(0, rank)] : told.Select(a => c.Axis(a, rank)).Distinct().Order().ToArray();
            if (c.Lead == 1 && axes.Contains(0)) throw c.Mixed("reduces along the batch");
            int[] item = c.Item(input), reduced = [.. axes.Select(a => a - c.Lead)];
            int[] kept = [.. Enumerable.Range(0, item.Length).Except(reduced)];
            var rows = c.Rearrange(input, Rearranging.Permuted(item, [.. kept, .. reduced]), [.. kept.Select(a => item[a]), .. reduced.Select(a => item[a])], "turned");
            int count = (int)Conversion.Count([.. kept.Select(a => item[a])]), length = (int)Conversion.Count([.. reduced.Select(a => item[a])]);
            var result = reduce(c, new Reduction(c, c.As(c.Sized(rows, [count, length]), new Shape(1, count, 1, length)), count, length));
            var keeps = c.Attributes.Integer("keepdims", 1) != 0;
            c.Set(c.Sized(result, keeps ? [.. item.Select((d, i) => reduced.Contains(i) ? 1 : d)] : [.. kept.Select(a => item[a])]));
        },
        ConstantFrom: 1);

    // The maximum is taken out first, so that no power overflows.
    private static ComputedValue LogSumExp(Conversion c, Reduction r)
    {
        var most = r.Maximum(r.Input, "maximum");
        var spread = c.Rearrange(c.Sized(most, [r.Count, 1]), Rearranging.Broadcast([r.Count, 1], [r.Count, r.Length]).Axes, [r.Count, r.Length], "spread");
        var minus = c.As(r.Apply(ActivationFunction.Affine(-1, 0), spread, "minus"), r.Input.Shape);
        var powers = r.Apply(ActivationFunction.Exp, c.Add(new Sum(), [r.Count, r.Length], "below", r.Input, minus), "exp");
        var logs = r.Apply(ActivationFunction.Log, r.Sum(powers, "sum"), "log");
        return c.Add(new Sum(), [r.Count], null, logs, c.As(c.Sized(most, [r.Count]), logs.Shape));
    }

    /// <summary>Rows that become a number each.</summary>
    private sealed record Reduction(Conversion C, ComputedValue Input, int Count, int Length)
    {
        public ComputedValue Mean(ComputedValue rows, string? part) => C.Add(new GlobalAvgPool2D(), [Count], part, rows);

        public ComputedValue Maximum(ComputedValue rows, string? part) => C.Add(new GlobalMaxPool2D(), [Count], part, rows);

        public ComputedValue Sum(ComputedValue rows, string? part) =>
            Apply(ActivationFunction.Affine(Length, 0), Mean(rows, part is null ? "mean" : part + ".mean"), part);

        public ComputedValue Apply(ActivationFunction function, ComputedValue value, string? part) => ActivationOperators.Apply(C, function, value, part);
    }
}

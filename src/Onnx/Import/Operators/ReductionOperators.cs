using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Sums, means and maxima along axes.</summary>
internal static class ReductionOperators
{
    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("ReduceMean", Row(r => r.Mean(r.Input, null))),
        ("ReduceSum", Row(r => r.Sum(r.Input, null))),
        ("ReduceMax", Row(r => r.Maximum(r.Input, null))),
        ("ReduceMin", Row(r => r.Apply(ActivationFunction.Affine(-1, 0), r.Maximum(r.Apply(ActivationFunction.Affine(-1, 0), r.Input, "minus"), "maximum"), null))),
        ("ReduceL1", Row(r => r.Sum(r.Apply(ActivationFunction.Abs, r.Input, "abs"), null))),
        ("ReduceL2", Row(r => r.Apply(ActivationFunction.Root(2), r.Sum(r.Apply(ActivationFunction.Power(2), r.Input, "square"), "sum"), null))),
        ("ReduceSumSquare", Row(r => r.Sum(r.Apply(ActivationFunction.Power(2), r.Input, "square"), null))),
        ("ReduceLogSum", Row(r => r.Apply(ActivationFunction.Log, r.Sum(r.Input, "sum"), null))),
        ("ReduceLogSumExp", Row(LogSumExp)),
    ];

    /// <summary>Sets a node's output to a number for each row along axes of an item.</summary>
    public static void Reduce(Conversion c, ComputedValue input, int[] axes, Func<RowsOf, ComputedValue> reduce)
    {
        var item = c.Item(input);
        var result = reduce(RowsOf.Along(c, input, axes));
        var keeps = c.Attributes.Integer("keepdims", 1) != 0;
        c.Set(c.Sized(result, keeps ? [.. item.Select((d, i) => axes.Contains(i) ? 1 : d)] : [.. item.Where((_, i) => !axes.Contains(i))]));
    }

    private static OperatorRow Row(Func<RowsOf, ComputedValue> reduce) => new(
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
            Reduce(c, input, [.. axes.Select(a => a - c.Lead)], reduce);
        },
        ConstantFrom: 1);

    // The maximum is taken out first, so that no power overflows.
    private static ComputedValue LogSumExp(RowsOf r)
    {
        var most = r.Maximum(r.Input, "maximum");
        var powers = r.Apply(ActivationFunction.Exp, r.Less(r.Input, most, "below"), "exp");
        var logs = r.Apply(ActivationFunction.Log, r.Sum(powers, "sum"), "log");
        return r.C.Add(new Sum(), [r.Count], null, logs, r.C.As(r.C.Sized(most, [r.Count]), logs.Shape));
    }
}

using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Where the greatest and least elements stand, as segmenting networks put out: whole numbers, held as float32.</summary>
internal static class PlaceOperators
{
    // Whole numbers up to which float32 holds all.
    private const int MostPlaces = 1 << 24;

    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("ArgMax", new(c => Place(c, negate: false))),
        ("ArgMin", new(c => Place(c, negate: true))),
        ("Hardmax", new(Hardmax)),
    ];

    private static void Place(Conversion c, bool negate)
    {
        var input = c.Data(0);
        var axis = c.ItemAxis(c.Attributes.Integer("axis", 0), Math.Max(input.Dims.Count, 1));
        var isLast = c.Attributes.Flag("select_last_index");
        var values = negate ? ActivationOperators.Apply(c, ActivationFunction.Affine(-1, 0), input, "minus") : input;
        ReductionOperators.Reduce(c, values, [axis], r =>
        {
            var most = r.Maximum(Marked(r, isLast), "mark");
            return r.Apply(isLast ? ActivationFunction.Affine(1, -1) : ActivationFunction.Affine(-1, r.Length), most, null);
        });
    }

    /// <summary>
    /// 0 where an element is below its row's maximum; else its place, counted from 1 from the front or, so that the first has the largest, from
    /// the back.
    /// </summary>
    private static ComputedValue Marked(RowsOf r, bool isLast)
    {
        if (r.Length > MostPlaces) throw r.C.Error($"looks for a place among {r.Length:N0}; up to {MostPlaces:N0} are supported");
        var below = r.Less(r.Input, r.Maximum(r.Input, "maximum"), "below");
        var isLess = r.Apply(ActivationFunction.Step, r.Apply(ActivationFunction.Affine(-1, 0), below, "distance"), "step");
        var isMost = r.Apply(ActivationFunction.Affine(-1, 1), isLess, "most");
        return r.C.Add(new Product(), [r.Count, r.Length], "marked", isMost, r.Constant(r.C.Made(r.Length, i => isLast ? i + 1 : r.Length - i)));
    }

    // 1 at the first of the greatest elements.
    private static void Hardmax(Conversion c)
    {
        var input = c.Data(0);
        var item = c.Item(input);
        var axis = c.ItemAxis(c.Attributes.Integer("axis", c.Opset < 13 ? 1 : -1), Math.Max(input.Dims.Count, 1));
        int[] axes = c.Opset < 13 ? [.. Enumerable.Range(axis, item.Length - axis)] : [axis];
        var r = RowsOf.Along(c, input, axes);
        var marked = Marked(r, isLast: false);
        var distance = r.Apply(ActivationFunction.Abs, r.Less(marked, r.Maximum(marked, "mark"), "behind"), "behind.distance");
        var chosen = r.Apply(ActivationFunction.Affine(-1, 1), r.Apply(ActivationFunction.Step, distance, "other"), "chosen");
        // The axes go back to where they were.
        int[] order = [.. Enumerable.Range(0, item.Length).Except(axes), .. axes], back = [.. Enumerable.Range(0, item.Length).Select(a => Array.IndexOf(order, a))];
        int[] turned = [.. order.Select(a => item[a])];
        c.Set(c.Rearrange(c.Sized(chosen, turned), Rearranging.Permuted(turned, back), item, null));
    }
}

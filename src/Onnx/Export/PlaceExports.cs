using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Export;

/// <summary>Ops that move elements.</summary>
internal static class PlaceExports
{
    public static IEnumerable<(Type, Action<OpExport>)> Rows =>
    [
        (typeof(ConcatForward), Concat),
        (typeof(Subsample2DForward), Subsample),
        (typeof(PixelShuffleForward), Shuffle),
        (typeof(PixelShuffleBackward), Unshuffle),
        (typeof(RearrangeForward), Rearrange),
    ];

    private static void Concat(OpExport e)
    {
        var counts = ((ConcatForward)e.Op).Counts;
        // Images of the same rows and columns stay images.
        int[] rest = [.. e.ItemOf(0).Skip(1)];
        var alike = Enumerable.Range(0, counts.Count).All(i => e.ItemOf(i).Skip(1).SequenceEqual(rest));
        string[] inputs = [.. counts.Select((count, i) => alike ? e.Input(i) : e.Input(i, count))];
        int[] item = alike ? [Enumerable.Range(0, counts.Count).Sum(i => e.ItemOf(i)[0]), .. rest] : [counts.Sum()];
        e.Output(counts.Count, e.Node("Concat", inputs, Attribute.Of("axis", 1L)), item);
    }

    private static void Subsample(OpExport e)
    {
        var g = ((Subsample2DForward)e.Op).Geometry;
        var y = e.Node("Slice",
        [
            e.Input(0, g.Channels, g.InHeight, g.InWidth), e.Writer.Integers(g.StartRow, g.StartColumn), e.Writer.Integers(g.InHeight, g.InWidth),
            e.Writer.Integers(2, 3), e.Writer.Integers(g.StepRow, g.StepColumn),
        ]);
        e.Output(1, y, g.Channels, g.OutHeight, g.OutWidth);
    }

    private static void Shuffle(OpExport e)
    {
        var s = ((PixelShuffleForward)e.Op).Sizes;
        var y = e.Node(
            "DepthToSpace", [e.Input(0, s.Channels * s.Factor * s.Factor, s.Height, s.Width)], Attribute.Of("blocksize", s.Factor), Attribute.Of("mode", "CRD"));
        e.Output(1, y, s.Channels, s.Height * s.Factor, s.Width * s.Factor);
    }

    private static void Unshuffle(OpExport e)
    {
        var s = ((PixelShuffleBackward)e.Op).Sizes;
        var blocks = e.Input(0, s.Channels, s.Height, s.Factor, s.Width, s.Factor);
        var turned = e.Node("Transpose", [blocks], Attribute.Of("perm", 0, 1, 3, 5, 2, 4));
        int[] item = [s.Channels * s.Factor * s.Factor, s.Height, s.Width];
        e.Output(1, e.Shaped(new(turned, [s.Channels, s.Factor, s.Factor, s.Height, s.Width]), item, "output"), item);
    }

    // The input's axes in the output's order, each cut and padded, and the new ones repeated.
    private static void Rearrange(OpExport e)
    {
        var op = (RearrangeForward)e.Op;
        RearrangeAxis[] all = [.. op.Geometry.Axes], own = [.. all.Where(a => !a.IsRepeat)];
        RearrangeAxis[] inMemory = [.. own.OrderByDescending(a => a.Stride).ThenByDescending(a => a.In)];
        var lead = op.Shared ? 0 : 1;
        int[] sizes = [.. inMemory.Select(a => a.In)];
        var value = op.Shared ? e.Weight(0, sizes) : e.Input(0, sizes.Length == 0 ? [1] : sizes);
        long[] order = [.. own.Select(a => (long)Array.IndexOf(inMemory, a) + lead)];
        if (!order.SequenceEqual(order.Order()))
            value = e.Part("turned", "Transpose", [value], Attribute.Of("perm", [.. lead == 1 ? [0L] : Array.Empty<long>(), .. order]));
        value = Cut(e, value, own, lead, op.Geometry.Fill);
        int[] shown = [.. all.Select(a => a.IsRepeat ? 1 : a.Out)], item = [.. all.Select(a => a.Out)];
        if (all.Length > own.Length || op.Shared)
        {
            value = e.Part("spread", "Reshape", [value, e.Writer.Integers([lead == 1 ? 0 : 1, .. shown.Select(d => (long)d)])]);
            value = e.Node("Expand", [value, e.Writer.Integers([1, .. item.Select(d => (long)d)])]);
        }
        e.Output(1, value, item.Length == 0 ? [1] : item);
    }

    private static string Cut(OpExport e, string value, RearrangeAxis[] axes, int lead, float fill)
    {
        var (before, after) = (new long[axes.Length + lead], new long[axes.Length + lead]);
        var slices = new List<(long Start, long End, long Axis, long Step)>();
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = axes[i];
            long last = axis.Start + (axis.Out - 1L) * axis.Step, least = Math.Min(axis.Start, last), most = Math.Max(axis.Start, last);
            (before[i + lead], after[i + lead]) = (Math.Max(-least, 0), Math.Max(most - axis.In + 1, 0));
            var shift = before[i + lead];
            var size = axis.In + shift + after[i + lead];
            if (axis.Step != 1 || least + shift != 0 || most + shift != size - 1)
            {
                var end = axis.Step > 0 ? last + shift + 1 : last + shift - 1 < 0 ? long.MinValue + 1 : last + shift - 1;
                slices.Add((axis.Start + shift, end, i + lead, axis.Step));
            }
        }
        if (before.Concat(after).Any(p => p != 0)) value = e.Part("padded", "Pad", [value, e.Writer.Integers([.. before, .. after]), e.Writer.Number(fill)]);
        if (slices.Count == 0) return value;
        return e.Part("cut", "Slice",
        [
            value, e.Writer.Integers([.. slices.Select(s => s.Start)]), e.Writer.Integers([.. slices.Select(s => s.End)]),
            e.Writer.Integers([.. slices.Select(s => s.Axis)]),
            e.Writer.Integers([.. slices.Select(s => s.Step)]),
        ]);
    }
}

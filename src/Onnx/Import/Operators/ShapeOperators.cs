using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Other sizes or another order of the same elements.</summary>
internal static class ShapeOperators
{
    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("Identity", new(c => c.Set(c.Data(0)), c => c.Constant(0))),
        ("Reshape", View(Reshaped, 1)),
        ("Flatten", View(Flattened)),
        ("Squeeze", View(Squeezed, 1)),
        ("Unsqueeze", View(Unsqueezed, 1)),
        ("Transpose", new(Transpose, FoldTranspose)),
        ("Expand", new(Expand, FoldExpand, ConstantFrom: 1)),
        ("Tile", new(Tile, ConstantFrom: 1)),
        ("DepthToSpace", new(DepthToSpace)),
        ("SpaceToDepth", new(SpaceToDepth)),
    ];

    /// <summary>An operator that only counts elements in other sizes.</summary>
    private static OperatorRow View(Func<Conversion, long[]> sizes, int constantFrom = int.MaxValue) => new(
        c =>
        {
            var input = c.Data(0);
            var dims = sizes(c);
            if (c.Lead == 1 && (dims.Length == 0 || dims[0] != input.Dims[0]))
                throw c.Mixed($"makes {OnnxTensor.Describe(dims)} of {OnnxTensor.Describe(input.Dims)}");
            int[] item = [.. dims.Skip(c.Lead).Select(d => checked((int)d))];
            if (Conversion.Count(item) != input.Shape.ItemCount)
                throw c.Error($"makes {OnnxTensor.Describe(dims)} of {OnnxTensor.Describe(input.Dims)}, which has other elements");
            c.Set(c.Sized(input, item));
        },
        c =>
        {
            var dims = sizes(c);
            if (dims.Any(d => d is < 0 or > int.MaxValue)) throw c.Error($"makes {OnnxTensor.Describe(dims)}");
            return c.Constant(0).Shaped([.. dims.Select(d => (int)d)]);
        },
        constantFrom);

    private static long[] Reshaped(Conversion c)
    {
        var from = c.Input(0).Dims;
        var to = (c.Has(1) ? c.Constant(1).Integers : c.Attributes.Integers("shape") ?? throw c.Error("has no shape")).ToArray();
        var zeros = c.Attributes.Flag("allowzero");
        for (var i = 0; i < to.Length && !zeros; i++)
            if (to[i] == 0) to[i] = i < from.Count ? from[i] : throw c.Error($"keeps axis {i} of {OnnxTensor.Describe(from)}");
        if (to.Any(d => d < -1) || to.Count(d => d == -1) > 1) throw c.Error($"has a shape of {OnnxTensor.Describe(to)}");
        var known = to.Where(d => d >= 0).Aggregate((Int128)1, (product, d) => product * d);
        var count = from.Aggregate((Int128)1, (product, d) => product * d);
        if (Array.IndexOf(to, -1) is >= 0 and var open)
            to[open] = known > 0 && count % known == 0
                ? (long)(count / known)
                : throw c.Error($"cannot make {OnnxTensor.Describe(to)} of {OnnxTensor.Describe(from)}");
        return to;
    }

    private static long[] Flattened(Conversion c)
    {
        var dims = c.Input(0).Dims;
        var axis = c.Attributes.Integer("axis", 1);
        var at = axis == dims.Count ? dims.Count : c.Axis(axis, Math.Max(dims.Count, 1));
        return [dims.Take(at).Aggregate(1L, (p, d) => checked(p * d)), dims.Skip(at).Aggregate(1L, (p, d) => checked(p * d))];
    }

    private static long[] Squeezed(Conversion c)
    {
        var dims = c.Input(0).Dims;
        var named = Axes(c)?.Select(a => c.Axis(a, dims.Count)).ToHashSet();
        if (named is not null && named.Any(a => dims[a] != 1)) throw c.Error($"drops axes of {OnnxTensor.Describe(dims)} that have more than one element");
        return [.. dims.Where((d, i) => named is null ? d != 1 || (c.Lead == 1 && i == 0) : !named.Contains(i)).Select(d => (long)d)];
    }

    private static long[] Unsqueezed(Conversion c)
    {
        var (dims, axes) = (c.Input(0).Dims, Axes(c) ?? throw c.Error("has no axes"));
        if (axes.Length > 64) throw c.Error($"adds {axes.Length} axes");
        var rank = dims.Count + axes.Length;
        var added = axes.Select(a => c.Axis(a, rank)).ToHashSet();
        if (added.Count != axes.Length) throw c.Error("names an axis twice");
        using var rest = dims.GetEnumerator();
        var result = new long[rank];
        for (var i = 0; i < rank; i++) result[i] = added.Contains(i) ? 1 : rest.MoveNext() ? rest.Current : 1;
        return result;
    }

    // Attributes up to opset 12, inputs from then on.
    private static long[]? Axes(Conversion c) => c.Has(1) ? c.Constant(1).Integers : c.Attributes.Integers("axes");

    private static int[] Order(Conversion c)
    {
        var rank = c.Input(0).Dims.Count;
        var order = c.Attributes.Integers("perm") is { } told ? told.Select(a => c.Axis(a, rank)).ToArray() : [.. Enumerable.Range(0, rank).Reverse()];
        return order.Length == rank && order.Distinct().Count() == rank ? order : throw c.Error($"has an order of {OnnxTensor.Describe(order)} for {rank} axes");
    }

    private static void Transpose(Conversion c)
    {
        var (input, order) = (c.Data(0), Order(c));
        if (c.Lead == 1 && order[0] != 0) throw c.Mixed("moves the batch to another axis");
        int[] item = c.Item(input), own = [.. order.Skip(c.Lead).Select(a => a - c.Lead)];
        c.Set(c.Rearrange(input, Rearranging.Permuted(item, own), [.. own.Select(a => item[a])], null));
    }

    private static OnnxTensor FoldTranspose(Conversion c)
    {
        var (from, order) = (c.Constant(0), Order(c));
        int[] dims = [.. order.Select(a => from.Dims[a])];
        var strides = new int[order.Length];
        for (int i = from.Dims.Count - 1, stride = 1; i >= 0; stride *= Math.Max(from.Dims[i--], 1)) strides[Array.IndexOf(order, i)] = stride;
        return Folding.Take(c, from, dims, i =>
        {
            var place = 0;
            for (var axis = dims.Length - 1; axis >= 0; i /= dims[axis--]) place += i % dims[axis] * strides[axis];
            return place;
        });
    }

    private static int[] Wanted(Conversion c)
    {
        var (from, told) = (c.Input(0).Dims, c.Constant(1).Integers);
        var rank = Math.Max(from.Count, told.Length);
        var dims = new int[rank];
        for (var i = 0; i < rank; i++)
        {
            var own = i < rank - from.Count ? 1 : from[i - rank + from.Count];
            var other = i < rank - told.Length ? 1 : told[i - rank + told.Length];
            if (other is < 1 or > int.MaxValue || (own != 1 && other != 1 && own != other))
                throw c.Error($"expands {OnnxTensor.Describe(from)} to {OnnxTensor.Describe(told)}");
            dims[i] = own == 1 ? (int)other : own;
        }
        return dims;
    }

    private static void Expand(Conversion c)
    {
        var (input, dims) = (c.Data(0), Wanted(c));
        if (c.Lead == 1 && (dims.Length != input.Dims.Count || dims[0] != input.Dims[0])) throw c.Mixed("expands the batch");
        var geometry = c.Guard(() => Rearranging.Broadcast(c.Item(input), dims[c.Lead..]));
        c.Set(c.Rearrange(input, geometry.Axes, dims[c.Lead..], null));
    }

    private static OnnxTensor FoldExpand(Conversion c)
    {
        var dims = Wanted(c);
        // Made when the first place is asked for: whether so many values may be is known then.
        int[]? places = null;
        return Folding.Take(c, c.Constant(0), dims, i => (places ??= Folding.Positions(c.Constant(0).Dims, dims))[i], places: 1);
    }

    private static void Tile(Conversion c)
    {
        var (input, counts) = (c.Data(0), c.Constant(1).Integers);
        if (counts.Length != input.Dims.Count || counts.Any(n => n is < 1 or > int.MaxValue)) throw c.Error("has counts that do not fit its input");
        if (c.Lead == 1 && counts[0] != 1) throw c.Mixed("repeats the batch");
        int[] item = c.Item(input), times = [.. counts.Skip(c.Lead).Select(n => (int)n)];
        // Axis by axis, the last ones first: together they could be more than one rearrangement takes.
        var value = input;
        for (var axis = item.Length - 1; axis >= 0; axis--)
        {
            if (times[axis] == 1) continue;
            var axes = Rearranging.Whole(item).ToList();
            axes.Insert(axis, RearrangeAxis.Repeat(times[axis]));
            var at = axis;
            item[axis] = c.Guard(() => checked(item[at] * times[at]));
            value = c.Rearrange(value, axes, item, $"axis{axis}");
        }
        c.Set(value);
    }

    private static void DepthToSpace(Conversion c)
    {
        var (images, block) = (Images.Of(c, mostAxes: 2), Block(c));
        if (images.Size.Length != 2 || images.Channels % (block * block) != 0) throw c.Error($"makes blocks of {block} of {OnnxTensor.Describe(c.Data(0).Dims)}");
        var (channels, height, width) = (images.Channels / (block * block), images.Size[0], images.Size[1]);
        var item = images.Item(channels, [height * block, width * block]);
        if (c.Attributes.Text("mode", "DCR") == "CRD")
        {
            c.Set(c.Add(new PixelShuffle(block), item, null, images.Value));
            return;
        }
        c.Set(c.Rearrange(images.Value, Rearranging.Permuted([block, block, channels, height, width], [2, 3, 0, 4, 1]), item, null));
    }

    private static void SpaceToDepth(Conversion c)
    {
        var (images, block) = (Images.Of(c, mostAxes: 2), Block(c));
        if (images.Size.Length != 2 || images.Size.Any(s => s % block != 0)) throw c.Error($"takes blocks of {block} of {OnnxTensor.Describe(c.Data(0).Dims)}");
        var (channels, height, width) = (images.Channels, images.Size[0] / block, images.Size[1] / block);
        var item = images.Item(c.Guard(() => checked(channels * block * block)), [height, width]);
        c.Set(c.Rearrange(images.Value, Rearranging.Permuted([channels, height, block, width, block], [2, 4, 0, 1, 3]), item, null));
    }

    private static int Block(Conversion c) =>
        c.Attributes.Integer("blocksize", 0) is >= 1 and <= 1 << 14 and var block ? (int)block : throw c.Error("has no blocksize from 1 to 16,384");
}

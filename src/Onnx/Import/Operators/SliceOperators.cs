using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import.Operators;

/// <summary>Parts of tensors, and tensors made of parts.</summary>
internal static class SliceOperators
{
    private const int MostGathered = 256;

    public static IEnumerable<(string, OperatorRow)> Rows =>
    [
        ("Slice", new(Slice, FoldSlice, ConstantFrom: 1)),
        ("Split", new(Split, ConstantFrom: 1)),
        ("Concat", new(Concatenate, FoldConcat)),
        ("Gather", new(Gather, FoldGather)),
        ("Pad", new(Pad, ConstantFrom: 1)),
    ];

    private static (int Start, int Count, int Step)[] Parts(Conversion c)
    {
        var dims = c.Input(0).Dims;
        var before10 = c.Opset < 10;
        long[] Told(int input, string attribute, long[]? otherwise) => (before10 ? c.Attributes.Integers(attribute) : c.OptionalConstant(input)?.Integers)
            ?? otherwise ?? throw c.Error($"has no {attribute}");
        long[] starts = Told(1, "starts", null), ends = Told(2, "ends", null);
        long[] axes = Told(3, "axes", [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)]);
        var steps = before10 ? null : c.OptionalConstant(4)?.Integers;
        if (ends.Length != starts.Length || axes.Length != starts.Length || (steps is not null && steps.Length != starts.Length))
            throw c.Error("has starts, ends, axes and steps of different lengths");
        var parts = dims.Select(d => (Start: 0, Count: d, Step: 1)).ToArray();
        for (var i = 0; i < starts.Length; i++)
        {
            var axis = c.Axis(axes[i], dims.Count);
            long size = dims[axis], step = steps?[i] ?? 1;
            if (step == 0) throw c.Error("has a step of 0");
            step = Math.Clamp(step, -int.MaxValue / 4, int.MaxValue / 4);
            long Bounded(long at, long least, long most) => Math.Clamp(at < 0 ? at + size : at, least, most);
            var start = step > 0 ? Bounded(starts[i], 0, size) : Bounded(starts[i], 0, size - 1);
            // What lies far in front stays there once the size was added.
            var end = step > 0 ? Bounded(Math.Max(ends[i], -size), 0, size) : ends[i] < -size ? -1 : Bounded(ends[i], -1, size - 1);
            var count = step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step;
            parts[axis] = ((int)start, (int)Math.Max(count, 0), (int)step);
        }
        return parts;
    }

    private static void Slice(Conversion c)
    {
        var (input, parts) = (c.Data(0), Parts(c));
        if (c.Lead == 1 && parts[0] != (0, input.Dims[0], 1)) throw c.Mixed("takes a part of the batch");
        c.Set(Part(c, input, parts[c.Lead..], null));
    }

    private static OnnxTensor FoldSlice(Conversion c)
    {
        var (from, parts) = (c.Constant(0), Parts(c));
        int[] dims = [.. parts.Select(p => p.Count)];
        return Folding.Take(c, from, dims, i =>
        {
            var place = 0;
            for (int axis = dims.Length - 1, stride = 1; axis >= 0; stride *= from.Dims[axis], i /= dims[axis--])
                place += (parts[axis].Start + i % dims[axis] * parts[axis].Step) * stride;
            return place;
        });
    }

    private static ComputedValue Part(Conversion c, ComputedValue input, (int Start, int Count, int Step)[] parts, string? part)
    {
        var item = c.Item(input);
        if (parts.Any(p => p.Count < 1)) throw c.Error($"leaves nothing of {OnnxTensor.Describe(input.Dims)}, which is not supported");
        var axes = Rearranging.Whole(item);
        for (var i = 0; i < axes.Length; i++)
            axes[i] = axes[i] with { Out = parts[i].Count, Start = parts[i].Start, Step = parts[i].Step };
        return c.Rearrange(input, axes, [.. parts.Select(p => p.Count)], part);
    }

    private static void Split(Conversion c)
    {
        var input = c.Data(0);
        var axis = c.ItemAxis(c.Attributes.Integer("axis", 0), input.Dims.Count);
        int outputs = c.Node.Output.Count, size = c.Item(input)[axis];
        var told = c.Has(1) ? c.Constant(1).Integers : c.Attributes.Integers("split");
        // Equal parts; from opset 18 on the last may be smaller.
        var each = (size + outputs - 1) / outputs;
        told ??= [.. Enumerable.Range(0, outputs).Select(i => (long)Math.Clamp(size - i * each, 0, each))];
        if (told.Length != outputs || told.Any(n => n < 1) || told.Sum() != size)
            throw c.Error($"splits {size} into {OnnxTensor.Describe(told)} for {outputs} outputs");
        for (int i = 0, start = 0; i < outputs; start += (int)told[i++])
        {
            var parts = c.Item(input).Select(d => (0, d, 1)).ToArray();
            parts[axis] = (start, (int)told[i], 1);
            c.Set(i, Part(c, input, parts, $"part{i}"));
        }
    }

    private static void Concatenate(Conversion c)
    {
        var near = c.Inputs.OfType<ComputedValue>().FirstOrDefault() ?? throw c.Error("joins nothing that is computed");
        var rank = near.Dims.Count;
        var axis = c.ItemAxis(c.Attributes.Integer("axis", 1), rank);
        var inputs = new ComputedValue[c.InputCount];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (c.Input(i).Dims.Count != rank) throw c.Error("joins tensors of different ranks");
            inputs[i] = c.Input(i) is KnownValue known ? Constant(c, known, near) : c.Data(i);
            if (!c.Item(inputs[i]).Where((_, at) => at != axis).SequenceEqual(c.Item(near).Where((_, at) => at != axis)))
                throw c.Error($"joins {OnnxTensor.Describe(near.Dims)} and {OnnxTensor.Describe(inputs[i].Dims)} along axis {axis + c.Lead}");
        }
        int[] item = c.Item(near), sizes = [.. inputs.Select(v => c.Item(v)[axis])], joined = [.. item];
        joined[axis] = c.Guard(() => sizes.Aggregate(0, (sum, s) => checked(sum + s)));
        c.Set(inputs.Length == 1 ? inputs[0] : Joined(c, inputs, sizes, item, joined, axis));
    }

    /// <summary>Tensors of the same sizes but for one axis, behind each other along it.</summary>
    private static ComputedValue Joined(Conversion c, ComputedValue[] inputs, int[] sizes, int[] item, int[] joined, int axis)
    {
        int outer = (int)Conversion.Count(item[..axis]), inner = (int)Conversion.Count(item[(axis + 1)..]);
        if (outer == 1)
        {
            var seen = axis == 0 && item.Length <= 4;
            ComputedValue[] parts = [.. inputs.Select((v, i) => c.As(v, seen ? Shapes.Of(c.Item(v)) : new Shape(1, sizes[i], 1, inner)))];
            return c.Add(new Concat(), joined, null, parts);
        }
        // The axis goes in front, and back again.
        ComputedValue[] turned =
        [
            .. inputs.Select((v, i) => c.As(
                c.Rearrange(v, Rearranging.Permuted([outer, sizes[i] * inner], [1, 0]), [sizes[i] * inner, outer], $"turned{i}"),
                new Shape(1, sizes[i] * inner, 1, outer))),
        ];
        var length = joined[axis] * inner;
        var together = c.Add(new Concat(), [length, outer], "joined", turned);
        return c.Rearrange(together, Rearranging.Permuted([length, outer], [1, 0]), joined, null);
    }

    private static ComputedValue Constant(Conversion c, KnownValue known, ComputedValue near)
    {
        if (c.Lead == 1 && known.Dims[0] != 1 && near.Dims[0] != 1) throw c.Mixed("takes constants that differ from item to item");
        return c.Spread(known, [.. known.Dims.Skip(c.Lead)], near);
    }

    private static OnnxTensor FoldConcat(Conversion c)
    {
        if (c.InputCount == 0) throw c.Error("has no inputs");
        OnnxTensor[] inputs = [.. Enumerable.Range(0, c.InputCount).Select(c.Constant)];
        var axis = c.Axis(c.Attributes.Integer("axis", 1), inputs[0].Dims.Count);
        int[] dims = [.. inputs[0].Dims];
        bool Fits(OnnxTensor t) => t.IsFloat == inputs[0].IsFloat && t.Dims.Count == dims.Length && !t.Dims.Where((size, i) => i != axis && size != dims[i]).Any();
        if (!Array.TrueForAll(inputs, Fits)) throw c.Error("joins tensors that do not fit");
        dims[axis] = c.Guard(() => inputs.Aggregate(0, (sum, t) => checked(sum + t.Dims[axis])));
        var count = Folding.RequireSmall(c, dims, inputs[0].IsFloat);
        int outer = (int)Conversion.Count(dims[..axis]), inner = (int)Conversion.Count(dims[(axis + 1)..]);
        T[] Join<T>(Func<OnnxTensor, T[]> values)
        {
            var (joined, at) = (new T[count], 0);
            // Without values there may still be any number of rows.
            for (var o = 0; o < outer && count > 0; o++)
            {
                foreach (var tensor in inputs)
                {
                    var part = values(tensor).AsSpan(o * tensor.Dims[axis] * inner, tensor.Dims[axis] * inner);
                    part.CopyTo(joined.AsSpan(at));
                    at += part.Length;
                }
            }
            return joined;
        }
        return inputs[0].IsFloat
            ? new(c.Node.Output[0], inputs[0].Type, dims, Join(t => t.Floats), null)
            : new(c.Node.Output[0], inputs[0].Type, dims, null, Join(t => t.Integers));
    }

    // Of a table by computed indices: an embedding. Of what is computed by constant indices: parts behind each other.
    private static void Gather(Conversion c)
    {
        if (c.Input(0) is KnownValue { Tensor: { IsFloat: true } table } && c.Input(1) is ComputedValue indices)
        {
            if (table.Dims.Count != 2 || c.Axis(c.Attributes.Integer("axis", 0), 2) != 0) throw c.Error($"looks up {table}; rows of a table are supported");
            var length = (int)Conversion.Count(c.Item(indices));
            var embedding = c.Guard(() => new Embedding(table.Dims[0], table.Dims[1]));
            var listed = indices.Shape is { C: 1, H: 1 } or { H: 1, W: 1 } ? indices : c.As(indices, new Shape(1, length));
            var found = c.Add(embedding, [table.Dims[1], length], null, listed);
            c.Start(found, "weight", table.Floats);
            c.Set(c.Rearrange(found, Rearranging.Permuted([table.Dims[1], length], [1, 0]), [.. c.Item(indices), table.Dims[1]], "rows"));
            return;
        }
        var (input, wanted) = (c.Data(0), c.Constant(1));
        var axis = c.ItemAxis(c.Attributes.Integer("axis", 0), input.Dims.Count);
        var item = c.Item(input);
        if (wanted.Count is 0 or > MostGathered) throw c.Error($"gathers {wanted.Count} indices; 1 to {MostGathered} are supported");
        var places = Array.ConvertAll(wanted.Integers, i => Bounded(c, i, item[axis]));
        var joined = Picked(c, input, axis, places);
        c.Set(c.Sized(joined, [.. item[..axis], .. wanted.Dims, .. item[(axis + 1)..]]));
    }

    /// <summary>The elements of an axis at given places.</summary>
    public static ComputedValue Picked(Conversion c, ComputedValue input, int axis, int[] places)
    {
        if (places.Length > MostGathered) throw c.Error($"picks {places.Length} places of an axis; up to {MostGathered} are supported");
        var item = c.Item(input);
        int[] whole = [.. item[..axis], places.Length, .. item[(axis + 1)..]];
        var picked = places.Select((place, i) =>
        {
            var parts = item.Select(d => (0, d, 1)).ToArray();
            parts[axis] = (place, 1, 1);
            return Part(c, input, parts, places.Length == 1 ? null : $"part{i}");
        }).ToArray();
        return picked.Length == 1 ? picked[0] : Joined(c, picked, [.. picked.Select(_ => 1)], item, whole, axis);
    }

    private static OnnxTensor FoldGather(Conversion c)
    {
        OnnxTensor from = c.Constant(0), wanted = c.Constant(1);
        var axis = c.Axis(c.Attributes.Integer("axis", 0), from.Dims.Count);
        var places = Array.ConvertAll(wanted.Integers, i => Bounded(c, i, from.Dims[axis]));
        var inner = (int)Conversion.Count([.. from.Dims.Skip(axis + 1)]);
        int[] dims = [.. from.Dims.Take(axis), .. wanted.Dims, .. from.Dims.Skip(axis + 1)];
        return Folding.Take(c, from, dims, i => (i / inner / places.Length * from.Dims[axis] + places[i / inner % places.Length]) * inner + i % inner);
    }

    private static int Bounded(Conversion c, long index, int size) =>
        index >= -size && index < size ? (int)(index < 0 ? index + size : index) : throw c.Error($"names element {index} of {size}");

    private static void Pad(Conversion c)
    {
        var input = c.Data(0);
        var rank = input.Dims.Count;
        var given = c.Opset < 11 ? c.Attributes.Integers("pads") ?? c.Attributes.Integers("paddings") : c.Constant(1).Integers;
        var fill = c.Opset < 11 ? c.Attributes.Float("value", 0) : c.Has(2) && c.Constant(2).Count > 0 ? c.Constant(2).ToFloats()[0] : 0;
        var axes = c.Has(3) ? Array.ConvertAll(c.Constant(3).Integers, a => c.Axis(a, rank)) : [.. Enumerable.Range(0, rank)];
        if (given is null || given.Length != 2 * axes.Length) throw c.Error($"has {given?.Length ?? 0} pads for {axes.Length} axes");
        var (before, after) = (new long[rank], new long[rank]);
        for (var i = 0; i < axes.Length; i++) (before[axes[i]], after[axes[i]]) = (given[i], given[axes.Length + i]);
        if (c.Lead == 1 && (before[0] != 0 || after[0] != 0)) throw c.Mixed("pads the batch");
        var mode = c.Attributes.Text("mode", "constant");
        var item = c.Item(input);
        (int Before, int After)[] sides = [.. Enumerable.Range(c.Lead, item.Length).Select(i => (Side(c, before[i]), Side(c, after[i])))];
        if (mode == "constant") Fill(c, input, item, sides, fill);
        else Repeat(c, input, item, sides, mode);
    }

    private static int Side(Conversion c, long pad) => Math.Abs(pad) <= int.MaxValue / 4 ? (int)pad : throw c.Error($"pads by {pad}");

    private static void Fill(Conversion c, ComputedValue input, int[] item, (int Before, int After)[] sides, float fill)
    {
        var axes = Rearranging.Whole(item);
        for (var i = 0; i < axes.Length; i++)
            axes[i] = axes[i] with { Out = c.Guard(() => checked(item[i] + sides[i].Before + sides[i].After)), Start = -sides[i].Before };
        c.Set(c.Rearrange(input, axes, [.. axes.Select(a => a.Out)], null, fill));
    }

    // The three innermost axes may be padded so; those in front count as channels.
    private static void Repeat(Conversion c, ComputedValue input, int[] item, (int Before, int After)[] sides, string mode)
    {
        var padding = mode switch
        {
            "edge" => PaddingMode.Edge,
            "reflect" => PaddingMode.Reflect,
            "wrap" => PaddingMode.Circular,
            _ => throw c.Error($"has a mode of '{mode}'"),
        };
        var front = Math.Max(item.Length - 3, 0);
        if (sides.Take(front).Any(s => s != (0, 0)) || sides.Any(s => s.Before < 0 || s.After < 0))
            throw c.Error($"pads more than the last three axes in mode '{mode}', or by less than 0, which is not supported");
        var seen = c.As(input, Shape.Volume(1, (int)Conversion.Count(item[..front]), At(item, 3, 1), At(item, 2, 1), At(item, 1, 1)));
        var layer = new RepeatedPadding(At(sides, 3, default), At(sides, 2, default), At(sides, 1, default), padding);
        c.Set(c.Add(layer, [.. item.Zip(sides, (size, s) => c.Guard(() => checked(size + s.Before + s.After)))], null, seen));
    }

    private static T At<T>(T[] values, int fromEnd, T otherwise) => values.Length >= fromEnd ? values[^fromEnd] : otherwise;
}

using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import;

/// <summary>Rearrangements by the axes of an item.</summary>
internal static class Rearranging
{
    /// <summary>Each axis as it is.</summary>
    public static RearrangeAxis[] Whole(IReadOnlyList<int> item)
    {
        var axes = new RearrangeAxis[item.Count];
        for (int i = axes.Length - 1, stride = 1; i >= 0; stride *= item[i--]) axes[i] = new(item[i], item[i], stride);
        return axes;
    }

    /// <summary>The axes in another order.</summary>
    public static RearrangeAxis[] Permuted(IReadOnlyList<int> item, IReadOnlyList<int> order)
    {
        var axes = Whole(item);
        var permuted = new RearrangeAxis[order.Count];
        for (var i = 0; i < permuted.Length; i++) permuted[i] = axes[order[i]];
        return permuted;
    }

    /// <summary>Sizes of 1, or that are missing in front, repeated.</summary>
    /// <exception cref="ArgumentException">Other sizes differ.</exception>
    public static RearrangeGeometry Broadcast(IReadOnlyList<int> from, IReadOnlyList<int> to)
    {
        var whole = Whole(from);
        var missing = to.Count - from.Count;
        var axes = new RearrangeAxis[to.Count];
        for (var i = 0; i < axes.Length; i++)
        {
            axes[i] = i < missing || (from[i - missing] == 1 && to[i] != 1) ? RearrangeAxis.Repeat(to[i])
                : from[i - missing] == to[i] ? whole[i - missing]
                : throw new ArgumentException($"{OnnxTensor.Describe(from)} cannot be repeated to {OnnxTensor.Describe(to)}.");
        }
        return new(axes);
    }

    /// <summary>Whether one rearrangement behind another leaves every element where it was; looked for where axes change places and nothing else.</summary>
    public static bool Undoes(RearrangeGeometry second, RearrangeGeometry first)
    {
        if (second.InCount != first.OutCount || !first.Axes.All(IsWhole)) return false;
        // The axes in the order that they had before, with the strides that they have now.
        var inverse = new RearrangeAxis[first.Axes.Count];
        for (int i = inverse.Length - 1, stride = 1; i >= 0; stride *= first.Axes[i--].Out) inverse[i] = first.Axes[i] with { Stride = stride };
        int[] order = [.. first.Axes.Select(axis => -axis.Stride)];
        Array.Sort(order, inverse);
        return second.Equals(new RearrangeGeometry(inverse, second.Fill));
    }

    private static bool IsWhole(RearrangeAxis axis) => axis is { Start: 0, Step: 1 } && axis.Out == axis.In;
}

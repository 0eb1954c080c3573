using ConvGpu.Kernels;

namespace ConvGpu.Onnx.Import;

/// <summary>Rearrangements by the axes of an item.</summary>
internal static class Rearranging
{
    // Beyond this many elements nobody looks whether a rearrangement undoes another.
    private const int MostCompared = 1 << 20;

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
        return [.. order.Select(i => axes[i])];
    }

    /// <summary>Sizes of 1, or that are missing in front, repeated.</summary>
    /// <exception cref="ArgumentException">Other sizes differ.</exception>
    public static RearrangeGeometry Broadcast(IReadOnlyList<int> from, IReadOnlyList<int> to)
    {
        var whole = Whole(from);
        var missing = to.Count - from.Count;
        return new(to.Select((size, i) =>
            i < missing || (from[i - missing] == 1 && size != 1) ? RearrangeAxis.Repeat(size)
            : from[i - missing] == size ? whole[i - missing]
            : throw new ArgumentException($"{OnnxTensor.Describe(from)} cannot be repeated to {OnnxTensor.Describe(to)}.")));
    }

    /// <summary>Whether one rearrangement behind another leaves every element where it was.</summary>
    public static bool Undoes(RearrangeGeometry second, RearrangeGeometry first)
    {
        if (second.OutCount != first.InCount || second.InCount != first.OutCount || first.InCount > MostCompared) return false;
        RearrangeShape a = new(first), b = new(second);
        for (var i = 0; i < second.OutCount; i++)
        {
            var middle = b.Source(i);
            if (middle.Misses > 0 || a.Source(middle.Place) is not { Misses: 0 } from || from.Place != i) return false;
        }
        return true;
    }
}

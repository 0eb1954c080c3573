namespace ConvGpu.Kernels;

/// <summary>
/// How the elements of an item change places: axes may be exchanged, cut, padded, reversed, strided and repeated. Made of the output's axes,
/// outermost first; neighbours that stay together count as one, and at most <see cref="MaxAxes"/> may remain.
/// </summary>
public sealed record RearrangeGeometry
{
    /// <summary>Axes that a kernel walks through.</summary>
    public const int MaxAxes = 6;

    private const string Kind = "rearrange";

    private readonly RearrangeAxis[] _axes;

    /// <summary>Takes the output's axes.</summary>
    /// <param name="axes">Outermost first; between them each axis of the dense input once.</param>
    /// <param name="fill">What stands where the input has no element.</param>
    /// <exception cref="ArgumentException">The axes do not cover an input, or are too many.</exception>
    public RearrangeGeometry(IEnumerable<RearrangeAxis> axes, float fill = 0)
    {
        RearrangeAxis[] all = [.. axes];
        foreach (var axis in all)
        {
            OpCheck.Positive(axis.Out, Kind);
            OpCheck.Positive(axis.In, Kind);
            if (axis.Step == 0 && axis != RearrangeAxis.Repeat(axis.Out))
                throw new ArgumentException($"{Kind}: a step of 0 is for an axis that the input does not have, not for {axis}.", nameof(axes));
            long first = axis.Start, last = axis.Start + (axis.Out - 1L) * axis.Step;
            if (Math.Abs(first) > int.MaxValue / 2 || Math.Abs(last) > int.MaxValue / 2)
                throw new ArgumentException($"{Kind}: {axis} reaches coordinates beyond what 32 bits hold; use less padding.", nameof(axes));
        }
        RequireDense(all);
        long outCount = 1, inCount = 1;
        foreach (var axis in all) (outCount, inCount) = (Product(outCount, axis.Out, "output"), Product(inCount, axis.In, "input"));
        (OutCount, InCount) = ((int)outCount, (int)inCount);
        _axes = Merged(all);
        if (_axes.Length > MaxAxes)
            throw new ArgumentException($"{Kind}: {_axes.Length} axes change places on their own; at most {MaxAxes} may.", nameof(axes));
        Fill = fill;
    }

    /// <summary>The output's axes, outermost first, neighbours joined.</summary>
    public IReadOnlyList<RearrangeAxis> Axes => _axes;

    /// <summary>What stands where the input has no element.</summary>
    public float Fill { get; }

    /// <summary>Elements of an output item.</summary>
    public int OutCount { get; }

    /// <summary>Elements of an input item.</summary>
    public int InCount { get; }

    /// <summary>Whether every element stays where it is.</summary>
    public bool IsIdentity => _axes.Length == 0 || (_axes is [var only] && only.IsWhole);

    /// <summary>Whether the other does the same.</summary>
    public bool Equals(RearrangeGeometry? other) =>
        other is not null && Fill.Equals(other.Fill) && InCount == other.InCount && _axes.AsSpan().SequenceEqual(other._axes);

    /// <inheritdoc/>
    public override int GetHashCode() => _axes.Aggregate(HashCode.Combine(Fill, InCount), HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => $"{InCount} to {OutCount} elements: {string.Join(", ", _axes)}";

    private static RearrangeAxis[] Merged(RearrangeAxis[] axes)
    {
        var merged = new RearrangeAxis[axes.Length];
        var count = 0;
        foreach (var axis in axes)
        {
            if (axis is { Out: 1, In: 1, Start: 0 }) continue;
            if (count > 0 && merged[count - 1].Joins(axis)) merged[count - 1] = merged[count - 1].Joined(axis);
            else merged[count++] = axis;
        }
        return count == merged.Length ? merged : merged[..count];
    }

    // Strides of axes with more than one element are those of a dense tensor, in whatever order.
    private static void RequireDense(RearrangeAxis[] axes)
    {
        RearrangeAxis[] sorted = [.. axes];
        Array.Sort(sorted, static (a, b) => a.Stride.CompareTo(b.Stride));
        long expected = 1;
        foreach (var axis in sorted)
        {
            if (axis.In <= 1) continue;
            if (axis.Stride != expected) throw new ArgumentException($"{Kind}: {axis} has not the stride of {expected} that a dense input has.", nameof(axes));
            expected *= axis.In;
        }
    }

    private static long Product(long count, int size, string what) => count * size <= int.MaxValue
        ? count * size
        : throw new ArgumentException($"{Kind}: an {what} item has more than {int.MaxValue:N0} elements; use smaller sizes.");
}

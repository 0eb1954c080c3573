using System.Globalization;
using System.Runtime.InteropServices;

namespace ConvGpu.Cli;

/// <summary>How far tensors are from those they should equal.</summary>
/// <param name="Difference">
/// The largest difference over the largest value of the worst tensor, at least a hundredth of the largest value of its group; NaN where
/// something is not a number.
/// </param>
/// <param name="Where">The worst tensor, or the first with NaN.</param>
/// <param name="Tensors">How many tensors were compared.</param>
/// <param name="BitEqual">Whether all have the same bits.</param>
internal sealed record TensorComparison(double Difference, string Where, int Tensors, bool BitEqual)
{
    /// <summary>
    /// Compares tensor by tensor. A tensor that is 0 but for rounding, such as the gradient of a bias in front of batch normalisation, has
    /// errors in proportion to the terms of its sums, which are as large as the values of the others of its group.
    /// </summary>
    /// <param name="expected">The tensors by name.</param>
    /// <param name="actual">What should equal them.</param>
    /// <param name="groupOf">The group of a name; each tensor is its own unless given.</param>
    /// <exception cref="ConvGpuException">The tensors are not the same by name, number and length.</exception>
    public static TensorComparison Of(
        IReadOnlyList<(string Name, float[] Values)> expected, IReadOnlyList<(string Name, float[] Values)> actual,
        Func<string, string>? groupOf = null)
    {
        if (expected.Count == 0) throw new ConvGpuException("there is no tensor to compare");
        if (!expected.Select(t => (t.Name, t.Values.Length)).SequenceEqual(actual.Select(t => (t.Name, t.Values.Length))))
            throw new ConvGpuException($"other tensors than cpu: {Names(actual)} instead of {Names(expected)}");
        var groups = groupOf is null ? null : expected.GroupBy(t => groupOf(t.Name)).ToDictionary(g => g.Key, g => g.Max(t => Largest(t.Values)));
        var worst = new TensorComparison(0, "", expected.Count, BitEqual: true);
        for (var t = 0; t < expected.Count; t++)
        {
            var (name, a, b) = (expected[t].Name, expected[t].Values, actual[t].Values);
            worst = worst with { BitEqual = worst.BitEqual && MemoryMarshal.AsBytes<float>(a).SequenceEqual(MemoryMarshal.AsBytes<float>(b)) };
            var relative = Relative(a, b, groups is null ? 0 : groups[groupOf!(name)] / 100);
            if (double.IsNaN(relative)) return worst with { Difference = relative, Where = name };
            if (relative > worst.Difference) worst = worst with { Difference = relative, Where = name };
        }
        return worst;
    }

    /// <inheritdoc/>
    public override string ToString() => this switch
    {
        { BitEqual: true, Difference: 0 } => $"bit-equal ({Tensors} tensors)",
        { Difference: 0 } => $"0 ({Tensors} tensors)",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Difference:G3} {Where}"),
    };

    private static double Relative(float[] expected, float[] actual, double least)
    {
        var difference = 0.0;
        // Math.Max passes NaN on; infinities differ by NaN too.
        for (var i = 0; i < expected.Length; i++) difference = Math.Max(difference, Math.Abs((double)expected[i] - actual[i]));
        return difference == 0 ? 0 : difference / Math.Max(Largest(expected), least);
    }

    private static double Largest(float[] values)
    {
        var largest = 0.0;
        foreach (var value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    private static string Names(IReadOnlyList<(string Name, float[] Values)> tensors) =>
        string.Join(", ", tensors.Select(t => $"{t.Name} of {t.Values.Length}"));
}

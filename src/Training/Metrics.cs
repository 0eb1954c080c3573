namespace ConvGpu;

/// <summary>Measures of predictions.</summary>
public static class Metrics
{
    /// <summary>
    /// The share of items whose class is among the k with the highest scores; of equal scores the first counts as higher, and an item with a
    /// NaN is never right.
    /// </summary>
    /// <param name="scores">A score a class for each item, item by item.</param>
    /// <param name="labels">The true class of each item, from 0.</param>
    /// <param name="k">How many classes may be named, at least 1.</param>
    /// <exception cref="ShapeException">The scores are no whole number of classes for each item, a label is no class, or k is below
    /// 1.</exception>
    public static double TopK(ReadOnlySpan<float> scores, IReadOnlyList<int> labels, int k)
    {
        if (k < 1) throw new ShapeException($"At least 1 class is named, not {k}.");
        if (labels.Count == 0 || scores.Length == 0 || scores.Length % labels.Count != 0)
            throw new ShapeException($"{scores.Length} scores are not as many for each of {labels.Count} items.");
        var (classes, right) = (scores.Length / labels.Count, 0);
        for (var i = 0; i < labels.Count; i++)
        {
            if ((uint)labels[i] >= (uint)classes) throw new ShapeException($"Label {i} is {labels[i]}, but there are scores for {classes} classes.");
            if (Rank(scores.Slice(i * classes, classes), labels[i]) < k) right++;
        }
        return right / (double)labels.Count;
    }

    /// <summary>How many classes come before one.</summary>
    private static int Rank(ReadOnlySpan<float> scores, int label)
    {
        var rank = 0;
        for (var c = 0; c < scores.Length; c++)
        {
            if (float.IsNaN(scores[c])) return int.MaxValue;
            if (scores[c] > scores[label] || (scores[c] == scores[label] && c < label)) rank++;
        }
        return rank;
    }
}

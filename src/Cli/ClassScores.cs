namespace ConvGpu.Cli;

/// <summary>What a network's scores say of one image.</summary>
internal static class ClassScores
{
    /// <summary>Probabilities by softmax.</summary>
    public static double[] Probabilities(ReadOnlySpan<float> scores)
    {
        var most = float.NegativeInfinity;
        foreach (var score in scores) most = Math.Max(most, score);
        var result = new double[scores.Length];
        var sum = 0.0;
        for (var i = 0; i < result.Length; i++) sum += result[i] = Math.Exp((double)scores[i] - most);
        for (var i = 0; i < result.Length; i++) result[i] /= sum;
        return result;
    }

    /// <summary>The classes with the highest scores, the highest first; of equal ones the first.</summary>
    public static int[] Top(double[] probabilities, int count) =>
        [.. Enumerable.Range(0, probabilities.Length).OrderByDescending(c => probabilities[c]).Take(count)];
}

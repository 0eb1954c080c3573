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

    /// <summary>The cross-entropy of a class by log-softmax, as PyTorch computes it: finite where a probability is too small for a number.</summary>
    public static double Loss(ReadOnlySpan<float> scores, int label)
    {
        var most = float.NegativeInfinity;
        foreach (var score in scores) most = Math.Max(most, score);
        var sum = 0.0;
        foreach (var score in scores) sum += Math.Exp((double)score - most);
        return Math.Log(sum) + most - scores[label];
    }

    /// <summary>The classes with the highest scores, the highest first; of equal ones the first.</summary>
    public static int[] Top(double[] probabilities, int count) =>
        [.. Enumerable.Range(0, probabilities.Length).OrderByDescending(c => probabilities[c]).Take(count)];
}

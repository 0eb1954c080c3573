using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of losses, batch mean and accuracy.</summary>
public static class LossCases
{
    public static OpCase SoftmaxForward(RandomCases random)
    {
        var (classes, n) = Sizes(random);
        var scale = random.Chance(0.2) ? 1e4f : random.Between(1, 10);
        return SoftmaxForward(classes, n, Array.ConvertAll(random.Floats(n * classes), v => v * scale), random.Ints(n, classes));
    }

    public static OpCase SoftmaxForward(int classes, int n, float[] logits, int[] labels)
    {
        var (losses, probabilities) = LossReference.SoftmaxCrossEntropyForward(classes, n, logits, labels);
        return new(
            new SoftmaxCrossEntropyForward(classes), n,
            [
                OpOperand.In("logits", logits, classes), OpOperand.In("labels", labels, 1),
                OpOperand.Out("losses", losses, 1), OpOperand.Out("probabilities", probabilities, classes),
            ]);
    }

    public static OpCase SoftmaxBackward(RandomCases random)
    {
        var (classes, n) = Sizes(random);
        return SoftmaxBackward(classes, n, Array.ConvertAll(random.Floats(n * classes), Math.Abs), random.Ints(n, classes));
    }

    public static OpCase SoftmaxBackward(int classes, int n, float[] probabilities, int[] labels) => new(
        new SoftmaxCrossEntropyBackward(classes), n,
        [
            OpOperand.In("probabilities", probabilities, classes), OpOperand.In("labels", labels, 1),
            OpOperand.Out("dlogits", LossReference.SoftmaxCrossEntropyBackward(classes, n, probabilities, labels), classes),
        ]);

    public static OpCase LikelihoodForward(RandomCases random)
    {
        var (classes, n) = Sizes(random);
        float[] logs = Array.ConvertAll(random.Floats(n * classes), v => 5 * v - 5);
        var labels = Labels(random, n, classes);
        return new(
            new NegativeLogLikelihoodForward(classes), n,
            [
                OpOperand.In("logs", logs, classes), OpOperand.In("labels", labels, 1),
                OpOperand.Out("losses", LossReference.NegativeLogLikelihoodForward(classes, n, logs, labels), 1),
            ]);
    }

    public static OpCase LikelihoodBackward(RandomCases random)
    {
        var (classes, n) = Sizes(random);
        return LikelihoodBackward(classes, n, Labels(random, n, classes));
    }

    /// <summary>The loss is linear, so that its numeric gradient is exact.</summary>
    public static GradientCase LikelihoodGradient(RandomCases random)
    {
        var (classes, n) = (random.Between(1, 20), random.Batch());
        var (logs, labels) = (GradientCases.Exact(random, n * classes), random.Ints(n, classes));
        return new(
            LikelihoodBackward(classes, n, labels),
            () => LossReference.NegativeLogLikelihoodForward(classes, n, logs, labels).Values.Sum() / n, [(1, logs)]);
    }

    private static OpCase LikelihoodBackward(int classes, int n, int[] labels) => new(
        new NegativeLogLikelihoodBackward(classes), n,
        [OpOperand.In("labels", labels, 1), OpOperand.Out("dlogs", LossReference.NegativeLogLikelihoodBackward(classes, n, labels), classes)]);

    // Now and then one that is no class.
    private static int[] Labels(RandomCases random, int n, int classes)
    {
        var labels = random.Ints(n, classes);
        if (random.Chance(0.3)) labels[random.Between(0, n - 1)] = random.Chance(0.5) ? -1 : classes;
        return labels;
    }

    public static OpCase Mean(RandomCases random)
    {
        var n = random.Between(1, 300);
        var losses = random.Floats(n);
        return new(new BatchMean(), n, [OpOperand.In("losses", losses, 1), OpOperand.Out("loss", LossReference.BatchMean(n, losses))]);
    }

    public static OpCase Correct(RandomCases random)
    {
        var (classes, n) = (random.Between(1, 12), random.Between(1, 200));
        // Few values, so that ties are many.
        var scores = Array.ConvertAll(random.Floats(n * classes), v => MathF.Round(v * 3));
        // An item with a NaN is never right, wherever the NaN stands; infinities are scores like others.
        if (random.Chance(0.3))
            for (var i = random.Between(0, 4); i < scores.Length; i += random.Between(1, 20)) scores[i] = random.Chance(0.7) ? float.NaN : float.PositiveInfinity;
        var labels = random.Ints(n, classes);
        var before = random.Between(0, 50);
        return new(
            new CountCorrect(classes), n,
            [
                OpOperand.In("scores", scores, classes), OpOperand.In("labels", labels, 1),
                OpOperand.InOut("correct", [before], [before + LossReference.CountCorrect(classes, n, scores, labels)]),
            ]);
    }

    private static (int Count, int N) Sizes(RandomCases random) => (
        random.Between(1, random.Chance(0.2) ? 300 : 12), random.Chance(0.3) ? random.Between(6, 60) : random.Batch());
}

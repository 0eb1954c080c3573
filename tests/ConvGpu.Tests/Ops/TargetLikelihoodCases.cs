using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of cross-entropies with smoothed, weighted and soft targets, from logarithms of probabilities.</summary>
public static class TargetLikelihoodCases
{
    public static OpCase Forward(RandomCases random)
    {
        var (sizes, n) = (Any(random, random.Between(1, random.Chance(0.2) ? 300 : 12)), random.Batch());
        var logs = Array.ConvertAll(random.Floats(n * sizes.Classes), v => 5 * v - 5);
        var (labels, targets, weights) = Targets(random, sizes, n, anyLabel: true);
        var losses = new Expected(n);
        for (var item = 0; item < n; item++)
        {
            for (var c = 0; c < sizes.Classes; c++) losses.Add(item, -Share(sizes, labels, targets, weights, item, c) * logs[item * sizes.Classes + c]);
            // The share rounds four times before the product.
            losses.Roundings[item] += 4;
            if (!sizes.Soft && (uint)labels[item] >= (uint)sizes.Classes) losses.Values[item] = double.NaN;
        }
        return new(sizes, n,
            [OpOperand.In("logs", logs, sizes.Classes), .. Operands(sizes, labels, targets, weights), OpOperand.Out("losses", losses, 1)]);
    }

    public static OpCase Backward(RandomCases random)
    {
        var (sizes, n) = (Any(random, random.Between(1, random.Chance(0.2) ? 300 : 12)), random.Batch());
        var (labels, targets, weights) = Targets(random, sizes, n, anyLabel: true);
        return Backward(sizes, n, labels, targets, weights);
    }

    /// <summary>The loss is linear, so that its numeric gradient is exact.</summary>
    public static GradientCase Gradient(RandomCases random)
    {
        var (sizes, n) = (Any(random, random.Between(1, 20)), random.Batch());
        var logs = GradientCases.Exact(random, n * sizes.Classes);
        var (labels, targets, weights) = Targets(random, sizes, n, anyLabel: false);
        return new(
            Backward(sizes, n, labels, targets, weights),
            () => -logs.Select((v, i) => v * Share(sizes, labels, targets, weights, i / sizes.Classes, i % sizes.Classes)).Sum() / n,
            [(sizes.Weighted ? 2 : 1, logs)]);
    }

    private static OpCase Backward(TargetLikelihoodForward sizes, int n, int[] labels, float[] targets, float[] weights)
    {
        var slopes = new Expected(n * sizes.Classes);
        for (var i = 0; i < n * sizes.Classes; i++)
        {
            var value = -Share(sizes, labels, targets, weights, i / sizes.Classes, i % sizes.Classes) / n;
            slopes.Set(i, value, Math.Abs(value), 6);
        }
        return new(
            new TargetLikelihoodBackward(sizes.Classes, sizes.LabelSmoothing, sizes.Soft, sizes.Weighted), n,
            [.. Operands(sizes, labels, targets, weights), OpOperand.Out("dlogs", slopes, sizes.Classes)]);
    }

    private static TargetLikelihoodForward Any(RandomCases random, int classes) =>
        new(classes, random.Chance(0.4) ? 0 : random.Between(1, 9) / 10f, random.Chance(0.5), random.Chance(0.5));

    private static (int[] Labels, float[] Targets, float[] Weights) Targets(RandomCases random, TargetLikelihoodForward sizes, int n, bool anyLabel)
    {
        var labels = random.Ints(n, sizes.Classes);
        if (anyLabel && random.Chance(0.3)) labels[random.Between(0, n - 1)] = random.Chance(0.5) ? -1 : sizes.Classes;
        return (labels, Array.ConvertAll(random.Floats(n * sizes.Classes), Math.Abs), Array.ConvertAll(random.Floats(sizes.Classes), Math.Abs));
    }

    private static OpOperand[] Operands(TargetLikelihoodForward sizes, int[] labels, float[] targets, float[] weights) =>
    [
        sizes.Soft ? OpOperand.In("targets", targets, sizes.Classes) : OpOperand.In("labels", labels, 1),
        .. sizes.Weighted ? (OpOperand[])[OpOperand.In("weights", weights)] : [],
    ];

    private static double Share(TargetLikelihoodForward sizes, int[] labels, float[] targets, float[] weights, int item, int column)
    {
        var target = sizes.Soft ? targets[item * sizes.Classes + column] : labels[item] == column ? 1 : 0;
        return ((1 - (double)sizes.LabelSmoothing) * target + (double)sizes.LabelSmoothing / sizes.Classes) * (sizes.Weighted ? weights[column] : 1);
    }
}

using ConvGpu.Kernels;
using ConvGpu.Kernels.Managed;
using ConvGpu.Tests.Reference;
using Xunit;

namespace ConvGpu.Tests.Managed;

/// <summary>The managed losses against the naive reference.</summary>
public sealed unsafe class ManagedLossTests
{
    [Fact]
    public void SoftmaxCrossEntropyMatchesTheReference()
    {
        for (var seed = 0; seed < TestSize.RandomCases; seed++)
        {
            var random = new RandomCases(seed);
            int classes = random.Between(1, seed % 5 == 0 ? 1000 : 12), n = seed % 7 == 0 ? 70 : random.Batch();
            var scale = seed % 4 == 0 ? 1e4f : random.Between(1, 20);
            var logits = random.Floats(n * classes).Select(value => value * scale).ToArray();
            var labels = random.Ints(n, classes);
            using var memory = new HostTensors();
            HostTensor losses = memory.Output(n), probabilities = memory.Output(n * classes), gradient = memory.Output(n * classes);
            var inLabels = memory.Input(labels);
            new SoftmaxCrossEntropyForwardJob(classes).Run(n, memory.Input(logits), inLabels, losses.Pointer, probabilities.Pointer);
            var (expectedLosses, expectedProbabilities) = LossReference.SoftmaxCrossEntropyForward(classes, n, logits, labels);
            var what = $"case {seed}: {classes} classes, batch {n}, scale {scale}";
            expectedLosses.Check(losses.ToArray(), "losses, " + what);
            expectedProbabilities.Check(probabilities.ToArray(), "probabilities, " + what);
            new SoftmaxCrossEntropyBackwardJob(classes).Run(n, probabilities.Pointer, inLabels, gradient.Pointer);
            LossReference.SoftmaxCrossEntropyBackward(classes, n, probabilities.ToArray(), labels).Check(gradient.ToArray(), "gradient, " + what);
        }
    }

    [Fact]
    public void MeanSquaredErrorMatchesTheReference()
    {
        for (var seed = 0; seed < TestSize.RandomCases; seed++)
        {
            var random = new RandomCases(seed);
            int count = random.Between(1, seed % 5 == 0 ? 20_000 : 60), n = random.Batch();
            float[] prediction = random.Floats(n * count), target = random.Floats(n * count);
            using var memory = new HostTensors();
            HostTensor losses = memory.Output(n), gradient = memory.Output(n * count), mean = memory.Output(1);
            float* inPrediction = memory.Input(prediction), inTarget = memory.Input(target);
            new ElementLossForwardJob<SquaredLoss>(count, default).Run(n, inPrediction, inTarget, losses.Pointer);
            new ElementLossBackwardJob<SquaredLoss>(default).Run((long)n * count, inPrediction, inTarget, gradient.Pointer, (float)(1.0 / ((double)count * n)));
            var what = $"case {seed}: count {count}, batch {n}";
            LossReference.MeanSquaredErrorForward(count, n, prediction, target).Check(losses.ToArray(), "losses, " + what);
            LossReference.MeanSquaredErrorBackward(count, n, prediction, target).Check(gradient.ToArray(), "gradient, " + what);
            *mean.Pointer = BatchReductions.Mean(n, losses.Pointer);
            LossReference.BatchMean(n, losses.ToArray()).Check(mean.ToArray(), "mean, " + what);
        }
    }

    [Fact]
    public void CountCorrectMatchesTheReference()
    {
        for (var seed = 0; seed < TestSize.RandomCases; seed++)
        {
            var random = new RandomCases(seed);
            int classes = random.Between(1, 6), n = random.Between(1, 80);
            var scores = random.Ints(n * classes, 4).Select(value => (float)value - 2).ToArray();
            if (seed % 3 == 0) for (var i = 0; i < scores.Length; i += 5) scores[i] = float.NaN;
            var labels = random.Ints(n, classes);
            using var memory = new HostTensors();
            Assert.Equal(
                LossReference.CountCorrect(classes, n, scores, labels),
                BatchReductions.CountCorrect(classes, n, memory.Input(scores), memory.Input(labels)));
        }
    }
}

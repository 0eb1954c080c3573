using ConvGpu.Threading;

namespace ConvGpu.Tests.Training;

/// <summary>Mixup: its shares, its pairs, and runs that can be repeated and gone on with bit by bit.</summary>
public sealed class MixupTests : Checkpoints.CheckpointFixture
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Beta(a, a) has mean 1/2, variance 1 / (4 (2 a + 1)) and fourth central moment 3 / (16 (2 a + 1) (2 a + 3)); the means of 20,000 draws
    /// are within five of their standard deviations.
    /// </summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1000)]
    public void SharesFollowTheBetaDistribution(double alpha)
    {
        const int draws = 20_000;
        var mixup = new Mixup(alpha, 7);
        double sum = 0, squares = 0;
        for (var i = 0; i < draws; i++)
        {
            var share = mixup.Share(i % 500, 1 + i / 500);
            Assert.InRange(share, 0f, 1f);
            sum += share;
            squares += (share - 0.5) * (share - 0.5);
        }
        double variance = 1 / (4 * (2 * alpha + 1)), fourth = 3 / (16 * (2 * alpha + 1) * (2 * alpha + 3));
        Assert.True(Math.Abs(sum / draws - 0.5) < 5 * Math.Sqrt(variance / draws), $"mean {sum / draws}");
        Assert.True(Math.Abs(squares / draws - variance) < 5 * Math.Sqrt((fourth - variance * variance) / draws), $"variance {squares / draws} instead of {variance}");
    }

    /// <summary>Each is mixed with its mirror image in the batch, with a share of its own: two products of numbers up to 1, three roundings.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    public void ABatchIsMixedWithItselfBackwards(int count)
    {
        const int epoch = 3, item = 6, classes = 2;
        var random = new SeededRandom(1, 0);
        float[] inputs = Values(count * item), targets = Values(count * classes);
        int[] images = [.. Enumerable.Range(0, count).Select(i => 10 * i + 3)];
        var (before, goals, mixup) = ((float[])inputs.Clone(), (float[])targets.Clone(), new Mixup(0.5, 9));
        mixup.Apply(images, epoch, inputs, targets);
        for (var i = 0; i < count; i++)
        {
            double share = i == count - 1 - i ? 1 : mixup.Share(images[i], epoch);
            for (var k = 0; k < item; k++) Near(share, before, inputs, item, i, k);
            for (var k = 0; k < classes; k++) Near(share, goals, targets, classes, i, k);
        }

        float[] Values(int length) => [.. Enumerable.Range(0, length).Select(_ => (float)random.NextDouble())];

        void Near(double share, float[] from, float[] to, int size, int i, int k) => Assert.Equal(
            share * from[i * size + k] + (1 - share) * from[(count - 1 - i) * size + k], to[i * size + k], 4 * Math.Pow(2, -24));
    }

    [Fact]
    public void TheSameSeedGivesTheSameBitsWithAnyThreadsAndAnotherSeedOthers()
    {
        string Run(int threads, ulong seed)
        {
            using var limit = WorkerPool.UseThreads(threads);
            using var device = ComputeDevice.Open("cpu");
            using var trainer = Make(device, null, seed: seed);
            return Everything(trainer, trainer.Fit(Data, Epochs, Batch, Token));
        }
        var one = Run(1, 1);
        Assert.Equal(one, Run(2, 1));
        Assert.Equal(one, Run(5, 1));
        Assert.NotEqual(one, Run(1, 2));
    }

    [Fact]
    public void ARunThatWasStoppedAnywhereEndsWithTheSameBits()
    {
        using var device = ComputeDevice.Open("cpu");
        string whole;
        using (var trainer = Make(device, null)) whole = Everything(trainer, trainer.Fit(Data, Epochs, Batch, Token));
        foreach (var stopAt in (int[])[1, 6, 8, 13])
        {
            using var stop = new CancellationTokenSource();
            using (var first = Make(device, Options(everySteps: null), new Listener { OnStep = step => { if (step.Step == stopAt) stop.Cancel(); } }))
                Assert.True(first.Fit(Data, Epochs, Batch, stop.Token).Stopped);
            using var second = Make(device, Options());
            Assert.Equal(whole, Everything(second, second.Resume(Data, Epochs, Batch, Token)));
            using var other = Make(device, Options(), alpha: 0.4);
            Assert.Contains("mixup: 0.3 in the checkpoint, 0.4 now", Assert.Throws<CheckpointException>(() => other.Resume(Data, Epochs, Batch, Token)).Message);
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>Mixed images are harder: the training loss is higher, and the test, of whole images, is as good.</summary>
    [Fact]
    public void MixedDigitsAreLearned()
    {
        using var device = ComputeDevice.Open("cpu");
        TrainingResult Run(double alpha)
        {
            using var trainer = new Trainer(Sequential.Of(new Flatten(), new Dense(64, 32), new ReLU(), new Dense(32, 10)), device)
            {
                Observer = null, MixupAlpha = alpha, Loss = new SoftmaxCrossEntropy(0.05f),
            };
            return trainer.Fit(Datasets.Digits(), epochs: 10, batchSize: 32, Token);
        }
        var (plain, mixed) = (Run(0), Run(1));
        Assert.True(mixed.FinalLoss > 2 * plain.FinalLoss, $"{mixed.FinalLoss} and {plain.FinalLoss}");
        Assert.True(mixed.Test!.Value.Accuracy > 0.9, $"{mixed.Test}");
    }

    [Fact]
    public void WhatCannotBeMixedIsRefused()
    {
        using var device = ComputeDevice.Open("cpu");
        foreach (var alpha in (double[])[-1, double.NaN, 1001])
        {
            using var trainer = Make(device, null, alpha: alpha);
            Assert.Contains("Mixup's alpha is above 0 and at most 1000", Assert.Throws<ShapeException>(() => trainer.Fit(Data, 1, Batch, Token)).Message);
        }
        using var hard = new Trainer(Sequential.Of(new Flatten(), new Dense(16, 3), new LogSoftmax()), device)
        {
            Observer = null, MixupAlpha = 1, Loss = new NegativeLogLikelihood(),
        };
        Assert.Contains("NegativeLogLikelihood compares with one", Assert.Throws<InvalidOperationException>(() => hard.Fit(Data, 1, Batch, Token)).Message);
    }

    private static Trainer Make(ComputeDevice device, CheckpointOptions? checkpoints, ITrainingObserver? observer = null, double alpha = 0.3, ulong seed = 1) => new(Model(), device)
    {
        MixupAlpha = alpha, Seed = seed, AccumulateSteps = 2, Augmentations = ImageAugmentation.Parse("shift:1"), ValidationFraction = 6 / 26.0,
        Observer = observer, Checkpoints = checkpoints, AverageDecay = 0.9f,
    };
}

namespace ConvGpu.Tests.Training;

[Collection("Console")]
public class TrainerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void ASmallModelLearnsTheDigits()
    {
        using var device = ComputeDevice.Open("cpu");
        var observer = new Recorder();
        using var trainer = new Trainer(Mlp(), device) { Observer = observer, ValidationFraction = 0.1 };
        var result = trainer.Fit(Datasets.Digits(), epochs: 10, batchSize: 64, Token);
        Assert.True(result.Test!.Value.Accuracy > 0.9, $"{result.Test}");
        Assert.NotNull(result.HardTest);
        Assert.Equal(10, result.Epochs.Count);
        Assert.All(result.Epochs, e => Assert.NotNull(e.Validation));
        Assert.Equal(969, observer.Start!.TrainImages);
        Assert.Equal(108, observer.Start.ValidationImages);
        Assert.True(result.FinalLoss < result.FirstLoss);
        Assert.True(result.PeakDeviceBytes > 0);
    }

    [Fact]
    public void TheSameSeedGivesTheSameRunAndAnotherSeedAnother()
    {
        double Loss(ulong seed)
        {
            using var device = ComputeDevice.Open("cpu");
            using var trainer = new Trainer(Mlp(), device) { Observer = null, Seed = seed };
            return trainer.Fit(Datasets.Digits(), epochs: 2, batchSize: 50, Token).FinalLoss;
        }
        Assert.Equal(Loss(1), Loss(1));
        Assert.NotEqual(Loss(1), Loss(2));
    }

    [Fact]
    public void AShortLastBatchIsTrained()
    {
        using var device = ComputeDevice.Open("cpu");
        var seen = new Recorder();
        using var trainer = new Trainer(Mlp(), device) { Observer = seen };
        // 1,077 images in batches of 1,000: without the last 77 the mean would be over 1,000.
        var result = trainer.Fit(Datasets.Digits(), epochs: 1, batchSize: 1000, Token);
        Assert.Equal(1077, Math.Round(result.ImagesPerSecond * result.TrainSeconds));
    }

    [Fact]
    public void CancellingEndsTrainingAndLeavesTheTestUnread()
    {
        using var device = ComputeDevice.Open("cpu");
        using var stop = new CancellationTokenSource();
        using var trainer = new Trainer(Mlp(), device)
        {
            Observer = null,
            StopWhen = epoch =>
            {
                if (epoch.Epoch == 2) stop.Cancel();
                return false;
            },
        };
        var result = trainer.Fit(Datasets.Digits(), epochs: 50, batchSize: 64, stop.Token);
        Assert.True(result.Stopped);
        Assert.Null(result.Test);
        Assert.Equal(2, result.Epochs.Count);
    }

    [Fact]
    public void ASecondFitGoesOnWhereTheFirstEnded()
    {
        using var device = ComputeDevice.Open("cpu");
        using var trainer = new Trainer(Mlp(), device) { Observer = null };
        var first = trainer.Fit(Datasets.Digits(), epochs: 3, batchSize: 64, Token);
        var second = trainer.Fit(Datasets.Digits(), epochs: 1, batchSize: 32, Token);
        Assert.True(second.FirstLoss < first.FirstLoss / 2, $"{first.FirstLoss} then {second.FirstLoss}");
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        using var device = ComputeDevice.Open("cpu");
        using var trainer = new Trainer(Sequential.Of(new Flatten(), new Dense(64, 5)), device) { Observer = null };
        Assert.Contains("5 classes", Assert.Throws<ShapeException>(() => trainer.Fit(Datasets.Digits(), 1, 8, Token)).Message);
        Assert.Throws<ShapeException>(() => trainer.Fit(Datasets.Digits(), 0, 8, Token));
        Assert.Throws<ShapeException>(() => trainer.Fit(Datasets.Digits(), 1, 0, Token));
        Assert.Throws<InvalidOperationException>(() => trainer.Evaluate(Datasets.Digits().Test));
    }

    private static Sequential Mlp() => Sequential.Of(new Flatten(), new Dense(64, 32), new ReLU(), new Dense(32, 10));

    private sealed class Recorder : ITrainingObserver
    {
        public TrainingStart? Start { get; private set; }

        public void Started(TrainingStart start) => Start = start;

        public void Progressed(in TrainingProgress progress) => Assert.InRange(progress.EpochImages, 1, progress.EpochTotal);

        public void EpochEnded(EpochResult epoch) => Assert.True(double.IsFinite(epoch.Train.Loss));

        public void Finished(TrainingResult result) => Assert.NotEmpty(result.Epochs);
    }
}

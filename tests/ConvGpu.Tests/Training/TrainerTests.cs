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
    public void AugmentationsChangeTheTrainingImagesAndTheirDescription()
    {
        (double Loss, string Preparation) Run(string? augmentations)
        {
            using var device = ComputeDevice.Open("cpu");
            var observer = new Recorder();
            using var trainer = new Trainer(Mlp(), device)
            {
                Observer = observer, Augmentations = augmentations is null ? [] : ImageAugmentation.Parse(augmentations),
            };
            return (trainer.Fit(Datasets.Digits(), epochs: 1, batchSize: 50, Token).FinalLoss, observer.Start!.Preparation);
        }
        Assert.Equal(Run("shift:1,flip"), Run("shift:1,flip"));
        Assert.NotEqual(Run("shift:1,flip").Loss, Run(null).Loss);
        Assert.Contains("it is less than 8", Assert.Throws<DataException>(() => Run("shift:8")).Message);
        Assert.StartsWith("shifted by up to 1 pixel, half of them mirrored, normalised", Run("shift:1,flip").Preparation);
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

    [Fact]
    public void ALossOverValuesIsRefusedBeforeAnythingIsMade()
    {
        using var device = ComputeDevice.Open("cpu");
        using var trainer = new Trainer(Mlp(), device) { Observer = null, Loss = new MeanSquaredError() };
        var error = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Datasets.Digits(), 1, 8, Token));
        Assert.Contains("MeanSquaredError", error.Message);
        Assert.Contains("ImageSet.WithTargets", error.Message);
        Assert.Null(trainer.Network);
    }

    [Fact]
    public async Task AfterAFailedFitTheNextOneRunsAsOnANewTrainer()
    {
        // StopWhen fails between passes, the observer of progress within one: batches were prepared that nobody takes.
        using var device = ComputeDevice.Open("cpu");
        var dataset = Datasets.Digits();
        using var trainer = new Trainer(Mlp(), device)
        {
            Observer = null, Optimizer = new Sgd(0), StopWhen = _ => throw new InvalidDataException("the observer failed"),
        };
        Assert.Throws<InvalidDataException>(() => trainer.Fit(dataset, 2, 8, Token));
        trainer.Observer = new Failing();
        Assert.Throws<InvalidDataException>(() => trainer.Fit(dataset, 200, 8, Token));
        // The learning rate is 0, so a sound pass over the test images gives what a new trainer gives. A hang fails after a minute.
        var after = await Task.Run(() => trainer.Evaluate(dataset.Test), Token).WaitAsync(TimeSpan.FromMinutes(1), Token);
        using var fresh = new Trainer(Mlp(), device) { Observer = null, Optimizer = new Sgd(0) };
        Assert.Equal(fresh.Fit(dataset, 1, 8, Token).Test, after);
    }

    [Fact]
    public void ImagesOfAnotherSizeAreResizedAndOtherChannelsRefused()
    {
        using var device = ComputeDevice.Open("cpu");
        var digits = Datasets.Digits();
        // Every pixel four times: the bilinear halving of that is the image itself.
        var large = new ImageSet("doubled", digits.Test.Shape with { H = 16, W = 16 }, 10, Doubled(digits.Test), [.. digits.Test.Labels]);
        using var trainer = new Trainer(Mlp(), device) { Observer = null };
        var result = trainer.Fit(digits with { HardTest = large }, epochs: 2, batchSize: 32, Token);
        Assert.Equal(result.Test, result.HardTest);
        Assert.Equal(result.Test, trainer.Evaluate(large, Token));

        var colour = new ImageSet("colour", new Shape(1, 3, 8, 8), 10, new byte[192], [0]);
        Assert.Contains("1x3x8x8", Assert.Throws<ShapeException>(() => trainer.Evaluate(colour, Token)).Message);
        using var other = new Trainer(Mlp(), device) { Observer = null };
        Assert.Contains("1x3x8x8", Assert.Throws<ShapeException>(() => other.Fit(digits with { HardTest = colour }, 1, 32, Token)).Message);
        Assert.Null(other.Network);
    }

    [Fact]
    public void EverySetsClassesAreChecked()
    {
        using var device = ComputeDevice.Open("cpu");
        var digits = Datasets.Digits();
        var more = new ImageSet("eleven classes", new Shape(1, 1, 8, 8), 11, new byte[64], [10]);
        foreach (var dataset in (Dataset[])[digits with { Train = more }, digits with { Test = more }, digits with { HardTest = more }])
        {
            using var trainer = new Trainer(Mlp(), device) { Observer = null };
            Assert.Contains("eleven classes has 11", Assert.Throws<ShapeException>(() => trainer.Fit(dataset, 1, 8, Token)).Message);
        }
        using var trained = new Trainer(Mlp(), device) { Observer = null };
        trained.Fit(digits, 1, 32, Token);
        Assert.Contains("eleven classes has 11", Assert.Throws<ShapeException>(() => trained.Evaluate(more, Token)).Message);
        // What is only classified needs no sound labels.
        Assert.InRange(Assert.Single(trained.Predict(more)), 0, 9);
    }

    [Fact]
    public void PredictedClassesAgreeWithTheMeasuredAccuracy()
    {
        using var device = ComputeDevice.Open("cpu");
        using var trainer = new Trainer(Mlp(), device) { Observer = null };
        Assert.Throws<InvalidOperationException>(() => trainer.Predict(Datasets.Digits().Test));
        // 360 images in batches of 100: the last one is short.
        var result = trainer.Fit(Datasets.Digits(), epochs: 3, batchSize: 100, Token);
        var test = Datasets.Digits().Test;
        var right = trainer.Predict(test).Zip(test.Labels).Count(p => p.First == p.Second);
        Assert.Equal(result.Test!.Value.Accuracy, right / 360.0);
        Assert.Equal(test.Shape with { N = 1 }, trainer.Transform!.Target);
        trainer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => trainer.Predict(test));
        Assert.Throws<ObjectDisposedException>(() => trainer.Evaluate(test, Token));
        Assert.Throws<ObjectDisposedException>(() => trainer.Fit(Datasets.Digits(), 1, 8, Token));
    }

    [Fact]
    public void ADivergedRunEndsInItsEpoch()
    {
        using var device = ComputeDevice.Open("cpu");
        using var trainer = new Trainer(Mlp(), device) { Observer = null, Optimizer = new Sgd(1e20f) };
        var error = Assert.Throws<ConvGpuException>(() => trainer.Fit(Datasets.Digits(), epochs: 1000, batchSize: 32, Token));
        Assert.Contains("in epoch 1 at learning rate 1E+20", error.Message);
        Assert.Contains("lower the learning rate", error.Message);
    }

    [Fact]
    public void TheBatchIsAtMostTheTrainingImagesAndTheLogSaysSo()
    {
        using var device = ComputeDevice.Open("cpu");
        var log = new StringWriter();
        using var trainer = new Trainer(Mlp(), device) { Observer = new TextTrainingObserver(log) };
        Assert.Equal(1077, trainer.Fit(Datasets.Digits(), epochs: 1, batchSize: 5000, Token).BatchSize);
        Assert.Contains("1,077 images a step instead of 5,000", log.ToString());
    }

    /// <summary>The first loss, two sums an epoch, two of the test, two of the hard test: nothing that nobody shows.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NoLossIsCopiedThatNobodyShows(bool log)
    {
        using var device = ComputeDevice.Open("cpu");
        using var trainer = new Trainer(ModelZoo.LeNet5(), device) { Observer = log ? new TextTrainingObserver(TextWriter.Null) : null };
        // Long enough for several intervals of progress reports.
        trainer.Fit(Datasets.Digits(), epochs: 3, batchSize: 32, Token);
        Assert.Equal(1 + 2 * 3 + 2 + 2, device.Counters.DeviceToHostCopies);
    }

    [Fact]
    public void StoppingDuringTheTestLeavesItUnread()
    {
        using var device = ComputeDevice.Open("cpu");
        using var stop = new CancellationTokenSource();
        var log = new StringWriter();
        using var trainer = new Trainer(Mlp(), device)
        {
            Observer = new TextTrainingObserver(log),
            StopWhen = _ =>
            {
                stop.Cancel();
                return true;
            },
        };
        var result = trainer.Fit(Datasets.Digits(), epochs: 5, batchSize: 64, stop.Token);
        Assert.True(result.Stopped);
        Assert.Null(result.Test);
        Assert.Contains("stopped after 1 of 5 epochs; the test set was not read", log.ToString());
        Assert.Throws<OperationCanceledException>(() => trainer.Evaluate(Datasets.Digits().Test, stop.Token));
        Assert.True(trainer.Evaluate(Datasets.Digits().Test, Token).Accuracy > 0.1);
    }

    private static byte[] Doubled(ImageSet images)
    {
        var (height, width) = (images.Shape.H, images.Shape.W);
        var doubled = new byte[4 * images.Shape.Count];
        for (var i = 0; i < doubled.Length; i++)
        {
            var (image, y, x) = (i / (4 * height * width), i / (2 * width) % (2 * height), i % (2 * width));
            doubled[i] = images.Image(image)[y / 2 * width + x / 2];
        }
        return doubled;
    }

    private static Sequential Mlp() => Sequential.Of(new Flatten(), new Dense(64, 32), new ReLU(), new Dense(32, 10));

    private sealed class Failing : ITrainingObserver
    {
        public void Started(TrainingStart start) { }

        public void Progressed(in TrainingProgress progress) => throw new InvalidDataException("the observer failed");

        public void EpochEnded(EpochResult epoch) { }

        public void Finished(TrainingResult result) { }
    }

    private sealed class Recorder : ITrainingObserver
    {
        public TrainingStart? Start { get; private set; }

        public void Started(TrainingStart start) => Start = start;

        public void Progressed(in TrainingProgress progress) => Assert.InRange(progress.EpochImages, 1, progress.EpochTotal);

        public void EpochEnded(EpochResult epoch) => Assert.True(double.IsFinite(epoch.Train.Loss));

        public void Finished(TrainingResult result) => Assert.NotEmpty(result.Epochs);
    }
}

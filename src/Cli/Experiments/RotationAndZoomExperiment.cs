namespace ConvGpu.Cli;

/// <summary>What a net makes of turned and enlarged images when it saw upright ones alone.</summary>
internal static class RotationAndZoomExperiment
{
    private const string Upright = "upright images", Augmented = "with two turned and zoomed copies of each";

    public static Experiment Create() => new()
    {
        Name = "rotation-and-zoom",
        Claim = "convolutions do not cope with scale and rotation, so images are augmented",
        Setting = "LeNet-5 on 2,000 images of Fashion-MNIST; 1,000 others to choose the rate by and the 10,000 test images, as "
            + "they are, turned by up to 30 degrees, and zoomed by 0.67 to 1.5; batch 32, SGD with momentum 0.9, the rate falls to "
            + "0 over 9 epochs, 3 with copies; the rate is the best for the mean over upright, turned and zoomed images to validate",
        Measures = [Measure.Rate, Measure.Share("validation"), Measure.Share("upright test"), Measure.Share("turned test"), Measure.Share("zoomed test")],
        Contenders =
        [
            Contender.AtBestRate(Upright, 0.03f, (trial, rate) => Run(trial, rate, copies: 0), validation: 0),
            Contender.AtBestRate(Augmented, 0.03f, (trial, rate) => Run(trial, rate, copies: 2), validation: 0),
        ],
        Verdict = medians =>
        {
            var (plain, augmented) = (medians[Upright], medians[Augmented]);
            double turning = plain[2] - plain[3], zooming = plain[2] - plain[4], turned = augmented[3] - plain[3], zoomed = augmented[4] - plain[4];
            return (
                FormattableString.Invariant($"turning costs {100 * turning:F1} points and zooming {100 * zooming:F1}; copies bring back {100 * turned:F1} and {100 * zoomed:F1}"),
                turning > 0.05 && zooming > 0.05 && turned >= 0.05 && zoomed >= 0.05);
        },
    };

    private static double[] Run(Trial trial, float rate, int copies)
    {
        var data = trial.FashionMnist(2000, 10_000);
        ImageSet Warped(ImageSet images, uint part, int count, bool keep, double degrees, double zoom)
        {
            var random = new SeededRandom(trial.Seed, RandomStreams.Split, part);
            return ImageWarp.Copies(images, count, keep, () => ImageWarp.Draw(random, degrees, zoom, shift: 0));
        }
        ImageSet[] WithWarps(ImageSet images, uint part) =>
            [images, Warped(images, part, count: 1, keep: false, degrees: 30, zoom: 1), Warped(images, part + 1, count: 1, keep: false, degrees: 0, zoom: 1.5)];
        ImageSet[] also = [.. WithWarps(data.Test, part: 1)[1..], .. WithWarps(trial.Validation(1000), part: 4)];
        if (copies > 0) data = data with { Train = Warped(data.Train, part: 3, copies, keep: true, degrees: 30, zoom: 1.5) };
        var scores = trial.Train(ModelZoo.LeNet5(), data, epochs: 9 / (copies + 1), rate, also);
        return [scores[4..].Average(score => score.Accuracy), .. scores[1..4].Select(score => score.Accuracy)];
    }
}

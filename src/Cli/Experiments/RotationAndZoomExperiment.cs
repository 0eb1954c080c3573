namespace ConvGpu.Cli;

/// <summary>What a net makes of turned and enlarged images when it saw upright ones alone.</summary>
internal static class RotationAndZoomExperiment
{
    private const string Upright = "upright images", Augmented = "with two turned and zoomed copies of each";

    public static Experiment Create() => new()
    {
        Name = "rotation-and-zoom",
        Claim = "convolutions do not cope with scale and rotation, so images are augmented",
        Setting = "LeNet-5 on 2,000 images of Fashion-MNIST, 1,000 to test: as they are, turned by up to 30 degrees, and zoomed by 0.67 to 1.5; batch 32, SGD with momentum 0.9 from 0.02 to 0; 9 epochs, 3 with copies",
        Measures = [Measure.Share("upright test"), Measure.Share("turned test"), Measure.Share("zoomed test")],
        Contenders = [new(Upright, trial => Run(trial, copies: 0)), new(Augmented, trial => Run(trial, copies: 2))],
        Verdict = medians =>
        {
            var (plain, augmented) = (medians[Upright], medians[Augmented]);
            return (
                FormattableString.Invariant($"turning costs {100 * (plain[0] - plain[1]):F1} points and zooming {100 * (plain[0] - plain[2]):F1}; copies bring back {100 * (augmented[1] - plain[1]):F1} and {100 * (augmented[2] - plain[2]):F1}"),
                plain[1] < plain[0] - 0.05 && plain[2] < plain[0] - 0.05 && augmented[1] >= plain[1] + 0.05 && augmented[2] >= plain[2] + 0.05);
        },
    };

    private static double[] Run(Trial trial, int copies)
    {
        var data = trial.FashionMnist(2000, 1000);
        ImageSet Warped(ImageSet images, uint part, int count, bool keep, double degrees, double zoom)
        {
            var random = new SeededRandom(trial.Seed, RandomStreams.Split, part);
            return ImageWarp.Copies(images, count, keep, () => ImageWarp.Draw(random, degrees, zoom, shift: 0));
        }
        var turned = Warped(data.Test, part: 1, count: 1, keep: false, degrees: 30, zoom: 1);
        var zoomed = Warped(data.Test, part: 2, count: 1, keep: false, degrees: 0, zoom: 1.5);
        if (copies > 0) data = data with { Train = Warped(data.Train, part: 3, copies, keep: true, degrees: 30, zoom: 1.5) };
        var scores = trial.Train(ModelZoo.LeNet5(), data, epochs: 9 / (copies + 1), learningRate: 0.02f, turned, zoomed);
        return [scores[1].Accuracy, scores[2].Accuracy, scores[3].Accuracy];
    }
}

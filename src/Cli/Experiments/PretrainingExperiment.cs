namespace ConvGpu.Cli;

/// <summary>Filters learned on clothes serve to read digits.</summary>
internal static class PretrainingExperiment
{
    private const string Scratch = "from scratch", Frozen = "pretrained, convolutions frozen", Tuned = "pretrained, all layers learn";

    public static Experiment Create() => new()
    {
        Name = "pretraining",
        Claim = "the first layers find features that serve other pictures too: filters learned on Fashion-MNIST help where there are 100 digits",
        Setting = "LeNet-5, its convolutions trained on 20,000 images of Fashion-MNIST, turned by up to 20 degrees, zoomed by 0.77 to 1.3 and shifted by up to 3 pixels, batch 32, Adam from 0.002 to 0, 3 epochs; then 100 of the embedded digits, 360 others to test, 2.1 to 3 times as large in 28x28, turned by up to 10 degrees and shifted by up to 3 pixels, batch 20, Adam from 0.003 to 0, 40 epochs",
        Measures = [Measure.Count("weights that learn"), Measure.Share("training"), Measure.Share("test"), Measure.Share("other writers")],
        Contenders =
        [
            new(Scratch, trial => Run(trial, pretrained: false, frozen: [])),
            new(Frozen, trial => Run(trial, pretrained: true, frozen: ["conv2d1", "conv2d2"])),
            new(Tuned, trial => Run(trial, pretrained: true, frozen: [])),
        ],
        Verdict = medians =>
        {
            var (scratch, frozen) = (medians[Scratch], medians[Frozen]);
            return (
                FormattableString.Invariant($"frozen filters of Fashion-MNIST get {frozen[2]:P1} of the digits right, {100 * (frozen[2] - scratch[2]):F1} points more than the same net from scratch"),
                frozen[2] >= scratch[2] + 0.03);
        },
    };

    private static double[] Run(Trial trial, bool pretrained, string[] frozen)
    {
        var filters = new Dictionary<string, float[]>();
        if (pretrained)
        {
            var clothes = trial.FashionMnist(20_000, 1000);
            var random = new SeededRandom(trial.Seed, RandomStreams.Split, part: 4);
            var warped = ImageWarp.Copies(clothes.Train, 1, keepOriginals: false, () => ImageWarp.Draw(random, degrees: 20, zoom: 1.3, shift: 3));
            trial.Train(ModelZoo.LeNet5(), clothes with { Train = warped }, epochs: 3, new Adam(0.002f), end: Keep);
        }
        var digits = Datasets.Digits(trial.Seed);
        ImageSet Warped(ImageSet images, uint part) => LargeDigits.Warped(
            images, new SeededRandom(trial.Seed, RandomStreams.Split, part), 1, enlarge: 2.5, degrees: 10, zoom: 1.2, shift: 3);
        var model = ModelZoo.LeNet5();
        var scores = trial.Train(
            model, new Dataset(digits.Name, Warped(trial.Some(digits.Train, 100), 1), Warped(digits.Test, 2)), epochs: 40, new Adam(0.003f),
            batch: 20, frozen, start: Take, also: [Warped(digits.HardTest!, 3)]);
        var still = filters.Where(f => frozen.Contains(f.Key[..f.Key.IndexOf('.')])).Sum(f => f.Value.Length);
        return [ModelSummary.Of(model).Parameters - still, scores[0].Accuracy, scores[1].Accuracy, scores[2].Accuracy];

        void Keep(Network network)
        {
            foreach (var name in network.ParameterNames.Where(n => n.StartsWith("conv", StringComparison.Ordinal))) filters[name] = network.ReadParameter(name);
        }

        void Take(Network network)
        {
            foreach (var (name, values) in filters) network.WriteParameter(name, values);
        }
    }
}

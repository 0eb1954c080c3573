namespace ConvGpu.Cli;

/// <summary>Filters learned on clothes serve to read digits.</summary>
internal static class PretrainingExperiment
{
    private const string Scratch = "from scratch", Frozen = "pretrained, convolutions frozen", Tuned = "pretrained, all layers learn";

    public static Experiment Create()
    {
        var filters = new Dictionary<Trial, Dictionary<string, float[]>>();
        return new()
        {
            Name = "pretraining",
            Claim = "the first layers find features that serve other pictures too: filters learned on Fashion-MNIST help where "
                + "there are 100 digits",
            Setting = "LeNet-5, its convolutions trained on 20,000 images of Fashion-MNIST, turned by up to 20 degrees, zoomed by "
                + "0.77 to 1.3 and shifted by up to 3 pixels, batch 32, Adam from 0.002 to 0, 3 epochs; then 100 of 300 of the "
                + "embedded digits, 300 others to choose the rate by, 837 others three times to test, 2.1 to 3 times as large in "
                + "28x28, turned by up to 10 degrees and shifted by up to 3 pixels, batch 20, Adam to 0 over 40 epochs",
            Open = trial => trial.FashionMnist(20_000, 1000),
            Measures = [Measure.Rate, Measure.Count("weights that learn"), Measure.Share("training"), Measure.Share("validation"), Measure.Share("test"), Measure.Share("other writers")],
            Contenders =
            [
                Contender.AtBestRate(Scratch, 0.003f, (trial, rate) => Run(trial, rate, [], frozen: []), validation: 2),
                Contender.AtBestRate(Frozen, 0.003f, (trial, rate) => Run(trial, rate, Filters(trial, filters), frozen: ["conv2d1", "conv2d2"]), validation: 2),
                Contender.AtBestRate(Tuned, 0.003f, (trial, rate) => Run(trial, rate, Filters(trial, filters), frozen: []), validation: 2),
            ],
            Verdict = medians =>
            {
                var (scratch, frozen) = (medians[Scratch], medians[Frozen]);
                return (
                    FormattableString.Invariant($"frozen filters of Fashion-MNIST get {frozen[4]:P1} of the digits right, {100 * (frozen[4] - scratch[4]):F1} points more than the same net from scratch"),
                    frozen[4] >= scratch[4] + 0.03);
            },
        };
    }

    /// <summary>The filters learned on clothes, once for each seed.</summary>
    private static Dictionary<string, float[]> Filters(Trial trial, Dictionary<Trial, Dictionary<string, float[]>> learned)
    {
        if (learned.TryGetValue(trial, out var filters)) return filters;
        filters = [];
        var clothes = trial.FashionMnist(20_000, 1000);
        var random = new SeededRandom(trial.Seed, RandomStreams.Split, part: 4);
        var warped = ImageWarp.Copies(clothes.Train, 1, keepOriginals: false, () => ImageWarp.Draw(random, degrees: 20, zoom: 1.3, shift: 3));
        trial.Train(ModelZoo.LeNet5(), clothes with { Train = warped }, epochs: 3, new Adam(0.002f), end: network =>
        {
            foreach (var name in network.ParameterNames.Where(n => n.StartsWith("conv", StringComparison.Ordinal))) filters[name] = network.ReadParameter(name);
        });
        return learned[trial] = filters;
    }

    private static double[] Run(Trial trial, float rate, Dictionary<string, float[]> filters, string[] frozen)
    {
        // The same digits are held out with every seed, since the rate chosen with the first serves all; each seed learns from a hundred of a
        // pool, and what is outside of it adds to the test, whose 360 digits alone would tell no three points from chance.
        var digits = Datasets.Digits();
        var (rest, validation) = digits.Train.HoldOut(trial.Count(300), seed: 1, "digits to choose the rate by");
        var (unseen, pool) = rest.HoldOut(trial.Count(300), seed: 1, "digits to learn from");
        var few = trial.Some(pool, 100);
        ImageSet Warped(ImageSet images, uint part, int copies = 1) => LargeDigits.Warped(
            images, new SeededRandom(trial.Seed, RandomStreams.Split, part), trial.IsTiny ? 1 : copies, enlarge: 2.5, degrees: 10, zoom: 1.2, shift: 3);
        var model = ModelZoo.LeNet5();
        var scores = trial.Train(
            model, new Dataset(digits.Name, Warped(few, 1), Warped(Joined(digits.Test, trial.Some(unseen, 477)), 2, copies: 3)), epochs: 40, new Adam(rate), batch: 20, frozen, start: Take,
            also: [Warped(digits.HardTest!, 3), Warped(validation, 5)]);
        var still = filters.Where(f => frozen.Contains(f.Key[..f.Key.IndexOf('.')])).Sum(f => f.Value.Length);
        return [ModelSummary.Of(model).Parameters - still, scores[0].Accuracy, scores[3].Accuracy, scores[1].Accuracy, scores[2].Accuracy];

        void Take(Network network)
        {
            foreach (var (name, values) in filters) network.WriteParameter(name, values);
        }
    }

    private static ImageSet Joined(ImageSet first, ImageSet second)
    {
        static IEnumerable<byte> Pixels(ImageSet images) => Enumerable.Range(0, images.Count).SelectMany(i => images.Image(i).ToArray());
        return new ImageSet(
            first.Name, first.Shape with { N = first.Count + second.Count }, first.Classes, [.. Pixels(first), .. Pixels(second)], [.. first.Labels, .. second.Labels]);
    }
}

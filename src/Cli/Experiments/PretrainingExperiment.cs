namespace ConvGpu.Cli;

/// <summary>Filters learned on clothes serve to read digits.</summary>
internal static class PretrainingExperiment
{
    private const string Scratch = "from scratch", Frozen = "pretrained, convolutions frozen", Tuned = "pretrained, all layers learn";

    public static Experiment Create() => new()
    {
        Name = "pretraining",
        Claim = "the first layers find features that serve other pictures too: filters learned on Fashion-MNIST make 100 digits enough",
        Setting = "LeNet-5, its convolutions trained on 10,000 images of Fashion-MNIST for 3 epochs, batch 32, SGD with momentum 0.9 from 0.02 to 0; then 100 of the embedded digits, 360 others to test, batch 20, from 0.01 to 0, 40 epochs",
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
        if (pretrained) trial.Train(ModelZoo.LeNet5(), trial.FashionMnist(10_000, 1000), epochs: 3, new Sgd(0.02f, momentum: 0.9f), end: Keep);
        var digits = Datasets.Digits(trial.Seed);
        var model = ModelZoo.LeNet5();
        var scores = trial.Train(
            model, digits with { Train = trial.Some(digits.Train, 100) }, epochs: 40, new Sgd(0.01f, momentum: 0.9f), batch: 20, frozen,
            start: Take, also: [digits.HardTest!]);
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

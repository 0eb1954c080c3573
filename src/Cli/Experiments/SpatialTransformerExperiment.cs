namespace ConvGpu.Cli;

/// <summary>A net that first turns the picture as it likes it, against the same net without that.</summary>
internal static class SpatialTransformerExperiment
{
    private const string Plain = "convolutions", Wider = "half as many filters more", Transformed = "the same behind a spatial transformer";
    private const int Size = LargeDigits.Size;

    public static Experiment Create() => new()
    {
        Name = "spatial-transformer",
        Claim = "a net copes with turned and zoomed pictures where it learns a transform of them first",
        Setting = "two 5x5 convolutions of 8 and 16 filters (or 12 and 24), each with max pooling, and a dense layer; the embedded digits, each three times in 28x28, turned by up to 60 degrees, 1.2 to 2.7 times as large and shifted by up to 4 pixels; 360 held out to test, treated alike; batch 32, Adam from 0.002 to 0, 12 epochs",
        Measures = [Measure.Count("weights"), Measure.Share("training"), Measure.Share("test"), Measure.Share("other writers")],
        Contenders =
        [
            new(Plain, trial => Run(trial, Net(8, transformer: false))),
            new(Wider, trial => Run(trial, Net(12, transformer: false))),
            new(Transformed, trial => Run(trial, Net(8, transformer: true))),
        ],
        Verdict = medians =>
        {
            var (plain, wider, transformed) = (medians[Plain], medians[Wider], medians[Transformed]);
            return (
                FormattableString.Invariant($"the transformer gets {transformed[2]:P1} right, {100 * (transformed[2] - plain[2]):F1} points more than the same net without it and {100 * (transformed[2] - wider[2]):F1} more than one with as many weights"),
                transformed[2] >= plain[2] + 0.03 && transformed[2] >= wider[2] + 0.03);
        },
    };

    private static Graph Net(int filters, bool transformer)
    {
        var graph = new Graph("digits", new Shape(1, 1, Size, Size));
        if (transformer)
        {
            Layer[] localization =
            [
                new AvgPool2D(2), new Conv2D(1, 8, kernel: 5), new ReLU(), new MaxPool2D(2), new Conv2D(8, 16, kernel: 3), new ReLU(),
                new Flatten(), new Dense(16 * 3 * 3, 32), new ReLU(),
                new Dense(32, 6) { Initializer = Initializer.Zeros, BiasInitializer = Initializer.Values(AffineGrid.Identity) }, new AffineGrid(Size),
            ];
            foreach (var layer in localization) graph.Add(layer);
            graph.Add(new GridSample(), graph.Input, graph.Output);
        }
        Layer[] net =
        [
            new Conv2D(1, filters, kernel: 5), new ReLU(), new MaxPool2D(2),
            new Conv2D(filters, 2 * filters, kernel: 5), new ReLU(), new MaxPool2D(2), new Flatten(), new Dense(2 * filters * 4 * 4, 10),
        ];
        foreach (var layer in net) graph.Add(layer);
        return graph;
    }

    private static double[] Run(Trial trial, Graph model)
    {
        var digits = Datasets.Digits(trial.Seed);
        ImageSet Warped(ImageSet images, uint part, int copies) => LargeDigits.Warped(
            images, new SeededRandom(trial.Seed, RandomStreams.Split, part), copies, enlarge: 1.8, degrees: 60, zoom: 1.5, shift: 4);
        var data = new Dataset(digits.Name, Warped(trial.Some(digits.Train, int.MaxValue), 1, trial.IsTiny ? 1 : 3), Warped(digits.Test, 2, 1));
        var scores = trial.Train(model, data, epochs: 12, new Adam(0.002f), also: [Warped(digits.HardTest!, 3, 1)]);
        return [ModelSummary.Of(model).Parameters, scores[0].Accuracy, scores[1].Accuracy, scores[2].Accuracy];
    }
}

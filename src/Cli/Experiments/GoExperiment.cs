namespace ConvGpu.Cli;

/// <summary>A rule of Go that is the same at every point of the board.</summary>
internal static class GoExperiment
{
    private const string Convolutions = "convolutions as in go-policy", Dense = "dense net";
    private const int Size = GoPositions.Size;

    public static Experiment Create() => new()
    {
        Name = "go",
        ReadsFashionMnist = false,
        Claim = "a pattern of Go is the same wherever it is on the board, and a point more or less changes it: convolutions "
            + "without pooling learn it, a dense net does not",
        Setting = "boards of 9x9 with random stones, where one point is the last liberty of a group: find it; 12,000 boards, 1,000 "
            + "others to choose the rate by, 4,000 others to test; go-policy with 16 filters and 6 convolutions, against two "
            + "hidden layers of 256; batch 32, Adam to 0 over 4 epochs",
        Measures = [Measure.Rate, Measure.Count("weights"), Measure.Share("training"), Measure.Share("validation"), Measure.Share("test")],
        Contenders =
        [
            Contender.AtBestRate(Convolutions, 0.003f, (trial, rate) => Run(trial, ModelZoo.GoPolicy(filters: 16, convolutions: 6, planes: 3, size: Size), rate), validation: 2),
            Contender.AtBestRate(Dense, 0.003f, (trial, rate) => Run(trial, DenseNet(), rate), validation: 2),
        ],
        Verdict = medians => (
            FormattableString.Invariant($"convolutions find the last liberty on {medians[Convolutions][4]:P1} of new boards, the dense net on {medians[Dense][4]:P1}"),
            medians[Convolutions][4] > 0.9 && medians[Dense][4] < 0.5 && medians[Convolutions][1] < medians[Dense][1]),
    };

    private static Sequential DenseNet() => Sequential.Of("dense", new Shape(1, 3, Size, Size),
        new Flatten(), new Dense(3 * Size * Size, 256), new ReLU(), new Dense(256, 256), new ReLU(), new Dense(256, Size * Size));

    private static double[] Run(Trial trial, Graph model, float rate)
    {
        ImageSet Boards(string name, int count, uint part) => GoPositions.Draw(name, trial.Count(count), new SeededRandom(trial.Seed, RandomStreams.Split, part));
        var data = new Dataset("last liberties", Boards("boards", 12_000, part: 1), Boards("boards to test", 4000, part: 3));
        var scores = trial.Train(model, data, epochs: 4, new Adam(rate), also: [Boards("boards to choose the rate by", 1000, part: 2)]);
        return [ModelSummary.Of(model).Parameters, scores[0].Accuracy, scores[2].Accuracy, scores[1].Accuracy];
    }
}

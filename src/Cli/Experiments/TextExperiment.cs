namespace ConvGpu.Cli;

/// <summary>Letters in an order, somewhere in a text.</summary>
internal static class TextExperiment
{
    private const string Windows = "1-D convolution", Places = "dense net on all places", Bag = "dense net on the mean of the letters";

    public static Experiment Create() => new()
    {
        Name = "text",
        Claim = "windows find words wherever they stand in a text",
        Setting = "texts of 32 letters out of 12 with one of the words abc, bca, cab, acb in a random place: which? 2,000 texts, 1,000 others to test; vectors of 8 for the letters; batch 32, Adam from 0.005 to 0, 10 epochs",
        Measures = [Measure.Count("weights"), Measure.Share("training"), Measure.Share("test")],
        Contenders =
        [
            new(Windows, trial => Run(trial, new Conv1D(8, 32, kernel: 3), new ReLU(), new GlobalMaxPool1D(), new Flatten(), new Dense(32, LetterTexts.Classes))),
            new(Places, trial => Run(trial, new Flatten(), new Dense(8 * LetterTexts.Length, 64), new ReLU(), new Dense(64, LetterTexts.Classes))),
            new(Bag, trial => Run(trial, new GlobalAvgPool1D(), new Flatten(), new Dense(8, 64), new ReLU(), new Dense(64, LetterTexts.Classes))),
        ],
        Verdict = medians => (
            FormattableString.Invariant($"windows find the word in {medians[Windows][2]:P1} of new texts, the dense nets in {medians[Places][2]:P1} and {medians[Bag][2]:P1}"),
            medians[Windows][2] > 0.95 && medians[Places][2] < 0.6 && medians[Bag][2] < 0.4),
    };

    private static double[] Run(Trial trial, params Layer[] layers)
    {
        var model = Sequential.Of("text", new Shape(1, 1, 1, LetterTexts.Length), [new Embedding(LetterTexts.Letters, 8), .. layers]);
        var (train, test) = (LetterTexts.Draw(trial.Count(2000), trial.Seed, part: 1), LetterTexts.Draw(trial.Count(1000), trial.Seed, part: 2));
        using var network = new Network(model, trial.Device, new NetworkOptions
        {
            MaxBatch = 32, Seed = trial.Seed, Loss = new SoftmaxCrossEntropy(), Optimizer = new Adam(0.005f),
        });
        var (order, epochs) = (Enumerable.Range(0, train.Count).ToArray(), trial.Epochs(10));
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            new SeededRandom(trial.Seed, RandomStreams.Epochs + (uint)epoch).Shuffle(order);
            for (var first = 0; first < order.Length; first += network.Options.MaxBatch)
            {
                network.LearningRate = 0.005f * (1 - (epoch + first / (float)order.Length) / epochs);
                network.TrainStep(train.Set(network, order.AsSpan(first)));
            }
        }
        return [network.ParameterCount, Accuracy(network, train), Accuracy(network, test)];
    }

    private static double Accuracy(Network network, LetterTexts texts)
    {
        network.ResetSums();
        var order = Enumerable.Range(0, texts.Count).ToArray();
        for (var first = 0; first < order.Length; first += network.Options.MaxBatch) network.EvaluateStep(texts.Set(network, order.AsSpan(first)));
        return network.ReadSums().Correct / (double)texts.Count;
    }
}

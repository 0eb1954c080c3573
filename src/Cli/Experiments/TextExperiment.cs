namespace ConvGpu.Cli;

/// <summary>Letters in an order, somewhere in a text.</summary>
internal static class TextExperiment
{
    private const string Windows = "sequence: 1-D convolutions", Places = "dense net on all places", Bag = "dense net on the mean of the letters";

    public static Experiment Create() => new()
    {
        Name = "text",
        ReadsFashionMnist = false,
        Claim = "windows find words wherever they stand in a text",
        Setting = "texts of 32 letters out of 12 with one of the words abc, bca, cab, acb in a random place: which? 2,000 texts, "
            + "1,000 others to choose the rate by, 4,000 others to test; vectors of 8 for the letters; the model sequence with 32 "
            + "filters, against a hidden layer of 64; batch 32, Adam to 0 over 10 epochs",
        Measures = [Measure.Rate, Measure.Count("weights"), Measure.Share("training"), Measure.Share("validation"), Measure.Share("test")],
        Contenders =
        [
            Contender.AtBestRate(Windows, 0.003f, (trial, rate) => Run(trial, ModelZoo.Sequence(LetterTexts.Classes, dropout: 0, LetterTexts.Letters, LetterTexts.Length, dimensions: 8, filters: 32), rate), validation: 2),
            Contender.AtBestRate(Places, 0.003f, (trial, rate) => Run(trial, DenseNet(new Flatten(), new Dense(8 * LetterTexts.Length, 64)), rate), validation: 2),
            Contender.AtBestRate(Bag, 0.003f, (trial, rate) => Run(trial, DenseNet(new GlobalAvgPool1D(), new Dense(8, 64)), rate), validation: 2),
        ],
        Verdict = medians => (
            FormattableString.Invariant($"windows find the word in {medians[Windows][4]:P1} of new texts, the dense nets in {medians[Places][4]:P1} and {medians[Bag][4]:P1}"),
            medians[Windows][4] > 0.95 && medians[Places][4] < 0.6 && medians[Bag][4] < 0.4),
    };

    private static Sequential DenseNet(params Layer[] hidden) => Sequential.Of("text", new Shape(1, 1, 1, LetterTexts.Length),
        [new Embedding(LetterTexts.Letters, 8), .. hidden, new ReLU(), new Dense(64, LetterTexts.Classes)]);

    private static double[] Run(Trial trial, Graph model, float rate)
    {
        LetterTexts Texts(int count, uint part) => LetterTexts.Draw(trial.Count(count), trial.Seed, part);
        var train = Texts(2000, part: 1);
        using var network = new Network(model, trial.Device, new NetworkOptions
        {
            MaxBatch = 32, Seed = trial.Seed, Loss = new SoftmaxCrossEntropy(), Optimizer = new Adam(rate),
        });
        var (order, epochs) = (Enumerable.Range(0, train.Count).ToArray(), trial.Epochs(10));
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            new SeededRandom(trial.Seed, RandomStreams.Epochs + (uint)epoch).Shuffle(order);
            for (var first = 0; first < order.Length; first += network.Options.MaxBatch)
            {
                network.LearningRate = rate * (1 - (epoch + first / (float)order.Length) / epochs);
                network.TrainStep(train.Set(network, order.AsSpan(first)));
            }
        }
        return [network.ParameterCount, Accuracy(network, train), Accuracy(network, Texts(1000, part: 2)), Accuracy(network, Texts(4000, part: 3))];
    }

    private static double Accuracy(Network network, LetterTexts texts)
    {
        network.ResetSums();
        var order = Enumerable.Range(0, texts.Count).ToArray();
        for (var first = 0; first < order.Length; first += network.Options.MaxBatch) network.EvaluateStep(texts.Set(network, order.AsSpan(first)));
        return network.ReadSums().Correct / (double)texts.Count;
    }
}

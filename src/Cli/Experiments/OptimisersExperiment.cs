namespace ConvGpu.Cli;

/// <summary>One net with several optimisers, initialisers and normalisations, each at the best of its rates.</summary>
internal static class OptimisersExperiment
{
    private const string Plain = "SGD", Momentum = "SGD with momentum", Zeros = "momentum, weights from 0", Small = "momentum, normal of deviation 0.01",
        Batch = "momentum, batch normalisation", AdamName = "Adam";

    private static readonly float[] _steps = [0.02f, 0.06f, 0.2f];
    private static readonly float[] _momentumSteps = [0.005f, 0.02f, 0.06f];
    private static readonly float[] _adamSteps = [0.0005f, 0.002f, 0.006f];

    public static Experiment Create() => new()
    {
        Name = "optimisers",
        Claim = "optimiser, first weights and normalisation decide how fast one and the same net learns",
        Setting = "LeNet-5, weights by He unless said; 2,000 images of Fashion-MNIST, 1,000 others to choose the rate by, 1,000 to test; batch 32, the rate falls to 0 over 3 epochs",
        Measures = [new Measure("rate", "G3"), Measure.Loss("training loss"), Measure.Share("validation"), Measure.Share("test")],
        Contenders =
        [
            new(Plain, trial => Run(trial, _steps, rate => new Sgd(rate), Initializer.He)),
            new(Momentum, trial => Run(trial, _momentumSteps, WithMomentum, Initializer.He)),
            new("SGD with Nesterov's momentum", trial => Run(trial, _momentumSteps, rate => new Sgd(rate, 0.9f, nesterov: true), Initializer.He)),
            new(AdamName, trial => Run(trial, _adamSteps, rate => new Adam(rate), Initializer.He)),
            new("momentum, Xavier", trial => Run(trial, _momentumSteps, WithMomentum, Initializer.Xavier)),
            new(Small, trial => Run(trial, _momentumSteps, WithMomentum, Initializer.Normal(0.01f))),
            new(Zeros, trial => Run(trial, _momentumSteps, WithMomentum, Initializer.Zeros)),
            new(Batch, trial => Run(trial, _momentumSteps, WithMomentum, Initializer.He, channels => new BatchNorm2D(channels))),
            new("momentum, local response normalisation", trial => Run(trial, _momentumSteps, WithMomentum, Initializer.He, _ => new LocalResponseNormalization(5))),
        ],
        Verdict = medians => (
            FormattableString.Invariant($"training loss {medians[Plain][1]:F3} with plain steps, {medians[Momentum][1]:F3} with momentum, {medians[AdamName][1]:F3} with Adam, {medians[Batch][1]:F3} with batch normalisation; {medians[Small][1]:F3} from small weights, {medians[Zeros][1]:F3} from zeros, where all filters stay alike"),
            medians[Momentum][1] < medians[Plain][1] && medians[Batch][1] < medians[Momentum][1] && medians[Small][1] > medians[Momentum][1] && medians[Zeros][1] > 2),
    };

    private static Sgd WithMomentum(float rate) => new(rate, momentum: 0.9f);

    private static Sequential Net(Initializer initializer, Func<int, Layer>? normalization)
    {
        Layer[] Normalized(int channels) => normalization is null ? [] : [normalization(channels)];
        return Sequential.Of("lenet5", new Shape(1, 1, 28, 28),
        [
            new Conv2D(1, 6, kernel: 5, padding: 2) { Initializer = initializer }, .. Normalized(6), new ReLU(), new MaxPool2D(2),
            new Conv2D(6, 16, kernel: 5) { Initializer = initializer }, .. Normalized(16), new ReLU(), new MaxPool2D(2), new Flatten(),
            new Dense(400, 120) { Initializer = initializer }, new ReLU(), new Dense(120, 84) { Initializer = initializer }, new ReLU(),
            new Dense(84, 10) { Initializer = initializer },
        ]);
    }

    private static double[] Run(
        Trial trial, float[] rates, Func<float, Optimizer> optimizer, Initializer initializer, Func<int, Layer>? normalization = null)
    {
        var (data, validation) = (trial.FashionMnist(2000, 1000), trial.Validation(2000, 1000));
        return trial.BestRate(rates, rate =>
        {
            var scores = trial.Train(Net(initializer, normalization), data, epochs: 3, optimizer(rate), also: [validation]);
            return [scores[0].Loss, scores[2].Accuracy, scores[1].Accuracy];
        }, validation: 1);
    }
}

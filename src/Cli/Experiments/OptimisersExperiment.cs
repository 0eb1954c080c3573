using System.Globalization;

namespace ConvGpu.Cli;

/// <summary>One net with several optimisers, initialisers and normalisations, each at the best of its rates.</summary>
internal static class OptimisersExperiment
{
    private const string Plain = "SGD", Momentum = "SGD with momentum", Zeros = "momentum, weights from 0", Small = "momentum, normal of deviation 0.01",
        Batch = "momentum, batch normalisation", AdamName = "Adam";

    public static Experiment Create() => new()
    {
        Name = "optimisers",
        Claim = "optimiser, first weights and normalisation decide how fast one and the same net learns",
        Setting = "LeNet-5, weights by He unless said; 2,000 images of Fashion-MNIST, 1,000 others to choose the rate by, the "
            + "10,000 test images to test; batch 32, the rate falls to 0 over 3 epochs",
        Measures = [Measure.Rate, Measure.Loss("training loss"), Measure.Share("validation"), Measure.Share("test")],
        Contenders =
        [
            At(Plain, 0.1f, rate => new Sgd(rate), Initializer.He),
            At(Momentum, 0.03f, WithMomentum, Initializer.He),
            At("SGD with Nesterov's momentum", 0.03f, rate => new Sgd(rate, 0.9f, nesterov: true), Initializer.He),
            At(AdamName, 0.003f, rate => new Adam(rate), Initializer.He),
            At("momentum, Xavier", 0.03f, WithMomentum, Initializer.Xavier),
            At(Small, 0.03f, WithMomentum, Initializer.Normal(0.01f)),
            At(Zeros, 0.03f, WithMomentum, Initializer.Zeros),
            At(Batch, 0.03f, WithMomentum, Initializer.He, channels => new BatchNorm2D(channels)),
            At("momentum, local response normalisation", 0.03f, WithMomentum, Initializer.He, _ => new LocalResponseNormalization(5)),
        ],
        Verdict = medians => (
            string.Create(CultureInfo.InvariantCulture, $"training loss {medians[Plain][1]:F3} with plain steps, {medians[Momentum][1]:F3} with momentum, "
                + $"{medians[AdamName][1]:F3} with Adam, {medians[Batch][1]:F3} with batch normalisation; "
                + $"{medians[Small][1]:F3} from small weights, {medians[Zeros][1]:F3} from zeros, where all filters stay alike"),
            medians[Batch][1] < medians[Momentum][1] && medians[Small][1] > medians[Momentum][1] && medians[Zeros][1] > 2),
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

    private static Contender At(string name, float first, Func<float, Optimizer> optimizer, Initializer initializer, Func<int, Layer>? normalization = null) =>
        Contender.AtBestRate(name, first, (trial, rate) =>
        {
            var scores = trial.Train(
                Net(initializer, normalization), trial.FashionMnist(2000, 10_000), epochs: 3, optimizer(rate), also: [trial.Validation(1000)]);
            return [scores[0].Loss, scores[2].Accuracy, scores[1].Accuracy];
        }, validation: 1);
}

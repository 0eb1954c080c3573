namespace ConvGpu.Cli;

/// <summary>The same net with other activations.</summary>
internal static class SigmoidAgainstReLUExperiment
{
    private const string Relu = "ReLU", OfSigmoid = "sigmoid", OfTanh = "tanh";

    public static Experiment Create() => new()
    {
        Name = "sigmoid-against-relu",
        Claim = "ReLU learns faster than sigmoid, whose gradient is at most a quarter and vanishes over layers",
        Setting = "LeNet-5 with each activation, weights by He for ReLU and by Xavier for the others; 3,000 images of "
            + "Fashion-MNIST, 1,000 others to choose the rate by, the 10,000 test images to test; batch 32, SGD with momentum 0.9, "
            + "the rate falls to 0 over 4 epochs",
        Measures = [Measure.Rate, Measure.Loss("training loss"), Measure.Share("training"), Measure.Share("validation"), Measure.Share("test")],
        Contenders =
        [
            Contender.AtBestRate(Relu, 0.03f, (trial, rate) => Run(trial, rate, () => new ReLU(), Initializer.He), validation: 2),
            Contender.AtBestRate(OfTanh, 0.03f, (trial, rate) => Run(trial, rate, () => new Tanh(), Initializer.Xavier), validation: 2),
            Contender.AtBestRate(OfSigmoid, 0.1f, (trial, rate) => Run(trial, rate, () => new Sigmoid(), Initializer.Xavier), validation: 2, reach: 2),
        ],
        Verdict = medians => (
            FormattableString.Invariant($"each at its best rate, after the same epochs ReLU gets {medians[Relu][4]:P1} right, tanh {medians[OfTanh][4]:P1}, sigmoid {medians[OfSigmoid][4]:P1}"),
            medians[Relu][1] < medians[OfSigmoid][1] && medians[Relu][4] > medians[OfSigmoid][4]),
    };

    private static double[] Run(Trial trial, float rate, Func<Layer> activation, Initializer initializer)
    {
        var scores = trial.Train(Net(activation, initializer), trial.FashionMnist(3000, 10_000), epochs: 4, rate, trial.Validation(1000));
        return [scores[0].Loss, scores[0].Accuracy, scores[2].Accuracy, scores[1].Accuracy];
    }

    private static Sequential Net(Func<Layer> activation, Initializer initializer) => Sequential.Of("lenet5", new Shape(1, 1, 28, 28),
        new Conv2D(1, 6, kernel: 5, padding: 2) { Initializer = initializer }, activation(), new MaxPool2D(2),
        new Conv2D(6, 16, kernel: 5) { Initializer = initializer }, activation(), new MaxPool2D(2), new Flatten(),
        new Dense(16 * 5 * 5, 120) { Initializer = initializer }, activation(),
        new Dense(120, 84) { Initializer = initializer }, activation(), new Dense(84, 10) { Initializer = initializer });
}

namespace ConvGpu.Cli;

/// <summary>The same net with other activations.</summary>
internal static class SigmoidAgainstReLUExperiment
{
    private const string Relu = "ReLU", OfSigmoid = "sigmoid", OfTanh = "tanh";

    public static Experiment Create() => new()
    {
        Name = "sigmoid-against-relu",
        Claim = "ReLU learns faster than sigmoid, whose gradient is at most a quarter and vanishes over layers",
        Setting = "LeNet-5 with each activation, weights by He for ReLU and by Xavier for the others; 3,000 images of Fashion-MNIST, 1,000 to test; batch 32, SGD with momentum 0.9 from 0.02 to 0, 4 epochs",
        Measures = [Measure.Loss("training loss"), Measure.Share("training"), Measure.Share("test")],
        Contenders =
        [
            new(Relu, trial => Run(trial, () => new ReLU(), Initializer.He)),
            new(OfTanh, trial => Run(trial, () => new Tanh(), Initializer.Xavier)),
            new(OfSigmoid, trial => Run(trial, () => new Sigmoid(), Initializer.Xavier)),
        ],
        Verdict = medians => (
            FormattableString.Invariant($"after the same epochs ReLU gets {medians[Relu][2]:P1} right, tanh {medians[OfTanh][2]:P1}, sigmoid {medians[OfSigmoid][2]:P1}"),
            medians[Relu][0] < medians[OfSigmoid][0] && medians[Relu][2] > medians[OfSigmoid][2]),
    };

    private static double[] Run(Trial trial, Func<Layer> activation, Initializer initializer)
    {
        var model = Sequential.Of("lenet5", new Shape(1, 1, 28, 28),
            new Conv2D(1, 6, kernel: 5, padding: 2) { Initializer = initializer }, activation(), new MaxPool2D(2),
            new Conv2D(6, 16, kernel: 5) { Initializer = initializer }, activation(), new MaxPool2D(2), new Flatten(),
            new Dense(16 * 5 * 5, 120) { Initializer = initializer }, activation(),
            new Dense(120, 84) { Initializer = initializer }, activation(), new Dense(84, 10) { Initializer = initializer });
        var scores = trial.Train(model, trial.FashionMnist(3000, 1000), epochs: 4, learningRate: 0.02f);
        return [scores[0].Loss, scores[0].Accuracy, scores[1].Accuracy];
    }
}

using System.Globalization;

namespace ConvGpu.Cli;

/// <summary>Many weights and few images: the dense net learns the images by heart.</summary>
internal static class OverfittingExperiment
{
    private const string Dense = "dense net", DenseDropout = "dense net, dropout 0.4", Convolutions = "LeNet-5",
        Local = "LeNet-5 with weights of their own in each place", Augmented = "LeNet-5, four warped copies more";
    private const int Images = 1000;

    public static Experiment Create() => new()
    {
        Name = "overfitting",
        Claim = "a dense net on few images has a high training and a low validation accuracy; a tenth of the weights, shared by "
            + "convolutions, does better",
        Setting = "1,000 images of Fashion-MNIST, 2,000 others to choose the rate by, the 10,000 test images to test, each shifted "
            + "by up to 6 pixels; batch 32, SGD with momentum 0.9, the rate falls to 0 over 20 epochs; with copies 8 epochs, which "
            + "are twice the steps",
        Measures = [Measure.Rate, Measure.Count("weights"), Measure.Share("training"), Measure.Share("validation"), Measure.Share("test"), new Measure("gap in points", "F1")],
        Contenders =
        [
            Contender.AtBestRate(Dense, 0.03f, (trial, rate) => Run(trial, DenseNet(0), rate), validation: 2),
            Contender.AtBestRate(DenseDropout, 0.03f, (trial, rate) => Run(trial, DenseNet(0.4f), rate), validation: 2),
            Contender.AtBestRate(Convolutions, 0.01f, (trial, rate) => Run(trial, ModelZoo.LeNet5(), rate), validation: 2),
            Contender.AtBestRate(Local, 0.01f, (trial, rate) => Run(trial, LocalNet(), rate), validation: 2),
            Contender.AtBestRate(Augmented, 0.03f, (trial, rate) => Run(trial, ModelZoo.LeNet5(), rate, copies: 4), validation: 2),
        ],
        Verdict = medians =>
        {
            var (dense, small, local, augmented) = (medians[Dense], medians[Convolutions], medians[Local], medians[Augmented]);
            return (
                string.Create(CultureInfo.InvariantCulture, $"the dense net gets {dense[2]:P1} of its training images right and {dense[4]:P1} of others, LeNet-5 {small[4]:P1}, "
                    + $"with weights that are not shared {local[4]:P1}, with warped copies {augmented[4]:P1}"),
                dense[2] > 0.95 && medians[DenseDropout][5] < dense[5] && small[1] <= dense[1] / 10 && small[4] > dense[4] && small[4] > local[4] && augmented[4] > small[4]);
        },
    };

    /// <summary>619,498 weights, more than ten times those of LeNet-5.</summary>
    private static Sequential DenseNet(float dropout) => Sequential.Of("dense", new Shape(1, 1, 28, 28),
        new Flatten(), new Dense(28 * 28, 512), new ReLU(), new Dropout(dropout), new Dense(512, 416), new ReLU(), new Dropout(dropout), new Dense(416, 10));

    /// <summary>LeNet-5 whose filters are not shared: 423,038 weights.</summary>
    private static Sequential LocalNet() => Sequential.Of("local", new Shape(1, 1, 28, 28),
        new LocallyConnected2D(1, 6, kernel: 5, padding: 2), new ReLU(), new MaxPool2D(2),
        new LocallyConnected2D(6, 16, kernel: 5), new ReLU(), new MaxPool2D(2),
        new Flatten(), new Dense(16 * 5 * 5, 120), new ReLU(), new Dense(120, 84), new ReLU(), new Dense(84, 10));

    private static double[] Run(Trial trial, Graph model, float learningRate, int copies = 0)
    {
        var random = new SeededRandom(trial.Seed, RandomStreams.Split, part: 1);
        ImageSet Shifted(ImageSet images) => ImageWarp.Copies(images, 1, keepOriginals: false, () => ImageWarp.Draw(random, degrees: 0, zoom: 1, shift: 6));
        var data = trial.FashionMnist(Images, 10_000);
        var (train, validation) = (Shifted(data.Train), Shifted(trial.Validation(2000)));
        data = data with { Train = train, Test = Shifted(data.Test) };
        if (copies > 0)
            data = data with { Train = ImageWarp.Copies(train, copies, keepOriginals: true, () => ImageWarp.Draw(random, degrees: 8, zoom: 1.1, shift: 3)) };
        var scores = trial.Train(model, data, epochs: copies > 0 ? 8 : 20, learningRate, train, validation);
        return [ModelSummary.Of(model).Parameters, scores[2].Accuracy, scores[3].Accuracy, scores[1].Accuracy, 100 * (scores[2].Accuracy - scores[1].Accuracy)];
    }
}

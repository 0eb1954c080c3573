using System.Globalization;

namespace ConvGpu.Cli;

/// <summary>Two ways to make maps smaller.</summary>
internal static class StrideAgainstPoolingExperiment
{
    private const string Max = "max pooling", Average = "average pooling", Stride = "stride 2";

    public static Experiment Create() => new()
    {
        Name = "stride-against-pooling",
        Claim = "pooling may be left out: steps of 2 do with less work, and the accuracy stays within 5 points",
        Setting = "two 3x3 convolutions of 16 and 32 filters and a dense layer; 3,000 images of Fashion-MNIST, 1,000 others to "
            + "choose the rate by, the 10,000 test images to test; batch 32, SGD with momentum 0.9, the rate falls to 0 over 6 "
            + "epochs",
        Measures = [Measure.Rate, Measure.Count("weights"), Measure.Count("multiply-adds"), Measure.Share("training"), Measure.Share("validation"), Measure.Share("test")],
        Contenders =
        [
            Contender.AtBestRate(Max, 0.03f, (trial, rate) => Run(trial, Net(1, new MaxPool2D(2), new MaxPool2D(2)), rate), validation: 3),
            Contender.AtBestRate(Average, 0.03f, (trial, rate) => Run(trial, Net(1, new AvgPool2D(2), new AvgPool2D(2)), rate), validation: 3),
            Contender.AtBestRate(Stride, 0.03f, (trial, rate) => Run(trial, Net(2), rate), validation: 3),
        ],
        Verdict = medians =>
        {
            var (pooled, stepped) = (medians[Max], medians[Stride]);
            return (
                string.Create(CultureInfo.InvariantCulture, $"steps of 2 take {stepped[2] / pooled[2]:P0} of the multiply-adds and get {stepped[4]:P1} of the validation "
                    + $"and {stepped[5]:P1} of the test images right, max pooling {pooled[4]:P1} and {pooled[5]:P1}"),
                stepped[2] < 0.5 * pooled[2] && Math.Abs(stepped[4] - pooled[4]) < 0.05 && Math.Abs(stepped[5] - pooled[5]) < 0.05);
        },
    };

    private static Sequential Net(int stride, params Layer[] pools)
    {
        Layer[] first = [new Conv2D(1, 16, kernel: 3, stride: stride, padding: 1), new ReLU()];
        Layer[] second = [new Conv2D(16, 32, kernel: 3, stride: stride, padding: 1), new ReLU()];
        return Sequential.Of("downsampling", new Shape(1, 1, 28, 28),
            [.. first, .. pools.Take(1), .. second, .. pools.Skip(1), new Flatten(), new Dense(32 * 7 * 7, 10)]);
    }

    private static double[] Run(Trial trial, Graph model, float rate)
    {
        var scores = trial.Train(model, trial.FashionMnist(3000, 10_000), epochs: 6, rate, trial.Validation(1000));
        var summary = ModelSummary.Of(model);
        return [summary.Parameters, summary.MultiplyAdds, scores[0].Accuracy, scores[2].Accuracy, scores[1].Accuracy];
    }
}

namespace ConvGpu.Cli;

/// <summary>Two ways to make maps smaller.</summary>
internal static class StrideAgainstPoolingExperiment
{
    private const string Max = "max pooling", Average = "average pooling", Stride = "stride 2";

    public static Experiment Create() => new()
    {
        Name = "stride-against-pooling",
        Claim = "pooling may be left out: steps of 2 do with less work, and the accuracy stays within 5 points",
        Setting = "two 3x3 convolutions of 16 and 32 filters and a dense layer; 3,000 images of Fashion-MNIST, 1,000 others to validate, 1,000 to test; batch 32, SGD with momentum 0.9 from 0.02 to 0, 6 epochs",
        Measures = [Measure.Count("weights"), Measure.Count("multiply-adds"), Measure.Share("training"), Measure.Share("validation"), Measure.Share("test")],
        Contenders =
        [
            Contender.Of(Max, trial => Run(trial, Net(1, new MaxPool2D(2), new MaxPool2D(2)))),
            Contender.Of(Average, trial => Run(trial, Net(1, new AvgPool2D(2), new AvgPool2D(2)))),
            Contender.Of(Stride, trial => Run(trial, Net(2))),
        ],
        Verdict = medians =>
        {
            var (pooled, stepped) = (medians[Max], medians[Stride]);
            return (
                FormattableString.Invariant($"steps of 2 take {stepped[1] / pooled[1]:P0} of the multiply-adds and get {stepped[3]:P1} of the validation and {stepped[4]:P1} of the test images right, max pooling {pooled[3]:P1} and {pooled[4]:P1}"),
                stepped[1] < 0.5 * pooled[1] && Math.Abs(stepped[3] - pooled[3]) < 0.05 && Math.Abs(stepped[4] - pooled[4]) < 0.05);
        },
    };

    private static Sequential Net(int stride, params Layer[] pools)
    {
        Layer[] first = [new Conv2D(1, 16, kernel: 3, stride: stride, padding: 1), new ReLU()];
        Layer[] second = [new Conv2D(16, 32, kernel: 3, stride: stride, padding: 1), new ReLU()];
        return Sequential.Of("downsampling", new Shape(1, 1, 28, 28),
            [.. first, .. pools.Take(1), .. second, .. pools.Skip(1), new Flatten(), new Dense(32 * 7 * 7, 10)]);
    }

    private static double[] Run(Trial trial, Graph model)
    {
        var scores = trial.Train(model, trial.FashionMnist(3000, 1000), epochs: 6, learningRate: 0.02f, trial.Validation(3000, 1000));
        var summary = ModelSummary.Of(model);
        return [summary.Parameters, summary.MultiplyAdds, scores[0].Accuracy, scores[2].Accuracy, scores[1].Accuracy];
    }
}

namespace ConvGpu.Cli;

/// <summary>A net that first turns the picture as it likes it, against the same net without that.</summary>
internal static class SpatialTransformerExperiment
{
    private const string Plain = "convolutions", Transformed = "the same behind a spatial transformer";
    private const int Size = 28;

    public static Experiment Create() => new()
    {
        Name = "spatial-transformer",
        Claim = "a net copes with turned and zoomed pictures where it learns a transform of them first",
        Setting = "two 5x5 convolutions of 8 and 16 filters, each with max pooling, and a dense layer; the embedded digits, each three times in 28x28, turned by up to 60 degrees, 1.2 to 2.7 times as large and shifted by up to 4 pixels; 360 held out to test, treated alike; batch 32, Adam from 0.002 to 0, 12 epochs",
        Measures = [Measure.Count("weights"), Measure.Share("training"), Measure.Share("test"), Measure.Share("other writers")],
        Contenders = [new(Plain, trial => Run(trial, transformer: false)), new(Transformed, trial => Run(trial, transformer: true))],
        Verdict = medians =>
        {
            var (plain, transformed) = (medians[Plain], medians[Transformed]);
            return (
                FormattableString.Invariant($"the transformer gets {transformed[2]:P1} right, {100 * (transformed[2] - plain[2]):F1} points more than the same net without it"),
                transformed[2] >= plain[2] + 0.03);
        },
    };

    private static Graph Net(bool transformer)
    {
        var graph = new Graph("digits", new Shape(1, 1, Size, Size));
        if (transformer)
        {
            Layer[] localization =
            [
                new AvgPool2D(2), new Conv2D(1, 8, kernel: 5), new ReLU(), new MaxPool2D(2), new Conv2D(8, 16, kernel: 3), new ReLU(),
                new Flatten(), new Dense(16 * 3 * 3, 32), new ReLU(),
                new Dense(32, 6) { Initializer = Initializer.Zeros, BiasInitializer = Initializer.Values(AffineGrid.Identity) }, new AffineGrid(Size),
            ];
            foreach (var layer in localization) graph.Add(layer);
            graph.Add(new GridSample(), graph.Input, graph.Output);
        }
        Layer[] net =
        [
            new Conv2D(1, 8, kernel: 5), new ReLU(), new MaxPool2D(2), new Conv2D(8, 16, kernel: 5), new ReLU(), new MaxPool2D(2),
            new Flatten(), new Dense(16 * 4 * 4, 10),
        ];
        foreach (var layer in net) graph.Add(layer);
        return graph;
    }

    private static double[] Run(Trial trial, bool transformer)
    {
        var digits = Datasets.Digits(trial.Seed);
        ImageSet Warped(ImageSet images, uint part, int copies)
        {
            var random = new SeededRandom(trial.Seed, RandomStreams.Split, part);
            return ImageWarp.Copies(Centred(images), copies, keepOriginals: false, () =>
            {
                var warp = ImageWarp.Draw(random, degrees: 60, zoom: 1.5, shift: 4);
                return warp with { Zoom = 1.8 * warp.Zoom };
            });
        }
        var data = new Dataset(digits.Name, Warped(trial.Some(digits.Train, int.MaxValue), 1, trial.IsTiny ? 1 : 3), Warped(digits.Test, 2, 1));
        var model = Net(transformer);
        var scores = trial.Train(model, data, epochs: 12, new Adam(0.002f), also: [Warped(digits.HardTest!, 3, 1)]);
        return [ModelSummary.Of(model).Parameters, scores[0].Accuracy, scores[1].Accuracy, scores[2].Accuracy];
    }

    /// <summary>Small images in the middle of larger black ones, with the 16 greys of the digits stretched to 256.</summary>
    private static ImageSet Centred(ImageSet images)
    {
        var (height, width) = (images.Shape.H, images.Shape.W);
        var pixels = new byte[images.Count * Size * Size];
        for (var i = 0; i < images.Count; i++)
        {
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                    pixels[(i * Size + y + (Size - height) / 2) * Size + x + (Size - width) / 2] = (byte)(images.Image(i)[y * width + x] * 15);
        }
        return new ImageSet(images.Name, new Shape(images.Count, 1, Size, Size), images.Classes, pixels, [.. images.Labels]);
    }
}

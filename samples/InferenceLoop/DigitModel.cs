namespace ConvGpu.Samples;

/// <summary>What stands for a model of yours and its file of weights.</summary>
internal static class DigitModel
{
    public static Graph Layers() => Sequential.Of(
        "small", new Shape(1, 1, 8, 8),
        new Conv2D(1, 16, kernel: 3, padding: Padding.Same, bias: false), new BatchNorm2D(16), new ReLU(),
        new MaxPool2D(2), new Flatten(), new Dense(16 * 4 * 4, 10));

    /// <summary>Trains for a moment and saves the weights.</summary>
    public static void Save(string path, Dataset digits, ComputeDevice device)
    {
        using var trainer = new Trainer(Layers(), device) { Observer = null };
        trainer.Fit(digits, epochs: 5, batchSize: 64);
        trainer.Network!.SaveWeights(path);
    }

    /// <summary>The class of the largest score.</summary>
    public static int Likeliest(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
            if (scores[i] > scores[best]) best = i;
        return best;
    }
}

namespace ConvGpu.Cli;

/// <summary>One run of a contender: where it computes, its seed, and how it trains.</summary>
/// <param name="Device">Where to compute.</param>
/// <param name="Seed">The seed of parameters, order and choice of images.</param>
/// <param name="DataDirectory">Where Fashion-MNIST is, or null for the usual place.</param>
internal sealed record Trial(ComputeDevice Device, ulong Seed, string? DataDirectory)
{
    /// <summary>Fashion-MNIST with some of its images to train on and some of its test images.</summary>
    public Dataset FashionMnist(int train, int test)
    {
        var all = Datasets.FashionMnist(DataDirectory);
        return new Dataset(all.Name, Some(all.Train, train), Some(all.Test, test));
    }

    /// <summary>Trains a model.</summary>
    /// <returns>Accuracy and loss on the training images and on each of the sets given, without dropout.</returns>
    public Score[] Train(Graph model, Dataset data, int epochs, float learningRate, int batch = 32, float momentum = 0.9f, params ImageSet[] also)
    {
        using var trainer = new Trainer(model, Device)
        {
            Optimizer = new Sgd(learningRate, momentum), Schedule = Schedule.LinearToZero, Seed = Seed, Observer = null,
        };
        var result = trainer.Fit(data, epochs, batch);
        return [trainer.Evaluate(data.Train), result.Test!.Value, .. also.Select(images => trainer.Evaluate(images))];
    }

    private ImageSet Some(ImageSet images, int count) =>
        count >= images.Count ? images : images.HoldOut(count, Seed, $"{count} images of {images.Name}").Part;
}

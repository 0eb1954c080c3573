namespace ConvGpu.Cli;

/// <summary>One run of a contender: where it computes, its seed, and how it trains.</summary>
/// <param name="Device">Where to compute.</param>
/// <param name="Seed">The seed of parameters, order and choice of images.</param>
/// <param name="DataDirectory">Where Fashion-MNIST is, or null for the usual place.</param>
internal sealed record Trial(ComputeDevice Device, ulong Seed, string? DataDirectory)
{
    private const int TinyCount = 40;

    /// <summary>Training images that no seed trains on.</summary>
    private const int HeldOut = 2000;

    private static (string? Directory, (Dataset Data, ImageSet HeldOut) Split)? _fashionMnist;

    /// <summary>
    /// Whether to take few images, digits in place of Fashion-MNIST, and one epoch: enough to see that an experiment runs.
    /// </summary>
    public bool IsTiny { get; init; }

    /// <summary>Fashion-MNIST with some of its images to train on and some of its test images.</summary>
    public Dataset FashionMnist(int train, int test)
    {
        var data = Split().Data;
        return new Dataset(data.Name, Some(data.Train, train), Some(data.Test, test));
    }

    /// <summary>
    /// Images of the training set to choose rates by: the same with every seed, and none that <see cref="FashionMnist"/> gives to train on
    /// with any seed, since the rate chosen with the first serves them all.
    /// </summary>
    /// <param name="count">How many images, at most 2,000.</param>
    public ImageSet Validation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, HeldOut);
        var held = Split().HeldOut;
        return Count(count) >= held.Count ? held : held.HoldOut(Count(count), seed: 1, "images to choose the rate by").Part;
    }

    /// <summary>Trains a model with momentum 0.9 and a rate that falls to 0.</summary>
    /// <returns>Accuracy and loss on the training images, on the test and on each of the sets given, without dropout.</returns>
    public Score[] Train(Graph model, Dataset data, int epochs, float learningRate, params ImageSet[] also) =>
        Train(model, data, epochs, new Sgd(learningRate, momentum: 0.9f), also: also);

    /// <summary>Trains a model with a rate that falls to 0.</summary>
    /// <param name="model">The layers.</param>
    /// <param name="data">What to train and test on.</param>
    /// <param name="epochs">Passes over the training images.</param>
    /// <param name="optimizer">How parameters follow their gradients.</param>
    /// <param name="batch">Images a step.</param>
    /// <param name="frozen">Names of layers that do not learn.</param>
    /// <param name="start">Sets parameters before the training.</param>
    /// <param name="end">Reads parameters after it.</param>
    /// <param name="also">What to measure beside training images and test.</param>
    /// <returns>Accuracy and loss on the training images, on the test and on each of the sets given, without dropout.</returns>
    public Score[] Train(
        Graph model, Dataset data, int epochs, Optimizer optimizer, int batch = 32, string[]? frozen = null, Action<Network>? start = null,
        Action<Network>? end = null, ImageSet[]? also = null)
    {
        using var trainer = new Trainer(model, Device)
        {
            Optimizer = optimizer, Schedule = Schedule.LinearToZero, Seed = Seed, Observer = null, Frozen = frozen ?? [],
        };
        start?.Invoke(trainer.Prepare(data, batch));
        var result = trainer.Fit(data, Epochs(epochs), batch);
        end?.Invoke(trainer.Network!);
        return [trainer.Evaluate(data.Train), result.Test!.Value, .. (also ?? []).Select(images => trainer.Evaluate(images))];
    }

    /// <summary>Images of a set, chosen by the seed; all where there are no more.</summary>
    public ImageSet Some(ImageSet images, int count) => Count(count) >= images.Count
        ? images
        : images.HoldOut(Count(count), Seed, $"{Count(count)} images of {images.Name}").Part;

    /// <summary>A number of images or other items, fewer in a tiny run.</summary>
    public int Count(int count) => IsTiny ? Math.Min(count, TinyCount) : count;

    /// <summary>A number of epochs; one in a tiny run.</summary>
    public int Epochs(int epochs) => IsTiny ? 1 : epochs;

    private (Dataset Data, ImageSet HeldOut) Split()
    {
        if (IsTiny) return Split(Datasets.Digits());
        if (_fashionMnist is { } read && read.Directory == DataDirectory) return read.Split;
        var split = Split(Datasets.FashionMnist(DataDirectory));
        _fashionMnist = (DataDirectory, split);
        return split;
    }

    private (Dataset Data, ImageSet HeldOut) Split(Dataset all)
    {
        var (learned, held) = all.Train.HoldOut(Count(HeldOut), seed: 1, "images held out");
        return (all with { Train = learned }, held);
    }
}

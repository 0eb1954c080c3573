namespace ConvGpu;

/// <summary>A data set: images to train on, images to test on, and for some a second, harder test.</summary>
/// <param name="Name">The name that users give.</param>
/// <param name="Train">Images to train and validate on.</param>
/// <param name="Test">Images kept for the final test.</param>
/// <param name="HardTest">A second test that is reported beside the first, or null.</param>
public sealed record Dataset(string Name, ImageSet Train, ImageSet Test, ImageSet? HardTest = null)
{
    /// <summary>The number of classes; 0 where images have values.</summary>
    public int Classes => Train.Classes;

    /// <summary>What the classes are called, where the data set says; null where they have numbers alone.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }
}

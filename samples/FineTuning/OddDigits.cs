namespace ConvGpu.Samples;

/// <summary>What stands for a model and a task of yours.</summary>
internal static class OddDigits
{
    public static Graph Model(int classes) => Sequential.Of(
        "small", new Shape(1, 1, 8, 8),
        new Conv2D(1, 16, kernel: 3, padding: Padding.Same, bias: false), new BatchNorm2D(16), new ReLU(),
        new Conv2D(16, 32, kernel: 3, padding: Padding.Same, bias: false), new BatchNorm2D(32), new ReLU(), new MaxPool2D(2),
        new Conv2D(32, 64, kernel: 3, padding: Padding.Same, bias: false), new BatchNorm2D(64), new ReLU(), new MaxPool2D(2),
        new Flatten(), new Dense(64 * 2 * 2, classes));

    /// <summary>The first pictures to learn from and the others to test on; class 1 are the odd digits.</summary>
    public static Dataset From(ImageSet digits, int pictures) =>
        new("odd digits", Part(digits, 0, pictures), Part(digits, pictures, digits.Count));

    private static ImageSet Part(ImageSet digits, int first, int end)
    {
        var chosen = Enumerable.Range(first, end - first).ToList();
        byte[] pixels = [.. chosen.SelectMany(i => digits.Image(i).ToArray())];
        return new ImageSet(digits.Name, digits.Shape with { N = chosen.Count }, 2, pixels, [.. chosen.Select(i => digits.Labels[i] % 2)]);
    }
}

namespace ConvGpu.Cli;

/// <summary>What the classes of well-known data sets are called.</summary>
internal static class ClassNames
{
    private static readonly Dictionary<string, string[]> _names = new()
    {
        ["fashion-mnist"] = ["T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"],
        ["cifar-10"] = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
    };

    /// <summary>The names by class; null where classes have numbers alone.</summary>
    public static IReadOnlyList<string>? Of(Dataset dataset) => dataset.ClassNames ?? _names.GetValueOrDefault(dataset.Name);
}

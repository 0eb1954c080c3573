namespace ConvGpu;

/// <summary>Well-known networks with their published shapes.</summary>
public static class ModelZoo
{
    /// <summary>The names that <see cref="Create"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["lenet5", "mlp", "alexnet", "vgg11", "vgg16"];

    /// <summary>Makes a model by name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="classes">The number of classes, at least 1, or null for the number in the publication.</param>
    /// <param name="dropout">The dropout rate, for the models that have dropout.</param>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public static Graph Create(string name, int? classes = null, float dropout = 0.5f) => name switch
    {
        "lenet5" => LeNet5(classes ?? 10),
        "mlp" => Mlp(classes ?? 10),
        "alexnet" => AlexNet(classes ?? 1000, dropout),
        "vgg11" => Vgg11(classes ?? 1000, dropout),
        "vgg16" => Vgg16(classes ?? 1000, dropout),
        _ => throw new ArgumentException($"There is no model '{name}'; there are {string.Join(", ", Names)}.", nameof(name)),
    };

    /// <summary>LeNet-5 with ReLU and max pooling (after LeCun et al., 1998): input 1x28x28, 61,706 parameters with 10 classes.</summary>
    public static Sequential LeNet5(int classes = 10) => Sequential.Of("lenet5", new Shape(1, 1, 28, 28),
        new Conv2D(1, 6, kernel: 5, padding: 2), new ReLU(), new MaxPool2D(2),
        new Conv2D(6, 16, kernel: 5), new ReLU(), new MaxPool2D(2),
        new Flatten(), new Dense(16 * 5 * 5, 120), new ReLU(), new Dense(120, 84), new ReLU(), new Dense(84, classes));

    /// <summary>Two hidden layers of 256 and 128: input 1x28x28.</summary>
    public static Sequential Mlp(int classes = 10) => Sequential.Of("mlp", new Shape(1, 1, 28, 28),
        new Flatten(), new Dense(28 * 28, 256), new ReLU(), new Dense(256, 128), new ReLU(), new Dense(128, classes));

    /// <summary>AlexNet in one tower (Krizhevsky, 2014): input 3x224x224, 61,100,840 parameters with 1,000 classes.</summary>
    public static Sequential AlexNet(int classes = 1000, float dropout = 0.5f) => Sequential.Of("alexnet", new Shape(1, 3, 224, 224),
        new Conv2D(3, 64, kernel: 11, stride: 4, padding: 2), new ReLU(), new MaxPool2D(3, stride: 2),
        new Conv2D(64, 192, kernel: 5, padding: 2), new ReLU(), new MaxPool2D(3, stride: 2),
        new Conv2D(192, 384, kernel: 3, padding: 1), new ReLU(),
        new Conv2D(384, 256, kernel: 3, padding: 1), new ReLU(),
        new Conv2D(256, 256, kernel: 3, padding: 1), new ReLU(), new MaxPool2D(3, stride: 2),
        new Flatten(), new Dropout(dropout), new Dense(256 * 6 * 6, 4096), new ReLU(),
        new Dropout(dropout), new Dense(4096, 4096), new ReLU(), new Dense(4096, classes));

    /// <summary>VGG-11 (Simonyan and Zisserman, 2014, configuration A): input 3x224x224, 132,863,336 parameters with 1,000 classes.</summary>
    public static Sequential Vgg11(int classes = 1000, float dropout = 0.5f) => Vgg("vgg11", [1, 1, 2, 2, 2], classes, dropout);

    /// <summary>VGG-16 (Simonyan and Zisserman, 2014, configuration D): input 3x224x224, 138,357,544 parameters with 1,000 classes.</summary>
    public static Sequential Vgg16(int classes = 1000, float dropout = 0.5f) => Vgg("vgg16", [2, 2, 3, 3, 3], classes, dropout);

    private static Sequential Vgg(string name, int[] convolutions, int classes, float dropout)
    {
        int[] widths = [64, 128, 256, 512, 512];
        var layers = new List<Layer>();
        var channels = 3;
        for (var stage = 0; stage < widths.Length; stage++)
        {
            for (var i = 0; i < convolutions[stage]; i++)
            {
                layers.AddRange([new Conv2D(channels, widths[stage], kernel: 3, padding: 1), new ReLU()]);
                channels = widths[stage];
            }
            layers.Add(new MaxPool2D(2));
        }
        layers.AddRange([
            new Flatten(), new Dense(512 * 7 * 7, 4096), new ReLU(), new Dropout(dropout),
            new Dense(4096, 4096), new ReLU(), new Dropout(dropout), new Dense(4096, classes)]);
        return Sequential.Of(name, new Shape(1, 3, 224, 224), [.. layers]);
    }
}

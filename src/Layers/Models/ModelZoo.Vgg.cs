namespace ConvGpu;

public static partial class ModelZoo
{
    /// <summary>VGG-11 (Simonyan and Zisserman, 2014, configuration A): input 3x224x224, 132,863,336 parameters with 1,000 classes.</summary>
    public static Sequential Vgg11(int classes = 1000, float dropout = 0.5f) => Vgg("vgg11", [1, 1, 2, 2, 2], classes, dropout);

    /// <summary>VGG-13 (configuration B): input 3x224x224, 133,047,848 parameters with 1,000 classes.</summary>
    public static Sequential Vgg13(int classes = 1000, float dropout = 0.5f) => Vgg("vgg13", [2, 2, 2, 2, 2], classes, dropout);

    /// <summary>VGG-16 (configuration D): input 3x224x224, 138,357,544 parameters with 1,000 classes.</summary>
    public static Sequential Vgg16(int classes = 1000, float dropout = 0.5f) => Vgg("vgg16", [2, 2, 3, 3, 3], classes, dropout);

    /// <summary>VGG-19 (configuration E): input 3x224x224, 143,667,240 parameters with 1,000 classes.</summary>
    public static Sequential Vgg19(int classes = 1000, float dropout = 0.5f) => Vgg("vgg19", [2, 2, 4, 4, 4], classes, dropout);

    /// <summary>VGG-16 with batch normalisation behind each convolution: input 3x224x224, 138,365,992 parameters with 1,000 classes.</summary>
    public static Sequential Vgg16BatchNorm(int classes = 1000, float dropout = 0.5f) =>
        Vgg("vgg16-bn", [2, 2, 3, 3, 3], classes, dropout, normalised: true);

    private static Sequential Vgg(string name, int[] convolutions, int classes, float dropout, bool normalised = false)
    {
        int[] widths = [64, 128, 256, 512, 512];
        var layers = new List<Layer>();
        var channels = 3;
        for (var stage = 0; stage < widths.Length; stage++)
        {
            for (var i = 0; i < convolutions[stage]; i++)
            {
                layers.Add(new Conv2D(channels, widths[stage], kernel: 3, padding: 1));
                if (normalised) layers.Add(new BatchNorm2D(widths[stage]));
                layers.Add(new ReLU());
                channels = widths[stage];
            }
            layers.Add(new MaxPool2D(2));
        }
        return Sequential.Of(name, _colour224, [.. layers, .. DenseHead(512 * 7 * 7, classes, dropout)]);
    }
}

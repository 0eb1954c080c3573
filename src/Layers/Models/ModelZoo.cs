namespace ConvGpu;

/// <summary>Well-known networks with their published shapes and parameter counts; a file for each family.</summary>
public static partial class ModelZoo
{
    private static readonly Shape _grey28 = new(1, 1, 28, 28);
    private static readonly Shape _colour32 = new(1, 3, 32, 32);
    private static readonly Shape _colour224 = new(1, 3, 224, 224);
    private static readonly Shape _colour227 = new(1, 3, 227, 227);
    private static readonly Shape _board19 = new(1, 48, 19, 19);
    private static readonly Shape _bytes64 = new(1, 1, 1, SequenceLength);

    /// <summary>All models.</summary>
    public static IReadOnlyList<ModelInfo> Models { get; } =
    [
        new("mlp", _grey28, 10, "two hidden dense layers of 256 and 128", (c, _) => Mlp(c)),
        new("lenet5", _grey28, 10, "LeCun et al., 1998, with ReLU and max pooling", (c, _) => LeNet5(c)),
        new("alexnet", _colour224, 1000, "one tower, Krizhevsky, 2014", (c, d) => AlexNet(c, d ?? 0.5f)),
        new("alexnet-grouped", _colour227, 1000, "two groups, Krizhevsky et al., 2012", (c, d) => AlexNetGrouped(c, d ?? 0.5f)),
        new("zfnet", _colour224, 1000, "Zeiler and Fergus, 2013", (c, d) => ZfNet(c, d ?? 0.5f)),
        new("vgg11", _colour224, 1000, "configuration A, Simonyan and Zisserman, 2014", (c, d) => Vgg11(c, d ?? 0.5f)),
        new("vgg13", _colour224, 1000, "configuration B", (c, d) => Vgg13(c, d ?? 0.5f)),
        new("vgg16", _colour224, 1000, "configuration D", (c, d) => Vgg16(c, d ?? 0.5f)),
        new("vgg19", _colour224, 1000, "configuration E", (c, d) => Vgg19(c, d ?? 0.5f)),
        new("vgg16-bn", _colour224, 1000, "configuration D with batch normalisation", (c, d) => Vgg16BatchNorm(c, d ?? 0.5f)),
        new("squeezenet", _colour224, 1000, "1.1, fire modules, Iandola et al., 2016", (c, d) => SqueezeNet(c, d ?? 0.5f)),
        new("googlenet", _colour224, 1000, "inception, batch normalisation, no auxiliary heads, Szegedy et al., 2014", (c, d) => GoogLeNet(c, d ?? 0.2f)),
        new("resnet-small", _grey28, 10, "two residual blocks with batch normalisation, for 28x28 images", (c, _) => ResNetSmall(c)),
        new("resnet18", _colour224, 1000, "residual blocks, He et al., 2015", (c, _) => ResNet18(c)),
        new("resnet34", _colour224, 1000, "residual blocks", (c, _) => ResNet34(c)),
        new("resnet50", _colour224, 1000, "residual bottlenecks, the stride in the 3x3", (c, _) => ResNet50(c)),
        new("resnet101", _colour224, 1000, "residual bottlenecks", (c, _) => ResNet101(c)),
        new("resnet152", _colour224, 1000, "residual bottlenecks", (c, _) => ResNet152(c)),
        new("mobilenet-v2", _colour224, 1000, "inverted residuals, depthwise convolutions, Sandler et al., 2018", (c, d) => MobileNetV2(c, d ?? 0.2f)),
        new("all-conv", _colour32, 10, "All-CNN-C: strides instead of max pooling, Springenberg et al., 2014", (c, d) => AllConv(c, d ?? 0.5f)),
        new("go-policy", _board19, 361, "a move on a Go board, no pooling; Maddison et al., 2014, Silver et al., 2016", (c, _) => GoPolicyFor(c)),
        new("sequence", _bytes64, 2, "indices: embedding and 1-D convolutions, after Kim, 2014", (c, d) => Sequence(c, d ?? 0.5f)),
        new("spatial-transformer", _grey28, 10, "LeNet-5 behind a learned affine transform, Jaderberg et al., 2015", (c, _) => SpatialTransformer(c)),
    ];

    /// <summary>The names that <see cref="Create"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Models.Select(m => m.Name)];

    /// <summary>Makes a model by name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="classes">
    /// The number of classes, at least 1, or null for the number in the publication. go-policy always puts out 361 points, of which data
    /// with fewer classes uses the first.
    /// </param>
    /// <param name="dropout">The dropout rate of the models that have dropout, or null for the publication's.</param>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public static Graph Create(string name, int? classes = null, float? dropout = null)
    {
        var model = Models.FirstOrDefault(m => m.Name == name)
            ?? throw new ArgumentException($"There is no model '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
        return model.Create(classes, dropout);
    }
}

namespace ConvGpu;

public static partial class ModelZoo
{
    /// <summary>AlexNet in one tower (Krizhevsky, 2014): input 3x224x224, 61,100,840 parameters with 1,000 classes.</summary>
    public static Sequential AlexNet(int classes = 1000, float dropout = 0.5f) => Sequential.Of("alexnet", _colour224,
        new Conv2D(3, 64, kernel: 11, stride: 4, padding: 2), new ReLU(), new MaxPool2D(3, stride: 2),
        new Conv2D(64, 192, kernel: 5, padding: 2), new ReLU(), new MaxPool2D(3, stride: 2),
        new Conv2D(192, 384, kernel: 3, padding: 1), new ReLU(),
        new Conv2D(384, 256, kernel: 3, padding: 1), new ReLU(),
        new Conv2D(256, 256, kernel: 3, padding: 1), new ReLU(), new MaxPool2D(3, stride: 2),
        new Flatten(), new Dropout(dropout), new Dense(256 * 6 * 6, 4096), new ReLU(),
        new Dropout(dropout), new Dense(4096, 4096), new ReLU(), new Dense(4096, classes));

    /// <summary>
    /// AlexNet in two groups, as it was spread over two GPUs, with local response normalisation (Krizhevsky et al., 2012): input
    /// 3x227x227, 60,965,224 parameters with 1,000 classes.
    /// </summary>
    public static Sequential AlexNetGrouped(int classes = 1000, float dropout = 0.5f) => Sequential.Of("alexnet-grouped", _colour227,
    [
        new Conv2D(3, 96, kernel: 11, stride: 4), new ReLU(), ResponseNormalization(), new MaxPool2D(3, stride: 2),
        new Conv2D(96, 256, kernel: 5, padding: 2, groups: 2), new ReLU(), ResponseNormalization(), new MaxPool2D(3, stride: 2),
        new Conv2D(256, 384, kernel: 3, padding: 1), new ReLU(),
        new Conv2D(384, 384, kernel: 3, padding: 1, groups: 2), new ReLU(),
        new Conv2D(384, 256, kernel: 3, padding: 1, groups: 2), new ReLU(), new MaxPool2D(3, stride: 2),
        .. DenseHead(256 * 6 * 6, classes, dropout),
    ]);

    /// <summary>
    /// ZFNet, AlexNet with a smaller window and stride in front, normalised across channels behind the pooling (Zeiler and Fergus, 2013):
    /// input 3x224x224, 62,357,608 parameters with 1,000 classes.
    /// </summary>
    public static Sequential ZfNet(int classes = 1000, float dropout = 0.5f) => Sequential.Of("zfnet", _colour224,
    [
        new Conv2D(3, 96, kernel: 7, stride: 2, padding: 1), new ReLU(), new MaxPool2D(3, stride: 2, padding: 1), ResponseNormalization(),
        new Conv2D(96, 256, kernel: 5, stride: 2), new ReLU(), new MaxPool2D(3, stride: 2, padding: 1), ResponseNormalization(),
        new Conv2D(256, 384, kernel: 3, padding: 1), new ReLU(),
        new Conv2D(384, 384, kernel: 3, padding: 1), new ReLU(),
        new Conv2D(384, 256, kernel: 3, padding: 1), new ReLU(), new MaxPool2D(3, stride: 2),
        .. DenseHead(256 * 6 * 6, classes, dropout),
    ]);

    // The publication's alpha of 1e-4 is for the sum of five channels, the layer's for their mean.
    private static LocalResponseNormalization ResponseNormalization() => new(5, alpha: 5e-4f, beta: 0.75f, k: 2);

    // Two hidden layers of 4,096 with dropout behind them, as in AlexNet of 2012 and in VGG.
    private static Layer[] DenseHead(int inputs, int classes, float dropout) =>
    [
        new Flatten(), new Dense(inputs, 4096), new ReLU(), new Dropout(dropout),
        new Dense(4096, 4096), new ReLU(), new Dropout(dropout), new Dense(4096, classes),
    ];
}

namespace ConvGpu;

public static partial class ModelZoo
{
    /// <summary>LeNet-5 with ReLU and max pooling (after LeCun et al., 1998): input 1x28x28, 61,706 parameters with 10 classes.</summary>
    public static Sequential LeNet5(int classes = 10) => Sequential.Of("lenet5", _grey28, LeNet5Layers(classes));

    private static Layer[] LeNet5Layers(int classes) =>
    [
        new Conv2D(1, 6, kernel: 5, padding: 2), new ReLU(), new MaxPool2D(2),
        new Conv2D(6, 16, kernel: 5), new ReLU(), new MaxPool2D(2),
        new Flatten(), new Dense(16 * 5 * 5, 120), new ReLU(), new Dense(120, 84), new ReLU(), new Dense(84, classes),
    ];
}

namespace ConvGpu;

public static partial class ModelZoo
{
    /// <summary>
    /// All-CNN-C (Springenberg et al., 2014): convolutions of stride 2 where others pool, and no dense layer; what remains is the mean of
    /// each class's 6x6 scores at the end. The published ReLU behind the scores is left out: where all of them are below zero, nothing would be
    /// learned any more. Input 3x32x32, 1,369,738 parameters with 10 classes.
    /// </summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="dropout">The rate behind the convolutions of stride 2; the input is dropped at 0.4 times that rate, as published (0.2).</param>
    public static Sequential AllConv(int classes = 10, float dropout = 0.5f) => Sequential.Of("all-conv", _colour32,
        new Dropout(0.4f * dropout),
        new Conv2D(3, 96, kernel: 3, padding: 1), new ReLU(),
        new Conv2D(96, 96, kernel: 3, padding: 1), new ReLU(),
        new Conv2D(96, 96, kernel: 3, stride: 2, padding: 1), new ReLU(), new Dropout(dropout),
        new Conv2D(96, 192, kernel: 3, padding: 1), new ReLU(),
        new Conv2D(192, 192, kernel: 3, padding: 1), new ReLU(),
        new Conv2D(192, 192, kernel: 3, stride: 2, padding: 1), new ReLU(), new Dropout(dropout),
        new Conv2D(192, 192, kernel: 3), new ReLU(),
        new Conv2D(192, 192, kernel: 1), new ReLU(),
        new Conv2D(192, classes, kernel: 1),
        new GlobalAvgPool2D());
}

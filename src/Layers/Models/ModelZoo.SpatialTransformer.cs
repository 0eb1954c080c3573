namespace ConvGpu;

public static partial class ModelZoo
{
    /// <summary>
    /// LeNet-5 behind a spatial transformer (Jaderberg et al., 2015), which learns to turn, zoom and shift each digit before it is read: a
    /// small net on the image tells the six numbers of an affine transform, and the image is sampled where that says. The transform starts
    /// as the identity, its weights from 0. Input 1x28x28, 67,226 parameters with 10 classes: 5,520 of the small net, 61,706 of LeNet-5.
    /// </summary>
    /// <param name="classes">The number of classes.</param>
    public static Graph SpatialTransformer(int classes = 10)
    {
        var graph = new Graph("spatial-transformer", _grey28);
        Layer[] localisation =
        [
            new Conv2D(1, 8, kernel: 7), new ReLU(), new MaxPool2D(2),
            new Conv2D(8, 10, kernel: 5), new ReLU(), new MaxPool2D(2),
            new Flatten(), new Dense(10 * 3 * 3, 32), new ReLU(),
            new Dense(32, 6) { Initializer = Initializer.Zeros, BiasInitializer = Initializer.Values(AffineGrid.Identity) },
        ];
        foreach (var layer in localisation) graph.Add(layer);
        graph.Add(new GridSample(), graph.Input, graph.Add(new AffineGrid(28)));
        foreach (var layer in LeNet5Layers(classes)) graph.Add(layer);
        return graph;
    }
}

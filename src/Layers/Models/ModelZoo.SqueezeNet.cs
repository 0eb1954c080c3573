namespace ConvGpu;

public static partial class ModelZoo
{
    /// <summary>
    /// SqueezeNet 1.1 (Iandola et al., 2016): fire modules, which squeeze the channels by 1x1 and expand them by 1x1 beside 3x3; no dense
    /// layer. Input 3x224x224, 1,235,496 parameters with 1,000 classes.
    /// </summary>
    public static Graph SqueezeNet(int classes = 1000, float dropout = 0.5f)
    {
        var graph = new Graph("squeezenet", _colour224);
        graph.Add(new Conv2D(3, 64, kernel: 3, stride: 2));
        var node = graph.Add(new ReLU());
        var channels = 64;
        (int Squeezed, int Expanded, bool Pooled)[] modules =
        [
            (16, 64, true), (16, 64, false), (32, 128, true), (32, 128, false), (48, 192, true), (48, 192, false), (64, 256, false), (64, 256, false),
        ];
        foreach (var (squeezed, expanded, pooled) in modules)
        {
            if (pooled) node = graph.Add(new MaxPool2D(3, stride: 2, ceilMode: true), node);
            var squeeze = AddRectified(graph, new Conv2D(channels, squeezed, kernel: 1), node);
            node = graph.Add(
                new Concat(),
                AddRectified(graph, new Conv2D(squeezed, expanded, kernel: 1), squeeze),
                AddRectified(graph, new Conv2D(squeezed, expanded, kernel: 3, padding: 1), squeeze));
            channels = 2 * expanded;
        }
        graph.Add(new Dropout(dropout));
        graph.Add(new Conv2D(channels, classes, kernel: 1));
        graph.Add(new ReLU());
        graph.Add(new GlobalAvgPool2D());
        return graph;
    }

    private static Node AddRectified(Graph graph, Conv2D convolution, Node input) => graph.Add(new ReLU(), graph.Add(convolution, input));
}

namespace ConvGpu;

public static partial class ModelZoo
{
    // What torchvision's batch normalisation adds to the variance in this model.
    private const float InceptionEpsilon = 1e-3f;

    /// <summary>
    /// GoogLeNet (Szegedy et al., 2014) as torchvision builds it: batch normalisation, 3x3 where the publication has 5x5, and without the
    /// two auxiliary classifiers. Input 3x224x224, 6,624,904 parameters with 1,000 classes.
    /// </summary>
    public static Graph GoogLeNet(int classes = 1000, float dropout = 0.2f)
    {
        var graph = new Graph("googlenet", _colour224);
        var node = AddInceptionConvolution(graph, graph.Input, (3, 64), kernel: 7, stride: 2);
        node = graph.Add(new MaxPool2D(3, stride: 2, ceilMode: true), node);
        node = AddInceptionConvolution(graph, node, (64, 64), kernel: 1);
        node = AddInceptionConvolution(graph, node, (64, 192), kernel: 3);
        node = graph.Add(new MaxPool2D(3, stride: 2, ceilMode: true), node);
        var channels = 192;
        // 1x1; 1x1 before 3x3 and 3x3; 1x1 before the second 3x3 and that; 1x1 behind the pooling.
        int[][] modules =
        [
            [64, 96, 128, 16, 32, 32], [128, 128, 192, 32, 96, 64],
            [192, 96, 208, 16, 48, 64], [160, 112, 224, 24, 64, 64], [128, 128, 256, 24, 64, 64], [112, 144, 288, 32, 64, 64], [256, 160, 320, 32, 128, 128],
            [256, 160, 320, 32, 128, 128], [384, 192, 384, 48, 128, 128],
        ];
        for (var i = 0; i < modules.Length; i++)
        {
            if (i is 2 or 7) node = graph.Add(new MaxPool2D(i == 2 ? 3 : 2, stride: 2, ceilMode: true), node);
            node = AddInception(graph, node, channels, modules[i]);
            channels = modules[i][0] + modules[i][2] + modules[i][4] + modules[i][5];
        }
        graph.AddMeanAndDense(node, channels, classes, dropout);
        return graph;
    }

    private static Node AddInception(Graph graph, Node input, int channels, int[] widths) => graph.Add(
        new Concat(),
        AddInceptionConvolution(graph, input, (channels, widths[0]), kernel: 1),
        AddInceptionConvolution(graph, AddInceptionConvolution(graph, input, (channels, widths[1]), kernel: 1), (widths[1], widths[2]), kernel: 3),
        AddInceptionConvolution(graph, AddInceptionConvolution(graph, input, (channels, widths[3]), kernel: 1), (widths[3], widths[4]), kernel: 3),
        AddInceptionConvolution(graph, graph.Add(new MaxPool2D(3, stride: 1, padding: 1, ceilMode: true), input), (channels, widths[5]), kernel: 1));

    private static Node AddInceptionConvolution(Graph graph, Node input, (int In, int Out) channels, int kernel, int stride = 1) =>
        graph.AddConvolution(input, channels, kernel, stride, epsilon: InceptionEpsilon);
}

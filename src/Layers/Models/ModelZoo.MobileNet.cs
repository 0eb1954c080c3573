namespace ConvGpu;

public static partial class ModelZoo
{
    /// <summary>
    /// MobileNet V2 (Sandler et al., 2018): inverted residuals, which widen the channels by 1x1, filter each on its own by 3x3 and narrow
    /// them by 1x1. Input 3x224x224, 3,504,872 parameters with 1,000 classes. Rectified and cut off at 6.
    /// </summary>
    public static Graph MobileNetV2(int classes = 1000, float dropout = 0.2f)
    {
        var graph = new Graph("mobilenet-v2", _colour224);
        var node = AddBounded(graph, graph.Input, (3, 32), kernel: 3, stride: 2);
        var channels = 32;
        (int Expansion, int Channels, int Blocks, int Stride)[] stages =
            [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];
        foreach (var (expansion, outputs, blocks, stride) in stages)
        {
            for (var block = 0; block < blocks; block++)
            {
                node = AddInvertedResidual(graph, node, (channels, outputs), expansion, block == 0 ? stride : 1);
                channels = outputs;
            }
        }
        node = AddBounded(graph, node, (channels, 1280), kernel: 1);
        graph.AddMeanAndDense(node, 1280, classes, dropout);
        return graph;
    }

    private static Node AddInvertedResidual(Graph graph, Node input, (int In, int Out) channels, int expansion, int stride)
    {
        var width = expansion * channels.In;
        var wide = expansion == 1 ? input : AddBounded(graph, input, (channels.In, width), kernel: 1);
        var filtered = AddBounded(graph, wide, (width, width), kernel: 3, stride, groups: width);
        var narrow = graph.AddConvolution(filtered, (width, channels.Out), kernel: 1, relu: false);
        return stride == 1 && channels.In == channels.Out ? graph.Add(new Sum(), narrow, input) : narrow;
    }

    private static Node AddBounded(Graph graph, Node input, (int In, int Out) channels, int kernel, int stride = 1, int groups = 1) =>
        graph.Add(new ReLU6(), graph.AddConvolution(input, channels, kernel, stride, groups, relu: false));
}
